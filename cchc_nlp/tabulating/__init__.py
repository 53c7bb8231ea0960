"""Reports → workbooks for officers (.xlsx): the room that knows openpyxl."""

from cchc_nlp.tabulating.problems import problems_workbook

__all__ = ["problems_workbook"]
