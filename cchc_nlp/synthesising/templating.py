"""Templates → marked text, and marked text → pieces: the only importer of Jinja2.

A template is plain prose. Paragraphs are parted by blank lines; lines of one paragraph are joined. A line that opens
with one of these signs is a paragraph by itself:

    # ## ###    headings of three levels      @    heading of an annex
    -           an item                       >    a note
    |a|b|       a row of a table; the first row of a run is its header

Templates run in Jinja's sandbox. A value that is missing or None, a wrong syntax, a forbidden access: each is a
`TemplateError` of one Vietnamese line with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from cchc_nlp.errors import TemplateError
from cchc_nlp.model import ParagraphStyle
from cchc_nlp.synthesising.ledger import Entry, Ledger
from cchc_nlp.synthesising.printing import roman

_SIGNS: dict[str, ParagraphStyle] = {
    "#": "heading1",
    "##": "heading2",
    "###": "heading3",
    "@": "annex",
    "-": "item",
    ">": "note",
}
_SIGNED = re.compile(r"(#{1,3}|[@>-])\s+(.*)")
# All communes of the largest province in all tables take some 50 000 turns.
_MOST_STEPS = 300_000
_LARGEST, _LONGEST = 100_000, 10_000_000
# Those that make nothing larger than what they are given.
_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "e", "escape", "first", "int", "join", "last", "length", "list"),
    *("lower", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "trim"),
    *("unique", "upper"),
)
_BEFORE_PUNCTUATION = re.compile(r"[ \t]+([,.;:)])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph as rendered, marks unresolved; a row of a table has `cells` and the ordinal of its table."""

    style: ParagraphStyle
    text: str
    cells: tuple[str, ...] = ()
    table: int = 0


def render_prose(name: str, folders: Sequence[Path], ledger: Ledger, values: Mapping[str, object]) -> list[Piece]:
    """The template `name` of the first folder that has it, filled, as pieces.

    Raises:
        TemplateError: with file and line.
    """
    environment = _environment(folders, markup=False)
    environment.filters |= {"hoa": ledger.capitalised, "hoa_het": ledger.uppercase, "la_ma": roman}
    return list(_pieces(_render(environment, name, values)))


def render_markup(name: str, folders: Sequence[Path], values: Mapping[str, object]) -> str:
    """A template of markup, every value escaped.

    Raises:
        TemplateError: with file and line.
    """
    return _render(_environment(folders, markup=True), name, values)


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, with an end to every loop and every growth: a template is prose with conditions, no program.

    Each turn of a loop and each call of a macro counts; a text is never multiplied or padded.
    """

    intercepted_binops = frozenset(["*", "**", "+"])

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        steps = (_step_in(loop) for loop in template.find_all((nodes.For, nodes.Macro)))
        for body, step in list(steps):
            body.insert(0, step)
        return _Joins().visit(template)  # type: ignore[no-any-return]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No method of a text or a list: `format` and `ljust` make what does not fit into memory."""
        plain = isinstance(obj, str | bytes | int | float | list | tuple)
        return not (plain and callable(value)) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers of conditions are small; only lists are put together beside them."""
        small = all(isinstance(side, int | float) and abs(side) <= _LARGEST for side in (left, right))
        lists = operator == "+" and all(isinstance(side, list) and len(side) <= _LARGEST for side in (left, right))
        if not small and not lists:
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


class _Joins(NodeTransformer):
    """«a ~ b» as a call that minds the length."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - the name Jinja's visitor looks for
        """The call in its place."""
        self.generic_visit(node)
        return nodes.Call(nodes.Name("_joined", "load"), node.nodes, [], None, None).set_lineno(node.lineno)


def _joined(*parts: object) -> str:
    return _bounded("".join(str(_never_blank(part)) for part in parts))


def _bounded(text: str) -> str:
    if len(text) > _LONGEST:
        raise _EndlessError
    return text


def _step_in(loop: nodes.Node) -> tuple[list[nodes.Node], nodes.Node]:
    call = nodes.Call(nodes.Name("_step", "load"), [], [], None, None)
    body: list[nodes.Node] = loop.body  # type: ignore[attr-defined]
    return body, nodes.ExprStmt(call).set_lineno(loop.lineno)


class _Steps:
    """Counts the turns of all loops of one rendering."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self) -> None:
        self.taken += 1
        if self.taken > _MOST_STEPS:
            raise _EndlessError


def _environment(folders: Sequence[Path], *, markup: bool) -> Environment:
    """In prose a line that holds only a condition stays a blank line: a paragraph never runs into the next."""
    environment = _Sandbox(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=markup,
        trim_blocks=markup,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_never_blank,
    )
    environment.globals["_step"] = _Steps()
    environment.globals["_joined"] = _joined
    environment.globals.pop("lipsum")
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


def _never_blank(value: object) -> object:
    """None would be printed as «None»; an empty entry would leave a hole in the sentence."""
    if value is None or (isinstance(value, Entry) and not value):
        raise _BlankError
    if isinstance(value, str):
        _bounded(value)
    return value


class _BlankError(JinjaError):
    pass


class _EndlessError(JinjaError):
    pass


def _render(environment: Environment, name: str, values: Mapping[str, object]) -> str:
    try:
        return environment.get_template(name).render(values)
    except TemplateNotFound as error:
        raise TemplateError(f"Không tìm thấy tệp mẫu «{error.name}»; kiểm tra tên tệp trong thư mục mẫu.") from error
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"{error.filename or name}, dòng {error.lineno}: sai cú pháp mẫu ({error.message})."
        ) from error
    except Exception as error:
        where = _place(error.__traceback__) or name
        raise TemplateError(f"{where}: {_reason(error)}.") from error


def _place(traceback: TracebackType | None) -> str | None:
    """The last frame inside a template: Jinja writes its file and line into the traceback."""
    place = None
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{file}, dòng {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def _reason(error: Exception) -> str:
    if isinstance(error, _BlankError):
        return "giá trị ở đây để trống; đặt nó trong {% if … %} hoặc bỏ đi"
    if isinstance(error, _EndlessError | RecursionError):
        return "mẫu lặp không dừng; bỏ vòng lặp hoặc lời gọi này"
    if isinstance(error, UndefinedError):
        name = re.search(r"'([^']+)'(?: is undefined)?$", str(error)) or re.search(
            r"'([^']+)' is undefined", str(error)
        )
        return f"mẫu dùng giá trị không có («{name[1] if name else error}»); sửa tên hoặc bỏ chỗ ấy"
    if isinstance(error, SecurityError):
        return f"mẫu làm điều không được phép ({error})"
    return f"mẫu không chạy được ({error})"


def _pieces(text: str) -> Iterator[Piece]:
    table, in_table = 0, False
    pending: list[str] = []
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        signed = _SIGNED.fullmatch(line)
        row = line.startswith("|") and line.endswith("|") and len(line) > 1
        if pending and (not line or signed or row):
            yield Piece("body", _tidy(" ".join(pending)))
            pending = []
        if row:
            table += not in_table
            yield Piece("table_row", line, tuple(_tidy(c) for c in line[1:-1].split("|")), table)
        elif signed:
            yield Piece(_SIGNS[signed[1]], _tidy(signed[2]))
        elif line:
            pending.append(line)
        in_table = row or (in_table and not line)


def _tidy(text: str) -> str:
    """Blanks left by conditions: one at most, none before punctuation."""
    return _BEFORE_PUNCTUATION.sub(r"\1", " ".join(text.split()))
