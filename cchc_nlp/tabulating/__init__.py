"""Reports → workbooks for officers (.xlsx), and workbooks they fill in → cells: the room that knows openpyxl."""

from cchc_nlp.tabulating.opening import cells_of
from cchc_nlp.tabulating.problems import problems_workbook
from cchc_nlp.tabulating.workbooks import Cell, Column, Options, Sheet, workbook_bytes

__all__ = ["Cell", "Column", "Options", "Sheet", "cells_of", "problems_workbook", "workbook_bytes"]
