"""Rows of a list that an officer keeps, or the name of a province → the communes that must report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import alike, bare_name, kind_of, load_communes
from cchc_nlp.model import Commune
from cchc_nlp.registering.registering import printed_day
from cchc_nlp.vietnamese.forms import fold, nfc

# Titles stand below the lines that head an official list; a list without titles is known by its names.
_HEADING_ROWS = 20
_LEAST_SHARE = 0.8
_SHOWN = 8


def roster_of(
    rows: Sequence[Sequence[str]], file: str, standard: Standard, *, province: str | None = None
) -> tuple[Commune, ...]:
    """The communes of a list, each once, in its order; those of one province where it is named.

    Raises:
        ReadError: no column of communes, no commune, none of the province; the message names `file`.
    """
    words = standard.registering
    kinds = {kind.id for kind in standard.unit_kinds}
    communes = list(dict.fromkeys(_communes([[nfc(c).strip() for c in row] for row in rows], kinds, file, standard)))
    if not communes:
        raise ReadError(words.phrase("no_rows", file=file))
    if province is None:
        return tuple(communes)
    own = [c for c in communes if c.province is None or bare_name(c.province) == bare_name(province)]
    if not own:
        found = sorted({c.province for c in communes if c.province})
        raise ReadError(words.phrase("no_own_rows", file=file, province=province, found=_some(found)))
    return tuple(own)


def _communes(rows: Sequence[Sequence[str]], kinds: set[str], file: str, standard: Standard) -> Iterator[Commune]:
    words = standard.registering
    head, columns = _head(rows, standard)
    if "commune" not in columns:
        bare = _column_of_names(rows, standard)
        if bare is None:
            found = [cell for cell in rows[head] if cell] if rows else []
            raise ReadError(words.phrase("no_column", file=file, found=_some(found) or "…"))
        head, columns = -1, {"commune": bare}
    for row in rows[head + 1 :]:
        values = {name: row[at] for name, at in columns.items() if at < len(row) and row[at]}
        name = values.get("commune", "")
        if not any(c.isalpha() for c in name) and "kind" not in values:
            continue
        if not name or fold(name).strip(" .:") in words.words("not_communes"):
            continue
        kind = values.get("kind", "")
        if kind_of(name) not in kinds and fold(kind) in kinds:
            name = f"{kind} {name}"
        yield Commune(_lowered(name), _place(values, "province"), _place(values, "district"), values.get("code"))


def _head(rows: Sequence[Sequence[str]], standard: Standard) -> tuple[int, dict[str, int]]:
    """The row of titles, the first that names most columns, and where each column stands."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            column = standard.registering.column(cell)
            if column:
                columns.setdefault(column, at)
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _column_of_names(rows: Sequence[Sequence[str]], standard: Standard) -> int | None:
    """The column nearly all of whose cells name a commune with its kind; None where there is none."""
    kinds = {kind.id for kind in standard.unit_kinds if kind.tier == "commune"}
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        named = sum(kind_of(cell) in kinds for cell in cells)
        if named and named >= _LEAST_SHARE * len(cells):
            return column
    return None


def _lowered(name: str) -> str:
    """The kind in front in small letters: "Xã Bình Lư" → "xã Bình Lư"."""
    kind = kind_of(name)
    name = " ".join(name.split())
    at = fold(name).find(f"{kind} ") if kind else -1
    return f"{kind} {name[at + len(kind) :].strip(' .')}" if kind and at >= 0 else name


def _place(values: dict[str, str], column: str) -> str | None:
    return _lowered(values[column]) if column in values else None


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


def roster_of_province(province: str, day: str, standard: Standard) -> tuple[Commune, ...]:
    """Our own roster of a province on a day (ISO).

    Raises:
        ReadError: there was no such province; the message says what it is now, or what may be meant.
    """
    communes, words = load_communes(), standard.registering
    found = communes.of_province(province, day)
    if found:
        return found
    now = communes.provinces_now(province)
    near = alike(bare_name(province), [bare_name(name) for name in communes.provinces(day)])
    names = {bare_name(name): name for name in communes.provinces(day)}
    hint = ""
    if now and now[0] in communes.provinces(day):
        hint = words.phrase("hint_now", names=", ".join(now))
    elif near:
        hint = words.phrase("hint_alike", names=", ".join(names[name] for name in near))
    raise ReadError(words.phrase("no_province", province=province, day=printed_day(day), hint=hint))
