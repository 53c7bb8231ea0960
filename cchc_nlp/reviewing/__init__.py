"""The officer's last word: themes → a workbook to correct → decisions and new themes in the department's own book."""

from cchc_nlp.reviewing.learning import learn, unknown
from cchc_nlp.reviewing.proposing import propose
from cchc_nlp.reviewing.taking import Review, take

__all__ = ["Review", "learn", "propose", "take", "unknown"]
