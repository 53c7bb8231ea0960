"""Outline → Report: who reports on what period, and what is stated."""

from cchc_nlp.extracting.extracting import extract

__all__ = ["extract"]
