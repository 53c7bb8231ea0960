"""PDF files with a text layer → lines, by the geometry of their words and rules."""

from cchc_nlp.reading.pdf.document import read_pdf

__all__ = ["read_pdf"]
