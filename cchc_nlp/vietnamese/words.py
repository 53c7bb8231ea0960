"""Words of Vietnamese text: the only importer of underthesea, and only when words are asked for."""

from __future__ import annotations

from functools import lru_cache

from cchc_nlp.vietnamese.forms import fold

# Sentences of a province's reports repeat; 65 536 entries of about 300 bytes of key and words stay below 100 MB.
_CACHED_TEXTS = 65_536


@lru_cache(maxsize=_CACHED_TEXTS)
def words(text: str) -> tuple[str, ...]:
    """Folded words of a text, multi-syllable words joined by "_", punctuation left out.

    >>> words("Người dân chưa quen nộp hồ sơ trực tuyến.")
    ('người_dân', 'chưa', 'quen', 'nộp', 'hồ_sơ', 'trực_tuyến')
    """
    from underthesea import word_tokenize  # costs 0.4 s to import: only where words matter

    tokens = word_tokenize(fold(text))
    return tuple(t.replace(" ", "_") for t in tokens if any(c.isalnum() for c in t))
