"""Document → Outline: finds headings and their hierarchy by form alone.

Numbers, case, bold, style, length, punctuation, and the continuity of numbering with its neighbours; knows no
administrative word. Doubtful headings are kept with their evidence (`Section.form`) for aligning to decide by words.
"""

from cchc_nlp.outlining.outlining import outline

__all__ = ["outline"]
