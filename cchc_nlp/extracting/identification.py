"""Who reports, on which period, under which number and date, signed by whom, sent to whom, citing what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_nlp.extracting.periods import period_of, with_window
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Citation, Meta, Outline, Unit
from cchc_nlp.vietnamese.dates import LONG_DATE, first_date
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.names import is_personal_name

_MARKUP = re.compile(r"[*_#]{1,3}|</?[ibu]>")
_NUMBER = re.compile(
    r"(?:^|\s|\t)Số\s*:?\s*(?P<n>\d+[A-Za-z]?)\s*/\s*(?P<s>[A-ZĐ][\wĐ.-]*(?:\s?-\s?[A-ZĐ]\w*)*)", re.IGNORECASE
)
_ANNEX_NOTE = re.compile(
    r"kèm theo\s+(?:báo cáo|văn bản|công văn)?\s*số\s*:?\s*"
    r"(?P<n>\d+[a-z]?)\s*/\s*(?P<s>[A-ZĐ][\wĐ.-]*)(?P<rest>.{0,60})",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<place>[^\W\d_][^,;:\t]{0,40}?)\s*,\s*ngày", re.IGNORECASE)
_TITLE_NOTE = re.compile(r"^\(.*\)$")
_UPPER_WORD = r"[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]\w*[’']?\w*"
_NAME = rf"{_UPPER_WORD}(?:[ -]{_UPPER_WORD}){{0,4}}"
_NUMBERED_NAME = r"(?:\d{1,2})"
# An issuer's number: digits, a slash or dash, then a symbol in capitals; years and two-level symbols allowed.
_SYMBOL = r"(?:/\d{4})?\s?[/-]\s?(?:[A-ZĐ][A-ZĐa-z]*)(?:\s?[-/–]\s?[A-ZĐ][A-ZĐa-z&.]*\d{0,2})*"
_CITED_NUMBER = re.compile(rf"(?<![\w/.,-])\d+[a-z]?{_SYMBOL}")
_SAYS_NUMBER = re.compile(r"số\s*:?\s*$", re.IGNORECASE)
_KIND_REACH = 40
_CITED_DATE = re.compile(
    r"^\s*,?\s*(?:ngày\s*)?(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
_GAP = re.compile(r"\t+|\s{3,}")
_LONGEST_TITLE_WORDS = 60
_BODY_WORDS = 30


def identify(outline: Outline, standard: Standard) -> Meta:
    """Identification of a report; None or empty for what is not printed."""
    front = [b for b in outline.blocks if b.role == "front"]
    closing = [b for b in outline.blocks if b.role == "closing"]
    noted_number, noted_date = _annex_note(outline.blocks)
    number = _document_number(front) or noted_number
    title = _title(front, standard)
    place, date = _place_and_date(front)
    period, following = period_of(title, outline, standard)
    signature = _signature(closing, standard)
    return Meta(
        title=title,
        unit=_unit(outline, front, title, standard),
        document_number=number,
        place=place,
        date=date or noted_date,
        period=with_window(period, outline, standard),
        next_period=following,
        signer=signature.name,
        signer_title=signature.title,
        signed_for=signature.signed_for,
        recipients=_recipients(closing, standard),
        citations=_citations(outline.blocks, number, standard),
    )


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())


# ---------------------------------------------------------------------------- number, place, date, title
def _document_number(front: Sequence[Block]) -> str | None:
    for block in front:
        match = _NUMBER.search(_plain(block.text))
        if match and fold(_plain(block.text)).startswith("số"):
            symbol = re.sub(r"\s*-\s*", "-", match["s"])
            return f"{match['n']}/{symbol}"
        in_cells = next((m for cell in block.cells or () if (m := _NUMBER.match(_plain(cell)))), None)
        if in_cells:
            return f"{in_cells['n']}/{in_cells['s']}"
    return None


def _annex_note(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Number and date in the note under an annex's title, where a report without letterhead says them at last."""
    for block in blocks:
        note = _ANNEX_NOTE.search(_plain(block.text)) if block.role == "appendix" else None
        if note:
            return f"{note['n']}/{note['s'].replace(' ', '')}", first_date(note["rest"])
    return None, None


def _place_and_date(front: Sequence[Block]) -> tuple[str | None, str | None]:
    for block in front:
        for cell in block.cells or (block.text,):
            text = _plain(cell)
            date = LONG_DATE.search(text)
            place = _PLACE.search(text)
            if date and place and place.start() < date.start() and len(text) < 120:  # noqa: PLR2004 - a line of its own
                return _last_line_of(place["place"]), first_date(text)
    return None, None


def _last_line_of(place: str) -> str:
    """The place alone, where the document number stands on the same line ("Số: 5/BC-UBND  Bình An, ngày …")."""
    return re.split(r"\s{2,}|\t|/\S+\s+", place)[-1].strip()


