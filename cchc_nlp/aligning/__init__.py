"""Outline → Outline: every section and block gets its area and role in the standard outline of a CCHC report.

The words of a heading (standard titles, cues), its ancestors, its place among its siblings, and the words of its
content where the heading says nothing. Doubtful headings are confirmed or given back to the text by what they say.
"""

from cchc_nlp.aligning.aligning import align, align_headings

__all__ = ["align", "align_headings"]
