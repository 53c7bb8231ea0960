"""Document → Document: lines become healed blocks.

Wraps and page breaks are healed, rows of text tables told from prose, page numbers, running headers and footnotes
marked as noise. Nothing is deleted: every word of every line stands in exactly one block. Knows no administrative word.
"""

from cchc_nlp.cleaning.cleaning import clean

__all__ = ["clean"]