def _title(front: Sequence[Block], standard: Standard) -> str | None:
    """The lines below "BÁO CÁO", or behind it, up to the first that is a basis, an addressee, a note or a paragraph."""
    openers = standard.words("title_openers")
    for i, block in enumerate(front):
        text = _plain(block.text)
        if fold(text) in openers:
            return _title_lines(front[i + 1 :], standard)
        opener = next((o for o in openers if fold(text).startswith(f"{o} ")), None)
        if (
            opener
            and block.role == "front"
            and len(text.split()) <= _LONGEST_TITLE_WORDS
            and not text.endswith((".", ";", ":"))
        ):
            rest = _title_lines(front[i + 1 :], standard)
            return f"{text[len(opener) + 1 :]} {rest or ''}".strip()
    return None


def _title_lines(blocks: Sequence[Block], standard: Standard) -> str | None:
    lines: list[str] = []
    for block in blocks:
        text = _plain(block.text)
        if _ends_title(block, text, lines, standard):
            break
        lines.append(text)
    title = re.sub(r"\s*\([^()]*\)$", "", " ".join(lines))
    return title or None


def _ends_title(block: Block, text: str, lines: Sequence[str], standard: Standard) -> bool:
    if block.kind != "text" or _TITLE_NOTE.match(text) or standard.frame_lines.role(text) is not None:
        return True
    if not any(c.isalpha() for c in text) or text.endswith((":", ".")):
        return True
    words = len(text.split())
    return bool(lines) and (words > _BODY_WORDS or words + sum(len(x.split()) for x in lines) > _LONGEST_TITLE_WORDS)


# ---------------------------------------------------------------------------- unit
def _unit(outline: Outline, front: Sequence[Block], title: str | None, standard: Standard) -> Unit | None:
    """The issuing body: from the letterhead, the title, the opening, else the one named most often in the text."""
    kinds = {k.id: k.tier for k in standard.unit_kinds}
    own = [k for k, tier in kinds.items() if tier == "commune"] + [
        k for k, tier in kinds.items() if tier in ("district", "city")
    ]
    body = [_plain(b.text) for b in outline.blocks if b.role not in ("appendix", "noise")]
    issuers = "|".join(standard.words("issuers"))
    cased = Counter(m for text in body for m in _units(text, own, issuers))
    capitals = _letterhead_unit(front, own, issuers)
    found = capitals and _in_text_case(capitals, cased)
    if found is None and title:
        found = next(iter(_units(title, own, issuers)), None)
    if found is None:
        communes = Counter({u: n for u, n in cased.items() if kinds[u[0]] == "commune"})
        found = next(iter((communes or cased).most_common(1)), (None,))[0]
    if found is None:
        return None
    kind, name = found
    is_commune = kinds[kind] == "commune"
    district = _above(body, [k for k, t in kinds.items() if t == "district"], front) if is_commune else None
    return Unit(f"{kind} {name}", kind, district, _province(body, front, standard))


def _units(text: str, kinds: Sequence[str], issuers: str) -> list[tuple[str, str]]:
    """(kind, name) of each "UBND xã Bình An" in the text."""
    pattern = re.compile(rf"(?i:{issuers})\s+(?P<k>(?i:{'|'.join(kinds)}))\s+(?P<n>{_NAME}|{_NUMBERED_NAME}(?!\d))")
    return [(m["k"].lower(), _without_capital_tail(m["n"])) for m in pattern.finditer(text) if not m["k"].isupper()]


def _without_capital_tail(name: str) -> str:
    """Turn "Bình An CCHC" into "Bình An": a name ends before an abbreviation."""
    words = name.split()
    while len(words) > 1 and words[-1].isupper() and not words[0].isupper():
        words.pop()
    return " ".join(words)


def _letterhead_unit(front: Sequence[Block], kinds: Sequence[str], issuers: str) -> tuple[str, str] | None:
    """(kind, name in capitals) from "ỦY BAN NHÂN DÂN / XÃ BÌNH AN" or "UBND XÃ BÌNH AN" on top."""
    spread = re.compile(rf"^(?:(?:{issuers})\s+)?(?P<k>{'|'.join(kinds)})\s+(?P<n>\S.{{0,40}})$")
    for block in front[:8]:
        for cell in block.cells or (block.text,):
            text = _plain(cell)
            letters = [c for c in text if c.isalpha()]
            match = spread.match(fold(text))
            if match and letters and all(c.isupper() for c in letters):
                name = re.split(r"\s{2,}|\t|\s+cộng hòa", match["n"])[0].strip(" -–—")
                return match["k"], name
    return None


