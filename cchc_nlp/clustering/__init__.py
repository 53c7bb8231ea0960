"""Findings → themes, counted in communes. The only room that imports scikit-learn, and only when asked to group."""

from cchc_nlp.clustering.counting import cluster
from cchc_nlp.clustering.embedding import e5
from cchc_nlp.clustering.gathering import statements_of
from cchc_nlp.clustering.offering import alternatives
from cchc_nlp.clustering.profiling import profile

__all__ = ["alternatives", "cluster", "e5", "profile", "statements_of"]
