"""The pipeline over many files: results in the order of the files, a bad file as a Failure beside the reports."""

from cchc_nlp.running.running import Failure, parse_all

__all__ = ["Failure", "parse_all"]
