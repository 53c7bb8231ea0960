"""How the workbook is laid out: sheets, columns, and how a theme is written into a cell and read from it."""

from __future__ import annotations

from typing import Final, TypeAlias

from cchc_nlp.model import FindingRole

STATEMENTS: Final = "Ý kiến"
GROUPS: Final = "Nhóm mới"
THEMES: Final = "Danh mục chủ đề"

ID: Final = "Mã"
ROLE: Final = "Loại"
UNIT: Final = "Đơn vị"
TEXT: Final = "Ý kiến"
THEME: Final = "Chủ đề"
NEW_THEME: Final = "Chủ đề mới (ghi tên nếu danh mục chưa có)"
ALTERNATIVES: Final = ("Khả năng khác", "Khả năng khác nữa")
SCORE: Final = "Điểm"
PROPOSED: Final = "Chương trình đã xếp"

GROUP: Final = "Nhóm"
GROUP_TITLE: Final = "Câu tiêu biểu"
GROUP_UNITS: Final = "Số đơn vị"
GROUP_NAME: Final = "Đặt tên chủ đề (để trống nếu chưa muốn)"

NONE: Final = "(không thuộc chủ đề nào)"
_GROUP_PREFIX: Final = "Nhóm mới "
_BREAK: Final = " · "

Group: TypeAlias = int
"""A new theme that has no name yet, by its cluster."""


def theme_label(theme: str, title: str) -> str:
    """A theme of the book in a cell.

    >>> theme_label("L15", "Đường truyền mạng yếu")
    'L15 · Đường truyền mạng yếu'
    """
    return f"{theme}{_BREAK}{title}"


def group_label(cluster: int, title: str) -> str:
    """A new theme without a name in a cell."""
    return f"{_GROUP_PREFIX}{cluster + 1}{_BREAK}{title}"


def told(cell: str) -> str | Group | None:
    """What a cell says: the words before the break (the id of a theme, if it is one), a group, or None for no theme.

    >>> told("L15 · Đường truyền mạng yếu"), told("Nhóm mới 3 · Chó thả rông"), told(" ")
    ('L15', 2, None)
    """
    words = cell.strip()
    if words in ("", NONE):
        return None
    head = words.split(_BREAK.strip(), 1)[0].strip()
    number = head.removeprefix(_GROUP_PREFIX)
    return int(number) - 1 if number != head and number.isascii() and number.isdigit() else head


ROLE_LETTERS: Final[dict[FindingRole, str]] = {
    "limitation": "L",
    "cause": "C",
    "recommendation": "R",
    "strength": "S",
    "task": "T",
}
