"""Roster and reports → who sent what: missing, late, twice, of another period, from elsewhere; reminders."""

from cchc_nlp.registering.identifying import Identified, identify, identify_file
from cchc_nlp.registering.listing import register_workbook
from cchc_nlp.registering.registering import Repeated, Unreadable, register
from cchc_nlp.registering.reminding import reminder
from cchc_nlp.registering.rosters import roster_of, roster_of_province

__all__ = [
    "Identified",
    "Repeated",
    "Unreadable",
    "identify",
    "identify_file",
    "register",
    "register_workbook",
    "reminder",
    "roster_of",
    "roster_of_province",
]
