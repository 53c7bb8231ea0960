"""The end of a report: who signed it, for whom, and to whom it was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.forms import BREAK, fold, plain_line
from cchc_nlp.vietnamese.names import personal_name

_GAP = re.compile(r"\t+|\s{3,}")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, under which title, for which office; None for what is not printed."""

    signed_for: str | None = None
    title: str | None = None
    name: str | None = None


def signature_of(closing: Sequence[Block], standard: Standard) -> Signature:
    """Read "TM. … / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / name", in one block, in several, or beside the recipients."""
    lines = [
        plain_line(cell) for b in closing if b.kind != "noise" for cell in _columns(b, standard) if plain_line(cell)
    ]
    offices: list[str] = []
    title: str | None = None
    last = -1
    for i, line in enumerate(lines):
        if title is None and _signs_for(line, standard):
            office, title = _split_office(line, standard)
            offices.append(office)
        elif title is None and _signer_title(line, standard):
            title = line
        else:
            continue
        last = i
    if last < 0:
        return Signature()
    names = (personal_name(line) for line in lines[last + 1 :] if not _signer_title(line, standard))
    name = next((name for name in names if name), None)
    return Signature(" ".join(offices) or None, title, name)


def _columns(block: Block, standard: Standard) -> tuple[str, ...]:
    """Recipients and signature may stand side by side, parted by blanks where no table holds them, or by capitals."""
    columns = [part for cell in block.cells or _GAP.split(block.text) for part in BREAK.split(cell)]
    return tuple(part for column in columns for part in _parted(plain_line(column), standard))


def _parted(text: str, standard: Standard) -> tuple[str, ...]:
    """«Nơi nhận: TM. ỦY BAN NHÂN DÂN», «- Lưu: VT. PHÓ CHỦ TỊCH»: what is signed stands behind, in capitals."""
    words = text.split()
    capitals = next((i for i in range(len(words)) if " ".join(words[i:]).isupper()), len(words))
    for i in range(capitals, len(words)) if capitals else ():
        behind = " ".join(words[i:])
        if _signs_for(behind, standard) or _signer_title(behind, standard):
            return " ".join(words[:i]), behind
    return (text,)


def _signs_for(line: str, standard: Standard) -> bool:
    """Whether a line opens with "TM.", "T/M", "KT." and the like."""
    return standard.pattern("signed_for").match(fold(line)) is not None and not line.islower()


def _split_office(line: str, standard: Standard) -> tuple[str, str | None]:
    """Split "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" → what is signed for, and the signer's own title behind it."""
    folded = fold(line)
    if len(folded) != len(line):
        return line, None
    for title in sorted(standard.words("signer_titles"), key=len, reverse=True):
        at = folded.rfind(title)
        head = folded[:at].rstrip()
        if at > 0 and folded.endswith(title) and " " in head and not head.endswith("."):
            return line[:at].strip(), line[at:].strip()
    return line, None


def _signer_title(line: str, standard: Standard) -> bool:
    """«PHÓ CHỦ TỊCH», «TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI»."""
    folded, titles = fold(line), standard.words("signer_titles")
    return folded in titles or (line.isupper() and folded.startswith(tuple(f"{title} " for title in titles)))


def recipients_of(closing: Sequence[Block], standard: Standard) -> tuple[str, ...]:
    """Items of the list under "Nơi nhận", final punctuation left out; the signature may stand between them."""
    lines = [plain_line(cell) for b in closing if b.kind != "noise" for cell in _columns(b, standard)]
    headings, nothing = standard.words("recipient_headings"), standard.words("not_recipients")
    start = next((i for i, line in enumerate(lines) if fold(line).lstrip("-* ").startswith(headings)), len(lines))
    items = (line.lstrip("*_ ") for line in lines[start + 1 :])
    found = [item.lstrip("-–—+ ").rstrip(";.,*_ ") for item in items if _is_item(item, standard)]
    return tuple(item for item in found if item and not fold(item).rstrip(":").startswith(nothing))


def _is_item(line: str, standard: Standard) -> bool:
    """A dash in front, or a semicolon behind; the last one («Lưu: VT.») may have neither."""
    return line.startswith(("-", "–", "—", "+")) or line.endswith(";") or fold(line).startswith(standard.words("files"))
