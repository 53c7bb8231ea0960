"""A corrected workbook → what the officer said: a theme for each statement, and the themes that are new.

All or nothing: one cell that cannot be understood, and nothing is taken; every such row is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Area, FindingRole, Statement
from cchc_nlp.reviewing import layout
from cchc_nlp.tabulating import cells_of
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard

_NEEDED = (layout.ID, layout.ROLE, layout.TEXT, layout.THEME, layout.NEW_THEME, layout.PROPOSED)
_ROLES: tuple[FindingRole, ...] = get_args(FindingRole)
_AREAS: tuple[Area, ...] = get_args(Area)
_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class NewTheme:
    """A theme an officer named, with the id it gets."""

    id: str
    role: FindingRole
    title: str
    area: Area


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement the officer moved to another theme; None for no theme."""

    role: FindingRole
    text: str
    theme: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewed workbook says.

    `decided`: theme by id of the statement, for every row that still belongs to a statement. `removed` counts the
    statements without a row, `unmatched` the rows without a statement; neither loses anything: the former keep what
    the program finds, the corrections of the latter are learned all the same.
    """

    decided: Mapping[str, str | None]
    corrections: tuple[Correction, ...]
    themes: tuple[NewTheme, ...]
    removed: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    id: str
    role: FindingRole
    text: str
    theme: str
    new_theme: str
    proposed: str


def take(path: Path, statements: Sequence[Statement], standard: Standard) -> Review:
    """What the workbook says about these statements.

    Raises:
        ReadError: no workbook of ours, a column missing, a theme that is none of the list; the message names the rows.
    """
    sheets = cells_of(path)
    rows = list(_rows(sheets.get(layout.STATEMENTS, []), path, standard))
    naming = _Naming(standard, _named_groups(sheets.get(layout.GROUPS, [])))
    placed = _placed(rows, statements)
    chosen = [naming.chosen(row) for row in rows]
    _refuse_unknown(path, rows, naming, standard)
    areas: dict[str, list[Area]] = defaultdict(list)
    decided: dict[str, str | None] = {}
    corrections = []
    for row, theme in zip(rows, chosen, strict=True):
        statement = placed.get(row.number)
        if statement and statement.area and isinstance(theme, str):
            areas[theme].append(statement.area)
        if isinstance(theme, int):
            continue
        if statement:
            decided[statement.id] = theme
        if theme != naming.proposed(row):
            corrections.append(Correction(row.role, statement.text if statement else row.text, theme))
    return Review(
        decided=decided,
        corrections=tuple(corrections),
        themes=tuple(NewTheme(t.id, t.role, t.title, _usual(areas[t.id])) for t in naming.new),
        removed=len(statements) - len(placed),
        unmatched=len(rows) - len(placed),
    )


def _rows(cells: Sequence[Sequence[str]], path: Path, standard: Standard) -> Iterator[_Row]:
    titles = [title.strip() for title in cells[0]] if cells else []
    missing = [title for title in _NEEDED if title not in titles]
    if missing:
        raise ReadError(
            f"{path}: không thấy cột «{missing[0]}» ở trang «{layout.STATEMENTS}»; "
            "hãy dùng tệp do «cchc cluster --review» ghi ra và giữ nguyên dòng tên cột."
        )
    at = {title: titles.index(title) for title in _NEEDED}
    roles = {fold(standard.wording.role(role)): role for role in _ROLES}
    for number, row in enumerate(cells[1:], 2):
        cell = {title: row[at[title]].strip() if at[title] < len(row) else "" for title in _NEEDED}
        if not any(cell.values()):
            continue
        if fold(cell[layout.ROLE]) not in roles:
            raise ReadError(f"{path}: dòng {number}: không hiểu loại ý kiến «{cell[layout.ROLE]}». Chưa thay đổi gì.")
        role = roles[fold(cell[layout.ROLE])]
        words = (cell[title] for title in (layout.TEXT, layout.THEME, layout.NEW_THEME, layout.PROPOSED))
        yield _Row(number, cell[layout.ID], role, *words)


def _named_groups(cells: Sequence[Sequence[str]]) -> dict[int, str]:
    """Names given to new groups, by cluster."""
    titles = [title.strip() for title in cells[0]] if cells else []
    if layout.GROUP not in titles or layout.GROUP_NAME not in titles:
        return {}
    group_at, name_at = titles.index(layout.GROUP), titles.index(layout.GROUP_NAME)
    named = {}
    for row in cells[1:]:
        group = layout.told(row[group_at]) if group_at < len(row) else None
        name = row[name_at].strip() if name_at < len(row) else ""
        if isinstance(group, int) and name:
            named[group] = name
    return named


class _Naming:
    """Turns what a row says into the id of a theme, and gives ids to new ones."""

    def __init__(self, standard: Standard, groups: Mapping[int, str]) -> None:
        self.groups = groups
        self.new: list[NewTheme] = []
        self._ids = {theme.id: theme.role for theme in standard.themes}
        self._titles = {(theme.role, fold(theme.title)): theme.id for theme in standard.themes}

    def chosen(self, row: _Row) -> str | int | None:
        """The theme of a row: an id, a group still without a name, or None; an unknown one as it is written."""
        if row.new_theme:
            return self._named(row.role, row.new_theme)
        said = layout.told(row.theme)
        if isinstance(said, int):
            return self._named(row.role, self.groups[said]) if said in self.groups else said
        if said is None or said in self._ids:
            return said
        return self._titles.get((row.role, fold(row.theme)), said)

    def proposed(self, row: _Row) -> str | int | None:
        """What the program had proposed."""
        return layout.told(row.proposed)

    def is_known(self, theme: str | int | None, role: FindingRole) -> bool:
        """Whether a chosen theme can be used for a statement of this role."""
        return not isinstance(theme, str) or self._ids.get(theme) == role

    def _named(self, role: FindingRole, title: str) -> str:
        """The theme of this title; a new one where there is none."""
        words = " ".join(title.split())
        key = (role, fold(words))
        if key not in self._titles:
            identity = self._free(role)
            self._titles[key] = identity
            self._ids[identity] = role
            self.new.append(NewTheme(identity, role, words, "general"))
        return self._titles[key]

    def _free(self, role: FindingRole) -> str:
        """An id of the department's own series, «DP» for «địa phương»: ours never begin so."""
        prefix = f"DP-{layout.ROLE_LETTERS[role]}"
        taken = [identity.removeprefix(prefix) for identity in self._ids if identity.startswith(prefix)]
        return f"{prefix}{max((int(number) for number in taken if number.isdigit()), default=0) + 1:02d}"


