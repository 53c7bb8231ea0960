"""Outline → Report: who reports on what period, what is stated, and what is wrong with it."""

from cchc_nlp.extracting.extracting import extract

__all__ = ["extract"]
