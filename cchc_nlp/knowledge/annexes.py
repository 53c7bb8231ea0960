"""Which words of a file name say that it is an annex, and which say nothing of whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cchc_nlp.knowledge.entries import Words
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.vietnamese.forms import bare

_LONGEST_NAME = 5  # words, "thị trấn" and three of its own
_SEVERAL = 4  # a commune may name neighbours
_TOKEN = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file's name says: whether it is an annex, or a report, or a commune's; the words that tell whose it is."""

    annex: bool
    words: frozenset[str]
    report: bool = False
    commune: bool = False


def read_name(stem: str) -> FileName:
    """What the name of a file, without its ending, says.

    >>> read_name("Phụ lục CCHC xã Khe Mận") == FileName(True, frozenset({"xa", "khe", "man"}), commune=True)
    True
    """
    text = " ".join(_TOKEN.findall(bare(stem)))
    said = {name: bool(pattern.search(text)) for name, pattern in _patterns().items()}
    for name in ("annex", "report", "filler"):
        text = _patterns()[name].sub(" ", text)
    is_annex = said["annex"] and not said["report"]
    return FileName(is_annex, frozenset(text.split()), said["report"], said["commune"])


def begins_annex(lines: Iterable[str]) -> bool:
    """Whether a document that begins with these lines is an annex: it says so at its head, and no report begins there.

    >>> begins_annex(["UBND XÃ KHE MẬN", "PHỤ LỤC II", "(Kèm theo Báo cáo số 12/BC-UBND)"])
    True
    """
    head = [" ".join(_TOKEN.findall(bare(line))) for line in lines]
    opening = {name: any(pattern.match(line) for line in head) for name, pattern in _patterns().items()}
    return opening["annex"] and not opening["report"]


def lists_communes(lines: Iterable[str]) -> bool:
    r"""Whether rows, their cells parted by tabs, are a list of communes: of several a cell says the name and no more.

    >>> lists_communes(["1\txã Khe Mận\t99001", "2\tphường Vân Kiền", "3\tXã Đồng Lãng", "4\tXã Nà Hoạt"])
    True
    >>> lists_communes(["UBND xã Khe Mận", "xã Khe Mận", "1\tXã có trang thông tin điện tử hoạt động tốt\t1"])
    False
    """
    cells = {" ".join(_TOKEN.findall(bare(cell))) for line in lines for cell in line.split("\t")}
    named = {cell for cell in cells if _patterns()["commune"].match(cell) and 1 < len(cell.split()) <= _LONGEST_NAME}
    return len(named) >= _SEVERAL


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    entries = load_entries(Words, "annexes.toml", "word")
    return {e.id: re.compile(rf"\b(?:{'|'.join(sorted(e.words, key=len, reverse=True))})\b") for e in entries}
