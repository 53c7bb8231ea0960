"""The pipeline over many files: results in the order of the files, a bad file as a Failure beside the reports."""

from cchc_nlp.running.crews import COLLECTED_EVERY
from cchc_nlp.running.matching import Joined, parse_joined
from cchc_nlp.running.repeating import Repeat, without_repeats
from cchc_nlp.running.running import Means, parse_all
from cchc_nlp.running.surveying import Standing, State, survey
from cchc_nlp.running.tasks import Failure, Parsed

__all__ = [
    "COLLECTED_EVERY",
    "Failure",
    "Joined",
    "Means",
    "Parsed",
    "Repeat",
    "Standing",
    "State",
    "parse_all",
    "parse_joined",
    "survey",
    "without_repeats",
]
