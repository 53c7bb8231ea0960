"""The table of figures → what the text says of it: clauses on a field, who is most affected, values to decide on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from cchc_nlp.model import Area, Decision, Place, Stated, TableRow, Tabulation
from cchc_nlp.synthesising.answering import understood
from cchc_nlp.synthesising.gathering import Voice
from cchc_nlp.synthesising.printing import amount

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.telling import Clause, Measure
    from cchc_nlp.synthesising.ledger import Entry, Ledger

_DOUBTED = ("conflict",)


class Figures:
    """The figures of the province as entries of a ledger. Only rows of the period of the table are added."""

    def __init__(
        self,
        table: Tabulation,
        by_path: Mapping[str, Voice],
        ledger: Ledger,
        standard: Standard,
        answers: Mapping[str, str],
    ) -> None:
        self.table = table
        self.by_path = by_path
        self.ledger = ledger
        self.standard = standard
        self.answers = answers
        rows = (row for row in table.rows if row.added and row.paths and row.paths[0] in by_path)
        self.rows = [self._decided(row) for row in rows]

    def clauses(self, area: Area) -> list[tuple[Entry, dict[Voice, Place]]]:
        """The clauses on a field whose figures are all known, each with the communes whose figures are in it."""
        found = []
        for clause in self.standard.telling.clauses:
            values = {name: self.figure(name) for name in clause.indicators} if clause.area == area else {}
            first = next(iter(values.values()), None)
            if all(values.values()) and first and first.n:  # «ban hành 0 văn bản» is no result
                found.append((self._filled(clause, values), self.stated(clause.indicators[0])))
        return found

    def usual(self, told: Sequence[tuple[Entry, dict[Voice, Place]]]) -> dict[Voice, Place]:
        """The communes most clauses rest on."""
        counted = Counter(frozenset(speaking) for _, speaking in told)
        most = max(counted, key=lambda voices: (counted[voices], len(voices)))
        return next(speaking for _, speaking in told if frozenset(speaking) == most)

    def figure(self, name: str) -> Entry | None:
        """The figure of the province: a sum, or a rate by its two counts; None where neither is known."""
        entry = self.standard.indicators[name]
        if entry.aggregate == "ratio":
            total = self.table.totals.get(name)
            if total is None or not total.both or not entry.numerator or not entry.denominator:
                return None
            rows = [row for row in self.rows if row.key in total.both]
            parts, wholes = ([_place(row, count) for row in rows] for count in (entry.numerator, entry.denominator))
            return self.ledger.rate(parts, wholes) if any(place.value for place in wholes) else None
        rows = self._with(name)
        if entry.aggregate != "sum" or not rows:
            return None
        found = self.ledger.total([_place(row, name) for row in rows])
        for row in rows:
            found = self._asking(found, row, name)
        return found

    def stated(self, name: str) -> dict[Voice, Place]:
        """The communes that state an indicator, with the place."""
        return {self.by_path[row.paths[0]]: _place(row, name) for row in self._with(name)}

    def affected(self, measure: Measure, limit: int) -> list[tuple[Voice, Place]]:
        """The communes on the bad side of a measure, the worst first; none where all are equally good."""
        high = measure.best == "high"
        ranked = sorted(self._with(measure.indicator), key=lambda row: (_value(row, measure.indicator), row.key))
        ranked = ranked if high else [row for row in reversed(ranked) if _value(row, measure.indicator) > 0]
        values = {_value(row, measure.indicator) for row in ranked}
        if len(ranked) < limit or len(values) < 2:  # noqa: PLR2004 - without two values nobody is worse
            return []
        return [(self.by_path[row.paths[0]], _place(row, measure.indicator)) for row in ranked[:limit]]

    def printed(self, place: Place, indicator: str) -> Entry:
        """A value as its commune states it, with a sign where it is a rate."""
        sign = "%" if self.standard.indicators[indicator].unit == "%" else ""
        return self.ledger.joined([self.ledger.total([place]), sign])

    def by_hand(self, path: str) -> list[Place]:
        """Where figures of a report were written by hand."""
        return list(dict.fromkeys(Place(one.path, one.lines) for row, one in self._corrected() if path in row.paths))

    def said_by_hand(self) -> dict[tuple[str, tuple[int, int]], str]:
        """What was changed in each row of a workbook of figures."""
        said: dict[tuple[str, tuple[int, int]], list[str]] = {}
        for _, one in self._corrected():
            said.setdefault((one.path, one.lines), []).append(one.quote)
        return {place: "\n".join(quotes) for place, quotes in said.items()}

    def _corrected(self) -> Iterator[tuple[TableRow, Stated]]:
        for row in self.rows:
            for cell in row.cells.values():
                yield from ((row, one) for one in cell.stated if one.source == "corrected")

    def conflicts(self) -> Iterator[tuple[Voice, Decision, str]]:
        """Every value that its commune states in different ways, with the name of the indicator."""
        for row in self.rows:
            for name, cell in row.cells.items():
                if set(cell.marks) & set(_DOUBTED):
                    yield self.by_path[row.paths[0]], self._question(row, name), self.standard.indicators[name].name

    def _filled(self, clause: Clause, values: Mapping[str, Entry | None]) -> Entry:
        """The clause with its figures; two with a stroke between them are one, «56/81»."""
        pieces: list[str | Entry] = []
        for at, piece in enumerate(clause.pieces):
            entry = values[piece] if at % 2 else None
            if entry and pieces and pieces[-1] == "/":
                pieces[-2:] = [self.ledger.quotient(cast("Entry", pieces[-2]), entry)]
            else:
                pieces.append(entry or piece)
        return self.ledger.joined(pieces)

    def _with(self, name: str) -> list[TableRow]:
        return [row for row in self.rows if (cell := row.cells.get(name)) and cell.value is not None and cell.stated]

    def _asking(self, entry: Entry, row: TableRow, name: str) -> Entry:
        if not set(row.cells[name].marks) & set(_DOUBTED):
            return entry
        return self.ledger.asking(entry, self._question(row, name))

    def _decided(self, row: TableRow) -> TableRow:
        """The row with the values an officer chose of those it states; what has been decided is no longer in doubt."""
        cells = dict(row.cells)
        for name, cell in row.cells.items():
            answer = self._answer(row, name) if set(cell.marks) & set(_DOUBTED) else None
            chosen = next((one for one in cell.stated if amount(one.value) == answer), None)
            if chosen:
                rest = tuple(one for one in cell.stated if one is not chosen)
                cells[name] = replace(cell, value=chosen.value, stated=(chosen, *rest))
            if answer:
                cells[name] = replace(cells[name], marks=tuple(m for m in cell.marks if m not in _DOUBTED))
        return replace(row, cells=cells)

    def _answer(self, row: TableRow, name: str) -> str | None:
        question = self._question(row, name)
        return understood(question, self.answers.get(question.id, ""))

    def _question(self, row: TableRow, name: str) -> Decision:
        wording, cell = self.standard.wording, row.cells[name]
        values = list(dict.fromkeys(amount(one.value) for one in cell.stated))
        return Decision(
            f"so-lieu:{row.key}:{name}",
            wording.phrase(
                "ask_figure",
                unit=row.name,
                name=self.standard.indicators[name].name,
                values="; ".join(values),
                value=amount(cell.value or 0.0),
            ),
            (*wording.phrase("ask_figure_choices").split("|"), *values),
            tuple(Place(one.path, one.lines, one.value) for one in cell.stated),
        )


def _place(row: TableRow, name: str) -> Place:
    """Where the value of a cell was read, with the value taken."""
    cell = row.cells[name]
    first = cell.stated[0]
    return Place(first.path, first.lines, cell.value)


def _value(row: TableRow, name: str) -> float:
    return row.cells[name].value or 0.0