def _placed(rows: Sequence[_Row], statements: Sequence[Statement]) -> dict[int, Statement]:
    """Number of a row → its statement: the same id and words, or else the same words, where files have moved."""
    left = list(statements)
    placed: dict[int, Statement] = {}
    for same in (_by_id, _by_words):
        waiting: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
        for statement in reversed(left):
            waiting[same(statement.id, statement.role, statement.text)].append(statement)
        for row in rows:
            key = same(row.id, row.role, row.text)
            if row.number not in placed and waiting[key]:
                placed[row.number] = waiting[key].pop()
        taken = {id(statement) for statement in placed.values()}
        left = [statement for statement in left if id(statement) not in taken]
    return placed


def _by_id(identity: str, role: str, text: str) -> tuple[str, ...]:
    return identity.strip(), role, _words(text)


def _by_words(_: str, role: str, text: str) -> tuple[str, ...]:
    return role, _words(text)


def _words(text: str) -> str:
    """What of a text is compared: a cell may have lost characters that cannot be printed, and its end."""
    return fold("".join(filter(str.isalnum, text)))[:1000]


def _refuse_unknown(path: Path, rows: Sequence[_Row], naming: _Naming, standard: Standard) -> None:
    unknown = [row for row in rows if not naming.is_known(naming.chosen(row), row.role)]
    if not unknown:
        return
    first = unknown[0]
    numbers = ", ".join(str(row.number) for row in unknown[:_ROWS_NAMED]) + (
        ", …" if len(unknown) > _ROWS_NAMED else ""
    )
    raise ReadError(
        f"{path}: dòng {numbers}: «{first.theme}» không có trong danh mục chủ đề của loại "
        f"«{standard.wording.role(first.role)}»; hãy chọn trong danh sách ở cột «{layout.THEME}» hoặc ghi tên vào cột "
        f"«{layout.NEW_THEME}». Chưa thay đổi gì."
    )


def _usual(areas: Sequence[Area]) -> Area:
    counts = Counter(areas)
    return min(counts, key=lambda area: (-counts[area], _AREAS.index(area))) if counts else "general"
