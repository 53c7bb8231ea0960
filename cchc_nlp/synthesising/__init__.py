"""Reports and themes → the province's report, its evidence and writers; summaries of reports, letters."""

from cchc_nlp.synthesising.composing import synthesise
from cchc_nlp.synthesising.evidencing import evidence
from cchc_nlp.synthesising.gathering import of_period, usual_period
from cchc_nlp.synthesising.letters import letter
from cchc_nlp.synthesising.offering import check_reference, own_templates
from cchc_nlp.synthesising.selecting import summarise, summarise_fields
from cchc_nlp.synthesising.summarising import summary_of_fields, summary_of_reports
from cchc_nlp.synthesising.templating import render_markup
from cchc_nlp.synthesising.verifying import verify
from cchc_nlp.synthesising.writing import texts_of, write

__all__ = [
    "check_reference",
    "evidence",
    "letter",
    "of_period",
    "own_templates",
    "render_markup",
    "summarise",
    "summarise_fields",
    "summary_of_fields",
    "summary_of_reports",
    "synthesise",
    "texts_of",
    "usual_period",
    "verify",
    "write",
]