def _in_text_case(found: tuple[str, str], cased: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The name as the text writes it, else with a capital on each word."""
    kind, name = found
    for (other_kind, other), _ in cased.most_common():
        if other_kind == kind and fold(other) == fold(name):
            return kind, other
    return kind, " ".join(word[:1].upper() + word[1:] for word in name.split())


def _province(texts: Sequence[str], front: Sequence[Block], standard: Standard) -> str | None:
    """The province named most often, or the city that is one."""
    provinces = _above(texts, [k.id for k in standard.unit_kinds if k.tier == "province"], front)
    cities = "|".join(map(re.escape, standard.words("central_cities")))
    kind = next(k.id for k in standard.unit_kinds if k.tier == "city")
    named = Counter(
        f"{kind} {m['n']}"
        for text in texts
        for m in re.finditer(rf"(?i:{kind}|tp\.?)\s+(?P<n>(?i:{cities}))(?!\w)", text)
    )
    return provinces or next((name for name, _ in named.most_common(1)), None)


def _above(texts: Sequence[str], kinds: Sequence[str], front: Sequence[Block]) -> str | None:
    """The district or province named in the text, most often first; in the letterhead it stands in capitals."""
    spellings = "|".join(spelling for k in kinds for spelling in (k, k.upper(), k.capitalize()))
    pattern = re.compile(rf"(?<!\w)(?P<k>{spellings})\s+(?P<n>{_NAME})")
    found: Counter[str] = Counter()
    for match in (m for text in texts for m in pattern.finditer(text)):
        name = _without_capital_tail(match["n"])
        if not match["k"].isupper() and not name.isupper():
            found[f"{match['k'].lower()} {name}"] += 1
    letterhead = re.compile(rf"^(?:ủy ban nhân dân |ubnd )?(?P<k>{'|'.join(kinds)}) (?P<n>[^\d:,]{{2,30}})$")
    for text in (_plain(block.text) for block in front[:4]):
        on_top = letterhead.match(fold(text)) if text.isupper() else None
        if on_top:
            found[f"{on_top['k']} {' '.join(w.capitalize() for w in on_top['n'].split())}"] += 2
    return found.most_common(1)[0][0] if found else None


# ---------------------------------------------------------------------------- signature and recipients
@dataclass(frozen=True, slots=True)
class _Signature:
    signed_for: str | None = None
    title: str | None = None
    name: str | None = None


def _signature(closing: Sequence[Block], standard: Standard) -> _Signature:
    """Read "TM. … / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / name", in one block, in several, or beside the recipients."""
    lines = [_plain(cell) for b in closing if b.kind != "noise" for cell in _columns(b) if _plain(cell)]
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
        return _Signature()
    name = next((line for line in lines[last + 1 :] if is_personal_name(line)), None)
    return _Signature(" ".join(offices) or None, title, name)


def _columns(block: Block) -> tuple[str, ...]:
    """Recipients and signature may stand side by side, parted by blanks where no table holds them."""
    return block.cells or tuple(_GAP.split(block.text))


def _signs_for(line: str, standard: Standard) -> bool:
    return (
        re.match(rf"^(?:{'|'.join(standard.words('signed_for'))})\s*\.\s*\S", fold(line)) is not None
        and not line.islower()
    )


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
    return fold(line) in standard.words("signer_titles")


def _recipients(closing: Sequence[Block], standard: Standard) -> tuple[str, ...]:
    """Items of the list under "Nơi nhận", final punctuation left out; the signature may stand between them."""
    lines = [_plain_item(cell) for b in closing if b.kind != "noise" for cell in _columns(b)]
    headings, nothing = standard.words("recipient_headings"), standard.words("not_recipients")
    start = next((i for i, line in enumerate(lines) if fold(line).lstrip("-* ").startswith(headings)), len(lines))
    items = (line.lstrip("*_ ") for line in lines[start + 1 :])
    found = [item.lstrip("-–—+ ").rstrip(";.,*_ ") for item in items if item.startswith(("-", "–", "—", "+"))]
    return tuple(item for item in found if item and not fold(item).rstrip(":").startswith(nothing))


def _plain_item(text: str) -> str:
    return " ".join(text.replace("**", "").split())


# ---------------------------------------------------------------------------- documents cited
def _citations(blocks: Sequence[Block], own: str | None, standard: Standard) -> tuple[Citation, ...]:
    """Each mention of a document with number and symbol, the report's own number left out, in reading order."""
    kinds = "|".join(sorted((re.escape(k.id) for k in standard.document_kinds), key=len, reverse=True))
    named = re.compile(rf"(?P<k>{kinds})\s*(?:liên tịch\s+)?(?:số\s*:?)?\s*$", re.IGNORECASE)
    found = []
    for block in blocks:
        if block.role == "appendix" and block.kind == "table":
            continue
        for match in _CITED_NUMBER.finditer(block.text):
            before = block.text[max(0, match.start() - _KIND_REACH) : match.start()]
            number = match[0].strip().rstrip(".-–")
            kind = named.search(before)
            if number == own or (kind is None and (block.role == "front" or not _SAYS_NUMBER.search(before))):
                continue
            date = _CITED_DATE.match(block.text[match.end() :])
            found.append(
                Citation(
                    kind["k"].capitalize() if kind else "Văn bản",
                    number,
                    first_date(date["d"] if "/" in date["d"] else f"ngày {date['d']}") if date else None,
                    block.lines_between(match.start(), match.end()),
                )
            )
    return tuple(found)
