"""Report → problems: figures held against each other, places against places, form against its rules."""

from cchc_nlp.checking.checking import check

__all__ = ["check"]
