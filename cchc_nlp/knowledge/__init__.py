"""The administration, as data: standard sections, cues, identification, abbreviations, themes, wording, templates.

`standard.py` loads and checks it, `lexicon.py` looks names up. A department's own folder overlays ours by id.
"""

from cchc_nlp.knowledge.lexicon import TitleMatch, any_of
from cchc_nlp.knowledge.standard import Standard, load_standard

__all__ = ["Standard", "TitleMatch", "any_of", "load_standard"]
