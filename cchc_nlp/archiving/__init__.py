"""Reports → a dataset that grows period by period, and answers to SQL. Extra `dataset`: pyarrow, DuckDB."""

from cchc_nlp.archiving.asking import Answer, ask
from cchc_nlp.archiving.columns import COLUMNS, TABLES, Column, TableName
from cchc_nlp.archiving.parquet import Dataset
from cchc_nlp.archiving.plain import PlainFiles

__all__ = ["COLUMNS", "TABLES", "Answer", "Column", "Dataset", "PlainFiles", "TableName", "ask"]
