"""Vietnamese syllables by their shape: onset, rime, tone. Tells Vietnamese from the same bytes read wrongly.

Shape alone, no dictionary: "nghiêng" is one, so is the unused "nghiếc"; "hêt", "C«ng" and "BaÌo" are none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}  # a syllable that ends in a stop is sắc or nặng

_ONSETS = (
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x",
)  # fmt: skip
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay",
    "ăc ăm ăn ăng ăp ăt",
    "âc âm ân âng âp ât âu ây",
    "e ec em en eng eo ep et",
    "ê êch êm ên ênh êp êt êu",
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu",
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt",
    "oc oe oen oeo oet oi om on ong ooc oong op ot",
    "ô ôc ôi ôm ôn ông ôp ôt",
    "ơ ơi ơm ơn ơp ơt",
    "u ua uc ui um un ung up ut uâc uân uâng uât uây uê uêch uên uênh uêu uôc uôi uôm uôn uông uôt uơ",
    "uy uya uych uyn uynh uyt uyu uyên uyêt",
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu",
    "y yêm yên yêng yêt yêu",
)
_PATTERN = re.compile(f"(?:{'|'.join(' '.join(_ONSETS).split())})?(?:{'|'.join(' '.join(_RIMES).split())})")
_STOP = re.compile(r"(?:ch|[cpt])$")
_WORD = re.compile(r"[^\s\d/,.;:!?()\[\]{}<>=+*&%#@\"'“”‘’«»…•·–—_|\\~^$-]+")
_WORDS_WEIGHED = 4000


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word has the shape of a Vietnamese syllable, in any case and Unicode form.

    >>> is_syllable("Nghiêng"), is_syllable("quyết"), is_syllable("hêt"), is_syllable("c«ng"), is_syllable("tat")
    (True, True, False, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if not _PATTERN.fullmatch(plain):
        return False
    return not _STOP.search(plain) or (bool(tones) and tones[0] in _STOP_TONES)


def share_of_syllables(text: str) -> tuple[float, int]:
    """Of the words with any letter or sign beyond ASCII, the share that are syllables, and how many were weighed.

    Words of plain ASCII tell nothing of how bytes should be read.

    >>> share_of_syllables("Công tác CCHC, 99%"), share_of_syllables("c¸c bé")
    ((1.0, 2), (0.5, 2))
    """
    good = count = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        count += 1
        good += is_syllable(word)
        if count >= _WORDS_WEIGHED:
            break
    return (good / count if count else 0.0), count
