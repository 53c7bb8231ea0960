"""Vietnamese before Unicode: bytes → text with the name of their encoding; text typed for an old font → Unicode."""

from cchc_nlp.reading.encodings.guessing import decode, guess_name, modern
from cchc_nlp.reading.encodings.legacy import Script, is_unicode, script_of_font

__all__ = ["Script", "decode", "guess_name", "is_unicode", "modern", "script_of_font"]
