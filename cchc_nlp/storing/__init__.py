"""Reports ↔ JSON of the contract, and the JSON Schema that says what is in it."""

from cchc_nlp.storing.reports import from_json, load, to_json
from cchc_nlp.storing.schema import NAMES, json_schema

__all__ = ["NAMES", "from_json", "json_schema", "load", "to_json"]
