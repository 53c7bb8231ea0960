"""Word files (.docx) → lines, straight from their XML: what Word would print, automatic numbers included."""

from cchc_nlp.reading.docx.document import read_docx

__all__ = ["read_docx"]
