"""PDF files with a text layer → lines, by the geometry of their words and rules."""
