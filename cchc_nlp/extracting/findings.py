"""Statements of strength, limitation, cause, task and recommendation: one finding a statement, exact words.

Split at sentence ends, and at a `;` where both sides can stand alone (annotation rules of the gold data, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import get_args

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Area, Block, Finding, FindingRole, Section
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import sentence_spans

_ROLES: tuple[FindingRole, ...] = get_args(FindingRole)
_NUMBER = re.compile(r"\d+")
_LEAD = re.compile(
    r"^[\s*_]*(?:<[ibu]>)?(?:[-–—+•●○▪■◆❖✓✔→►➢➤*]+\)?\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]+)(?:[.)]+\s+|[.)/]+\s*(?=[^\W\d]))"
    r"|\d{1,2}\s?[-–]\s*(?=[^\W\d])|\d{1,2}(?:\.\d{1,2})+\s+(?=[^\W\d])|\(\d+\)\s*)?[*_]*"
)
_TAIL = re.compile(r"(?:[;,:]|(?<!\.)\.|[*_\s]|</[ibu]>|\./\.)+$")
_LONGEST_TAIL = 200  # a longer one is no slip of typing, and the pattern is tried from each of its characters
_LABEL = re.compile(r"^[^:;.]{1,120}:\s*\S")
# Evidence that overrides the section's own field: one clear term, or two weak ones.
_CLEAR_WEIGHT = 1.1
_SECTION_WEIGHT = 2.6
# Below the weight of one telling term, what statements on each field are like counts as well: the less, the more.
_TELLING_WEIGHT, _LIKENESS_WEIGHT = 2.5, 3.0
_FEWEST_WORDS = 2
_SUBJECT_SHARE = 0.5
# Predicates that a bare verb cannot take: they make a subject of the word that opens the clause.
_DESCRIBING: tuple[FindingRole, ...] = ("strength", "limitation", "cause")
# Fewer words than these are an item of a list ("máy in"), not a clause.
_FEWEST_CLAUSE_WORDS = 5
# A predicate further behind belongs to something else in the clause.
_PREDICATE_REACH = 80
# Forms that can stand alone; a cause is followed by more of them, with or without its "do".
_WHOLE, _GIVES_CAUSE = ("action", "subject", "cause"), ("do ", "vì ", "bởi ")
_SUBJECT_ONLY = ("được", "còn", "chưa", "đã", "ngày càng", "vẫn")
_SUBJECT_BONUS = 1.25
# What a statement adds on purpose and consequence tells less of its field than what it says.
_ASIDE, _SHORTEST_MAIN = 0.6, 15
# More words than these are no title of a column.
_LONGEST_TITLE = 6


def findings(blocks: Sequence[Block], sections: Sequence[Section], standard: Standard) -> tuple[Finding, ...]:
    """Findings of all parts that state any, in reading order, and limitations inside results ("Tuy nhiên, …")."""
    splitter = Splitter(standard)
    undivided = {section.id for section in sections if section.role == "assessment"}
    asking = {section.id for section in sections if _asks_beside(section, standard)}
    found: list[Finding] = []
    titles: tuple[str, ...] = ()
    for block in blocks:
        if block.kind == "heading":
            titles = ()
        elif block.kind == "table" and block.cells and block.role in _ROLES:
            # Titles are repeated where a table goes on over a page.
            if titles and block.cells != titles:
                found += _stated_in(block, _column_roles(titles, standard), splitter)
            elif _column_roles(block.cells, standard):
                titles = block.cells
        elif block.kind == "text" and block.role in _ROLES:
            # A paragraph of an assessment may turn from what is good to what is not; an item is one or the other.
            mixed = block.section in undivided and _LEAD.sub("", block.text, count=1) == block.text
            for start, end in splitter.statements(block.text, block.role):
                role = splitter.assessed(block.text[start:end]) if mixed else block.role
                if block.section in asking and splitter.opens_request(block.text[start:end]):
                    role = "recommendation"
                found.append(_finding(block, (start, end), role, splitter))
        elif block.kind == "text" and block.role == "result":
            found += [_finding(block, span, "limitation", splitter) for span in splitter.turns(block.text)]
    return tuple(found)


def _asks_beside(section: Section, standard: Standard) -> bool:
    """Whether a heading names requests beside something else: «KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ»."""
    named = {role for role, _ in standard.headings.roles(section.heading)}
    return section.role in ("limitation", "task") and "recommendation" in named


def _column_roles(cells: Sequence[str], standard: Standard) -> dict[int, FindingRole]:
    """Column → role, for a row of titles such as «STT | Hạn chế | Nguyên nhân | Giải pháp»; empty for any other row."""
    found: dict[int, FindingRole] = {}
    for i, cell in enumerate(cells):
        role = next((role for role, _ in standard.headings.roles(cell)), None)
        if role in _ROLES and len(cell.split()) <= _LONGEST_TITLE:
            found[i] = role
        elif len(cell.split()) > _LONGEST_TITLE:
            return {}
    return found


def _stated_in(row: Block, columns: dict[int, FindingRole], splitter: Splitter) -> Iterator[Finding]:
    """Statements in the cells of a row, each with the role of its column."""
    for i, cell in enumerate(row.cells or ()):
        if i in columns:
            cut = replace(row, text=cell, anchors=row.anchors[:1])
            for span in splitter.statements(cell, columns[i]):
                yield replace(_finding(cut, span, columns[i], splitter), lines=row.lines)


def _finding(block: Block, span: tuple[int, int], role: FindingRole, splitter: Splitter) -> Finding:
    start, end = span
    text = block.text[start:end]
    area, because = splitter.area(text, block.area or "general")
    if (
        role == "limitation"
        and splitter.opens_cause(text)
        and block.role == "limitation"
        and splitter.is_labelled_cause(text)
    ):
        role = "cause"
    return Finding(role, area, text, block.section, block.lines_between(start, end), block.page_at(start), (because,))


class Splitter:
    """Splits paragraphs into statements; its word lists are compiled once."""

    def __init__(self, standard: Standard) -> None:
        """Compile the cues."""
        pattern = standard.pattern
        self._actions, self._either = pattern("action_verbs"), pattern("subject_or_action")
        self._tails, self._openers = pattern("tails"), pattern("openers")
        self._existential, self._contrast = pattern("existential"), pattern("contrast")
        self._predicates, self._modified = pattern("predicates"), pattern("modified")
        self._limits, self._shortfalls = pattern("limits"), pattern("shortfalls")
        self._reassurances, self._asides = pattern("reassurances"), pattern("asides")
        self._nothing = standard.nothing
        self._causes, self._requests = standard.words("cause_openers"), standard.words("request_openers")
        self._labels = standard.words("cause_labels")
        self._content, self._phrases = standard.content, standard.field_phrases

    def statements(self, text: str, role: FindingRole) -> Iterator[tuple[int, int]]:
        """Spans of the statements of a paragraph, list mark and closing punctuation left out."""
        for start, end in sentence_spans(text):
            for first, last in self._clauses(text, start, end, role):
                span = _trimmed(text, first, last)
                if span is not None and not self._says_nothing(text[span[0] : span[1]]):
                    yield span

    def turns(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of sentences in a result that turn to a limitation: a contrast in front, no reassurance behind."""
        for start, end in sentence_spans(text):
            sentence = fold(text[start:end])
            turned = self._contrast.match(sentence) and text[start].isupper()
            if turned and (self._limits.search(sentence) or not self._reassurances.search(sentence)):
                span = _trimmed(text, start, end)
                if span is not None:
                    yield span

    def _says_nothing(self, text: str) -> bool:
        folded = fold(text).rstrip(" .;/")
        return self._nothing.fullmatch(folded) is not None or len(folded.split()) < _FEWEST_WORDS

    def _clauses(self, text: str, start: int, end: int, role: FindingRole) -> list[tuple[int, int]]:
        """The sentence cut at each `;` between two clauses of the same form."""
        cuts = [i for i in range(start, end) if text[i] == ";"]
        lead = _LEAD.match(text[start:end])
        body = start + (lead.end() if lead else 0)
        if not cuts or _LABEL.match(text[body : cuts[0]]):
            return [(start, end)]
        edges = [start, *[i + 1 for i in cuts], end]
        clauses = [(a, b) for a, b in pairwise(edges) if text[a:b].strip(" ;.")]
        forms = [self._form(text[body if i == 0 else a : b], role) for i, (a, b) in enumerate(clauses)]
        merged = [(clauses[0], forms[0])]
        for clause, form in zip(clauses[1:], forms[1:], strict=True):
            (first, _), previous = merged[-1]
            if form in _WHOLE and form in (previous, "subject" if previous == "cause" else None):
                merged.append((clause, previous))
            else:
                # A clause of another form makes a list of the sentence: what follows belongs to it as well.
                merged[-1] = ((first, clause[1]), previous if form == "tail" else None)
        return [clause for clause, _ in merged]

    def _form(self, clause: str, role: FindingRole) -> str | None:
        """One of "action" (verb, object), "subject" (and its predicate), "cause", "tail"; None for a fragment."""
        folded = fold(clause).lstrip("-+*• ")
        if self._tails.match(folded):
            return "tail"
        if folded.startswith(_GIVES_CAUSE):
            return "cause"
        opener = self._openers.match(folded)
        if opener:
            folded = folded[opener.end() :].lstrip(", ")
        if self._existential.match(_NUMBER.sub("#", folded)):
            return "subject"
        predicate = self._predicate(folded)
        if self._either.match(folded):
            said = predicate is not None and (role in _DESCRIBING or predicate.startswith(_SUBJECT_ONLY))
            return "subject" if said else "action"
        action = self._actions.match(folded)
        if action:
            return "action" if folded[action.end() :].strip(" .;") else None
        return "subject" if predicate or len(folded.split()) >= _FEWEST_CLAUSE_WORDS else None

    def _predicate(self, clause: str) -> str | None:
        """The clause from its first predicate on; relative clauses ("biên chế được giao") are none."""
        for match in self._predicates.finditer(clause, clause.find(" ") + 1, _PREDICATE_REACH):
            if not self._modified.match(clause[match.end() :].lstrip()):
                return clause[match.start() :]
        return None

    def assessed(self, text: str) -> FindingRole:
        """Strength or limitation, by a statement's own words."""
        return "limitation" if self._shortfalls.search(fold(text)) else "strength"

    def opens_cause(self, text: str) -> bool:
        """Whether a statement opens as causes do."""
        return fold(text).startswith(self._causes)

    def opens_request(self, text: str) -> bool:
        """Whether a statement opens as requests do."""
        return fold(text).startswith(self._requests)

    def is_labelled_cause(self, text: str) -> bool:
        """Whether it calls itself a cause."""
        return fold(text).startswith(self._labels)

    def area(self, text: str, section: Area) -> tuple[Area, str]:
        """The field of a statement by its words; its section's where the words name none clearly."""
        scores = self._content.scores(text)
        lowered = text.lower()
        opener = self._openers.match(lowered)
        start = opener.end() if opener else 0
        aside = self._asides.search(lowered, start + _SHORTEST_MAIN)
        main = text[start : aside.start()] if aside else text[start:]
        said = scores if main == text else self._content.scores(main)
        subject = self._content.scores(main[: max(1, int(_SUBJECT_SHARE * len(main)))])
        weights = {
            area: _ASIDE * weight
            + (1 - _ASIDE) * said.get(area, (0.0, ()))[0]
            + (_SUBJECT_BONUS - 1) * subject.get(area, (0.0, ()))[0]
            for area, (weight, _) in scores.items()
        }
        if section != "general":
            weights[section] = weights.get(section, 0.0) + _SECTION_WEIGHT
        doubt = 1 - max(weights.values(), default=0.0) / _TELLING_WEIGHT
        if doubt > 0:
            for area, share in self._phrases.likeness(main).items():
                weights[area] = weights.get(area, 0.0) + _LIKENESS_WEIGHT * doubt * share
        best = max(weights, key=lambda a: weights[a], default=section)
        if weights.get(best, 0.0) < _CLEAR_WEIGHT or (best == section and best not in scores):
            return section, "lĩnh vực: theo đề mục"
        if best not in scores:
            return best, "lĩnh vực: theo cách diễn đạt"
        return best, f"lĩnh vực: theo từ {', '.join(scores[best][1][:4])}"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    if not text[start:end][-1:].isalnum():
        tail = _TAIL.search(text[start:end], max(0, end - start - _LONGEST_TAIL))
        end = start + tail.start() if tail else end
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None
