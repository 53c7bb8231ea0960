"""Path → Document: what a person sees in the file, line by line. Adds nothing, drops nothing, knows no words."""

from cchc_nlp.reading.opening import read
from cchc_nlp.reading.terms import Terms

__all__ = ["Terms", "read"]
