"""The gold files of one report, from its paragraphs and from where the delivered file breaks them into lines."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from generating.banks import bank, citations

if TYPE_CHECKING:
    from pathlib import Path

    from generating.paper import Paper


@dataclass(frozen=True)
class Piece:
    """A line of the ideal text: characters `start` to `end` of a paragraph, or a line of its own (noise, repeats)."""

    text: str
    paragraph: int | None = None
    start: int = 0
    kind: str = "noise"
    area: str = "general"
    role: str = "noise"


class Truth:
    """Gold of one report."""

    def __init__(self, paper: Paper, pieces: list[Piece]) -> None:
        """Number the lines."""
        self.paper, self.pieces = paper, pieces
        self.lines: dict[int, list[tuple[int, int]]] = {}
        for number, piece in enumerate(pieces, 1):
            if piece.paragraph is not None:
                self.lines.setdefault(piece.paragraph, []).append((piece.start, number))

    def place(self, paragraph: int, offset: int) -> tuple[int, int]:
        """Line and column of a character of a paragraph."""
        starts = self.lines[paragraph]
        start, line = starts[bisect_right([s for s, _ in starts], offset) - 1]
        return line, offset - start

    def span(self, paragraph: int) -> list[int]:
        """First and last line of a paragraph."""
        starts = self.lines[paragraph]
        return [starts[0][1], starts[-1][1]]

    def write(self, gold: Path, name: str) -> None:
        """All gold files of the report."""
        rows = [self._labels(n, p) for n, p in enumerate(self.pieces, 1)]
        (gold / f"{name}.lines.tsv").write_text("".join(f"{r}\n" for r in rows), "utf-8", newline="\n")
        for part, content in (
            ("headings", self.headings()), ("findings", self.findings()), ("meta", self.meta()),
            ("indicators", self.indicators()), ("problems", self.problems()),
        ):  # fmt: skip
            dump(content, gold / f"{name}.{part}.json")

    def _labels(self, number: int, piece: Piece) -> str:
        if piece.paragraph is None:
            return f"{number}\t{piece.kind}\t{piece.area}\t{piece.role}"
        p = self.paper.paragraphs[piece.paragraph]
        return f"{number}\t{p.kind}\t{p.area}\t{p.role}"

    def headings(self) -> list[dict[str, Any]]:
        """The outline."""
        out = []
        for at, p in enumerate(self.paper.paragraphs):
            h = p.heading
            if h is None:
                continue
            first, last = self.span(at)
            last = self.span(at + 1)[1] if p.look == "appendix" else last
            row: dict[str, Any] = {
                "line": first, "last_line": last, "number": h.number, "text": h.title, "level": h.level,
                "parent_line": self.span(h.parent)[0] if h.parent is not None else None, "area": p.area, "role": p.role,
            }  # fmt: skip
            out.append(row | {k: True for k in ("run_in", "mixed") if getattr(h, k)})
        return out

    def findings(self) -> list[dict[str, Any]]:
        """The statements, each with its theme."""
        out = []
        for at, p in enumerate(self.paper.paragraphs):
            for f in p.findings:
                s = f.statement
                row: dict[str, Any] = {"role": s.role, "area": s.area}
                row |= {"area_alt": s.area_alt} if s.area_alt else {}
                first, last = self.place(at, f.start)[0], self.place(at, f.end - 1)[0]
                row |= {"text": p.text[f.start : f.end], "line": first, "last_line": last, "unit": self.span(at)}
                row |= {"embedded": True} if s.embedded else {}
                out.append(row | ({"theme": s.theme} if s.theme else {}))
        return out

    def indicators(self) -> list[dict[str, Any]]:
        """The figures in prose and table."""
        units = bank("units")["units"]
        out = []
        for at, p in enumerate(self.paper.paragraphs):
            for f in p.figures:
                row = {
                    "id": f.id, "value": int(f.value) if f.value == int(f.value) else f.value, "unit": units[f.id],
                    **self.quoted(at, f.start, f.end), "source": "table" if p.kind == "table" else "narrative",
                    "qualifier": None, "raw": f.raw, "in_words": not f.raw, "bound": None,
                }  # fmt: skip
                if p.tags and p.tags[1].lower() != units[f.id]:
                    row["unit_printed"] = p.tags[1]
                out.append(row)
        return out

    def quoted(self, at: int, start: int, end: int) -> dict[str, Any]:
        """The words of a span as they stand on their lines."""
        first, column = self.place(at, start)
        last, last_column = self.place(at, end - 1)
        lines = [p.text for p in self.pieces[first - 1 : last]]
        whole = "\n".join(lines)
        stop = len(whole) - len(lines[-1]) + last_column + 1
        return {"line": first, "last_line": last, "quote": whole[column:stop]}

    def problems(self) -> list[dict[str, Any]]:
        """What was planted, and what is odd."""
        out = []
        for problem in self.paper.problems:
            lines = [self.span(at)[0] for at in problem["at"]]  # type: ignore[attr-defined]
            out.append(
                {k: v for k, v in problem.items() if k not in {"at", "values"}}
                | {"lines": lines, "values": problem["values"]}
            )
        return out

    def meta(self) -> dict[str, Any]:
        """Identification and documents cited."""
        known = dict(self.paper.meta)
        title_at = int(str(known.pop("title_at")))
        known.pop("report_day")
        cited = [
            {"line": self.place(at, offset)[0], "doc_type": kind, "number": number}
            for at, p in enumerate(self.paper.paragraphs)
            for offset, kind, number in p.cites
        ]
        noted = [
            {"line": n, "doc_type": kind, "number": number}
            for n, piece in enumerate(self.pieces, 1)
            if piece.paragraph is None
            for _, kind, number in citations(piece.text)
        ]
        cited = sorted(cited + noted, key=itemgetter("line"))
        opening = {n for at, p in enumerate(self.paper.paragraphs) if p.role == "front" for _, n in self.lines[at]}
        basis = [c["number"] for c in cited if c["line"] in opening]
        return known | {
            "title_lines": self.span(title_at), "district": None, "addressed_to": "Sở Nội vụ", "legal_basis": basis,
            "cited": cited, "cites": len(cited), "cites_distinct": len({c["number"] for c in cited}),
        }  # fmt: skip


def dump(content: object, path: Path) -> None:
    """JSON as a person can read it."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
