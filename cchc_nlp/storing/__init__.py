"""Reports ↔ JSON of the contract and its schema; parsed reports as bytes, and the folder where they are kept."""

from cchc_nlp.storing.entries import DOUBTS, Entry
from cchc_nlp.storing.reports import from_json, load, one_line, to_json, to_text
from cchc_nlp.storing.schema import NAMES, json_schema
from cchc_nlp.storing.store import FOLDER, Key, Slip, Store, key_of, way

__all__ = [
    "DOUBTS",
    "FOLDER",
    "NAMES",
    "Entry",
    "Key",
    "Slip",
    "Store",
    "from_json",
    "json_schema",
    "key_of",
    "load",
    "one_line",
    "to_json",
    "to_text",
    "way",
]
