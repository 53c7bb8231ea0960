"""Reports and themes → the province's report, its evidence and writers; summaries of reports, letters."""

from cchc_nlp.synthesising.composing import synthesise
from cchc_nlp.synthesising.evidencing import evidence
from cchc_nlp.synthesising.letters import letter
from cchc_nlp.synthesising.selecting import summarise
from cchc_nlp.synthesising.templating import render_markup
from cchc_nlp.synthesising.writing import write

__all__ = ["evidence", "letter", "render_markup", "summarise", "synthesise", "write"]
