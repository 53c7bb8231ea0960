"""The pipeline over many files: results in the order of the files, a bad file as a Failure beside the reports."""

from cchc_nlp.running.matching import Joined, parse_joined
from cchc_nlp.running.repeating import Repeat, without_repeats
from cchc_nlp.running.running import Means, key_at, parse_all
from cchc_nlp.running.tasks import Failure, Parsed

__all__ = ["Failure", "Joined", "Means", "Parsed", "Repeat", "key_at", "parse_all", "parse_joined", "without_repeats"]
