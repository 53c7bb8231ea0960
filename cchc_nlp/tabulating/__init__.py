"""Reports → workbooks for officers (.xlsx), and workbooks they fill in → cells: the room that knows openpyxl."""

from cchc_nlp.tabulating.corrections import corrected, read_corrections, unmatched
from cchc_nlp.tabulating.figures import figures_workbook
from cchc_nlp.tabulating.listings import CSV_NAMES, figures_csv
from cchc_nlp.tabulating.opening import cells_of
from cchc_nlp.tabulating.problems import problems_workbook
from cchc_nlp.tabulating.table import tabulate
from cchc_nlp.tabulating.workbooks import Cell, Column, Options, Sheet, workbook_bytes

__all__ = [
    "CSV_NAMES",
    "Cell",
    "Column",
    "Options",
    "Sheet",
    "cells_of",
    "corrected",
    "figures_csv",
    "figures_workbook",
    "problems_workbook",
    "read_corrections",
    "tabulate",
    "unmatched",
    "workbook_bytes",
]
