"""Documents cited: kind against symbol, issuer against symbol, dates left out, one plan under two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_nlp.checking.quoting import short, where
from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.model import Block, Citation, Problem, Report
from cchc_nlp.vietnamese.forms import fold

_SYMBOL = re.compile(r"^\d+[a-z]?(?:/(?P<year>\d{4}))?\s*[/-]\s*(?P<parts>.+)$")
_PARTS = re.compile(r"\s*[-–/]\s*")
_DATE = re.compile(
    r"^[\s,]*(?:ngày\s*)?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})?[\s,]*"
)
_SUBJECT_END = re.compile(r"[.;:]|\s-\s")
_CENTRAL = ("government", "ministry")
_LONGEST_ISSUER, _LONGEST_SUBJECT, _REACH_BEFORE = 60, 160, 80
_COMMITTEE = re.compile(r"(?:ubnd|ủy ban nhân dân) \w+(?: \w+)?")
_YEAR = re.compile(r"^[^,;.]{0,60}?năm (?P<year>\d{4})(?!\s*[-–]\s*\d{4})")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A citation with the words around it: before its kind, behind its number and date."""

    citation: Citation
    block: Block
    before: str
    behind: str
    quote: str


def citations(report: Report, standard: Standard) -> Iterator[Problem]:
    """Problems of the documents cited, each document told once."""
    mentions = list(_mentions(report))
    yield from _issuers(mentions, standard)
    yield from _kinds(mentions, standard)
    yield from _undated(mentions, standard)
    yield from _stale(mentions, report, standard)
    yield from _two_plans(mentions, standard)


def _mentions(report: Report) -> Iterator[_Mention]:
    """The citations in order; a number cited twice in one paragraph is found at its first and at its next place."""
    at: dict[tuple[int, str], int] = {}
    for citation in report.meta.citations:
        block = next((b for b in report.blocks if _holds(b, citation)), None)
        if block is None:
            continue
        key = (block.anchors[0].line, citation.number)
        start = block.text.find(citation.number, at.get(key, 0))
        if start < 0:
            continue
        at[key] = end = start + len(citation.number)
        behind = block.text[end : end + _LONGEST_SUBJECT * 2]
        dated = _DATE.match(behind)
        rest = behind[dated.end() if dated else 0 :]
        before = block.text[max(0, start - _REACH_BEFORE) : start]
        kind_at = fold(before).rfind(fold(citation.kind))
        yield _Mention(
            citation, block, fold(before)[: kind_at if kind_at >= 0 else None], rest, short(block.text[start:])
        )


def _holds(block: Block, citation: Citation) -> bool:
    first, last = citation.lines
    return block.lines[0] <= first and last <= block.lines[1] and citation.number in block.text


def _once(mentions: Sequence[_Mention]) -> Iterator[tuple[_Mention, tuple[int, int]]]:
    """The first mention of each number, with the lines of all its mentions."""
    for number in dict.fromkeys(m.citation.number for m in mentions):
        same = [m for m in mentions if m.citation.number == number]
        yield same[0], (same[0].citation.lines[0], same[-1].citation.lines[1])


# ---------------------------------------------------------------------------- symbols
def _parts(number: str) -> list[str]:
    match = _SYMBOL.match(number)
    return _PARTS.split(match["parts"]) if match else []


def _kind_of(number: str, standard: Standard) -> str | None:
    """The kind of document a symbol says: "12/KH-UBND" is a plan; letters ("183/UBND-VP") say none."""
    first = next(iter(_parts(number)), None)
    return next((entry.id for entry in standard.formalities.kind_codes if first in entry.codes), None)


def _issuer_of(number: str, standard: Standard) -> str | None:
    """The kind of body a symbol says issued the document."""
    parts = _parts(number)
    coded = parts[1:] if _kind_of(number, standard) else parts
    first = next(iter(coded), "")
    return next((entry.id for entry in standard.formalities.issuers if entry.regex.fullmatch(first)), None)


def _issuers(mentions: Sequence[_Mention], standard: Standard) -> Iterator[Problem]:
    """Symbols of one body, ascribed to another ("3196/SNV-CCHC … của Ủy ban nhân dân tỉnh")."""
    names = {fold(name): entry.id for entry in standard.formalities.issuers for name in entry.names}
    ascribed = re.compile(rf"của {any_of(names).pattern}")
    wrong = []
    for mention in mentions:
        match = ascribed.match(fold(mention.behind[:_LONGEST_ISSUER]))
        body = _issuer_of(mention.citation.number, standard)
        if match and body and names[match[0].removeprefix("của ")] != body:
            wrong.append(mention)
    for mention, lines in _once(wrong):
        found = where(mention.citation.lines, mention.block.page, standard)
        yield standard.problem(
            "issuer_code_mismatch", lines, number=mention.citation.number, quote=mention.quote, where=found
        )


