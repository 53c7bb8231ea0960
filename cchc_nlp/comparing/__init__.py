"""Reports held against each other: what each covers, copies and leaves unsaid; two side by side; two periods."""

from cchc_nlp.comparing.copying import copies
from cchc_nlp.comparing.covering import cover
from cchc_nlp.comparing.leftovers import leftovers
from cchc_nlp.comparing.listing import periods_workbook, survey_workbook
from cchc_nlp.comparing.pages import periods_page, sides_page, survey_page
from cchc_nlp.comparing.periods import Seen, over_periods
from cchc_nlp.comparing.sides import side_by_side
from cchc_nlp.comparing.unsaid import unsaid

__all__ = [
    "Seen",
    "copies",
    "cover",
    "leftovers",
    "over_periods",
    "periods_page",
    "periods_workbook",
    "side_by_side",
    "sides_page",
    "survey_page",
    "survey_workbook",
    "unsaid",
]
