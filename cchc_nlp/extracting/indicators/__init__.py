"""Blocks → figures of the catalogue, from tables and from prose, each with its words and lines."""

from cchc_nlp.extracting.indicators.indicators import indicators

__all__ = ["indicators"]