def _kinds(mentions: Sequence[_Mention], standard: Standard) -> Iterator[Problem]:
    """Kinds that are not those of their symbols ("Quyết định số 04/KH-UBND")."""
    coded = {entry.id for entry in standard.formalities.kind_codes}
    wrong = [
        m
        for m in mentions
        if m.citation.kind in coded and (_kind_of(m.citation.number, standard) or m.citation.kind) != m.citation.kind
    ]
    for mention, lines in _once(wrong):
        yield standard.problem(
            "document_type_mismatch",
            lines,
            kind=mention.citation.kind,
            number=mention.citation.number,
            where=where(mention.citation.lines, mention.block.page, standard),
            expected=(_kind_of(mention.citation.number, standard) or "").lower(),
        )


# ---------------------------------------------------------------------------- dates
def _undated(mentions: Sequence[_Mention], standard: Standard) -> Iterator[Problem]:
    """Documents never cited with a date; a symbol that holds the year or names a central body is enough."""
    dated = {m.citation.number for m in mentions if m.citation.date}
    for mention, lines in _once([m for m in mentions if m.citation.number not in dated]):
        symbol = _SYMBOL.match(mention.citation.number)
        if symbol and not symbol["year"] and _issuer_of(mention.citation.number, standard) not in _CENTRAL:
            yield standard.problem(
                "cited_document_undated",
                lines,
                document=f"{mention.citation.kind} số {mention.citation.number}",
                where=where(mention.citation.lines, mention.block.page, standard),
            )


def _stale(mentions: Sequence[_Mention], report: Report, standard: Standard) -> Iterator[Problem]:
    """Letters of an earlier year that the report is based on: guidance may go on, or the year is wrong."""
    year = report.meta.period.year if report.meta.period else None
    letters = [m for m in mentions if m.block.role == "front" and _kind_of(m.citation.number, standard) is None]
    for mention, lines in _once(letters):
        date = mention.citation.date
        if year and date and int(date[:4]) < year:
            yield standard.problem(
                "stale_reference",
                lines,
                year=year,
                document=f"{mention.citation.kind} số {mention.citation.number}",
                date="/".join(reversed(date.split("-"))),
                where=where(mention.citation.lines, mention.block.page, standard),
            )


# ---------------------------------------------------------------------------- the plan of the year
def _two_plans(mentions: Sequence[_Mention], standard: Standard) -> Iterator[Problem]:
    """The commune's own plan of one year under two numbers."""
    plans: dict[str, dict[str, _Mention]] = {}
    for mention in mentions:
        year = _plan_year(mention, standard)
        if year:
            plans.setdefault(year, {}).setdefault(mention.citation.number, mention)
    for year, named in plans.items():
        if len(named) > 1:
            told = list(named.values())
            lines = [m.citation.lines for m in told]
            yield standard.problem(
                "duplicate_plan",
                (min(first for first, _ in lines), max(last for _, last in lines)),
                year=year,
                places="; ".join(_cited(m, standard) for m in told),
                numbers=list(named),
            )


def _cited(mention: _Mention, standard: Standard) -> str:
    citation = mention.citation
    printed = "/".join(reversed(citation.date.split("-"))) if citation.date else ""
    return standard.phrase(
        "cited",
        kind=citation.kind,
        number=citation.number,
        date=standard.phrase("dated", date=printed) if printed else "",
        quote=mention.quote,
        where=where(citation.lines, mention.block.page, standard),
    )


def _plan_year(mention: _Mention, standard: Standard) -> str | None:
    """The year whose plan of reform a mention is, issued by the commune itself and not amending another."""
    words = standard.formalities.words
    subject = fold(_SUBJECT_END.split(mention.behind[:_LONGEST_SUBJECT])[0])
    if fold(mention.citation.kind) not in words("plan_kinds") or not _is_own(mention, subject, standard):
        return None
    if any_of(words("plan_amended")).search(f"{mention.before} {subject}"):
        return None
    about = _without_openers(subject, standard)
    topic = re.match(any_of(words("plan_subjects")).pattern, about)
    year = _YEAR.match(about[topic.end() :]) if topic else None
    return year["year"] if year else None


def _is_own(mention: _Mention, subject: str, standard: Standard) -> bool:
    """Whether the commune issued it: a verb of issuing leads to it, no higher body stands before or behind it."""
    words = standard.formalities.words
    verbs = re.compile(any_of([*words("plan_issued"), *words("plan_followed")]).pattern)
    higher = any_of([f"{body} {tier}" for body in ("ubnd", "ủy ban nhân dân") for tier in words("higher_tiers")])
    last = list(verbs.finditer(mention.before))[-1:]
    if not last or last[0][0] not in words("plan_issued") or higher.search(subject):
        return False
    before = list(_COMMITTEE.finditer(mention.before, 0, last[0].start()))[-1:]
    return not before or not higher.search(before[0][0])


def _without_openers(subject: str, standard: Standard) -> str:
    """The subject itself: issuer and openers ("của UBND xã về việc ban hành kế hoạch …") taken off."""
    if subject.startswith("của "):
        at = re.search(any_of(standard.formalities.words("plan_openers")).pattern, subject)
        subject = subject[at.start() :] if at else subject
    opener = re.compile(rf"[\W_]*{any_of(standard.formalities.words('plan_openers')).pattern}[\W_]*")
    while match := opener.match(subject):
        subject = subject[match.end() :]
    return subject.lstrip(" \"'“”‘’«»(")
