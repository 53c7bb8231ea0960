"""Reports and themes → the province's report with its evidence, its writers, and summaries of single reports."""

from cchc_nlp.synthesising.composing import synthesise
from cchc_nlp.synthesising.evidencing import evidence
from cchc_nlp.synthesising.selecting import summarise
from cchc_nlp.synthesising.writing import write

__all__ = ["evidence", "summarise", "synthesise", "write"]
