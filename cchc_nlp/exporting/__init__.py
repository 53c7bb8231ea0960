"""Results for researchers: pandas DataFrames, REFI-QDA projects (.qdpx), and agreement with coding by hand."""

from cchc_nlp.exporting.agreeing import Agreement, CodeAgreement, agree, b_cubed, cohen_kappa
from cchc_nlp.exporting.codings import Coding, codings_of
from cchc_nlp.exporting.frames import (
    indicators_frame,
    presence_frame,
    profiles_frame,
    reports_frame,
    statements_frame,
    themes_frame,
)
from cchc_nlp.exporting.projects import qdpx_bytes

__all__ = [
    "Agreement",
    "CodeAgreement",
    "Coding",
    "agree",
    "b_cubed",
    "codings_of",
    "cohen_kappa",
    "indicators_frame",
    "presence_frame",
    "profiles_frame",
    "qdpx_bytes",
    "reports_frame",
    "statements_frame",
    "themes_frame",
]
