"""Automatic numbers are those of the printed page: compared with a real word processor over lists of every make.

Where LibreOffice itself does not follow Word (a level that does not restart, `w:lvlRestart`; decimals throughout,
`w:isLgl`; a zero in two digits), ECMA-376 is the measure and the labels stand here.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

import pytest
from files import docx_bytes, level, listed, p, table
from office import as_format, needs_libreoffice

from cchc_nlp.reading.docx import read_docx
from cchc_nlp.reading.terms import Terms

LEVELS = 4
FORMS = ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero", "bullet")
PATTERNS = (("%1.", "Phần %1", "Mục %1:"), ("%1.%2.", "%2)", "%1.%2"), ("%1.%2.%3.", "(%3)", "%2.%3"), ("%4)", "%3.%4"))
BULLETS = set("•–◦▪")
MARK = re.compile(r"#\d+")


class Lists(NamedTuple):
    """Several lists of one abstract list, as they stand in a file: their XML, and how a paragraph names one."""

    abstract: str
    nums: str
    styles: str
    ids: tuple[int, ...]
    styled: bool


def lists(chance: random.Random, abstract: int, first: int) -> Lists:
    """An abstract list of any make, and one to three lists that count with it."""
    styled = chance.random() < 0.4
    ids = tuple(range(first, first + chance.randint(1, 3)))
    levels = "".join(any_level(chance, abstract, number, styled=styled) for number in range(LEVELS))
    nums = "".join(num(chance, abstract, n, plain=styled and n == first) for n in ids)
    styles = "".join(style(abstract, number, first) for number in range(LEVELS)) if styled else ""
    kind = '<w:multiLevelType w:val="multilevel"/>'
    xml = f'<w:abstractNum w:abstractNumId="{abstract}">{kind}{levels}</w:abstractNum>'
    return Lists(xml, nums, styles, ids, styled)


def any_level(chance: random.Random, abstract: int, number: int, *, styled: bool) -> str:
    form = chance.choice(FORMS if number else FORMS[:6])
    pattern = "-" if form == "bullet" else chance.choice(PATTERNS[number])
    link = f'<w:pStyle w:val="Kieu{abstract}{number}"/>' if styled else ""
    return level(number, form, pattern, link).replace('w:start w:val="1"', f'w:start w:val="{chance.choice("11135")}"')


def num(chance: random.Random, abstract: int, number: int, *, plain: bool) -> str:
    overrides = ""
    for at in range(LEVELS):
        said = chance.random()
        if said < 0.3 and not plain:
            start = f'<w:startOverride w:val="{chance.choice("1127")}"/>'
            overrides += f'<w:lvlOverride w:ilvl="{at}">{start}</w:lvlOverride>'
        elif said < 0.4 and not plain:
            other = level(at, "decimal", f"%{at + 1}/")
            overrides += f'<w:lvlOverride w:ilvl="{at}">{other}</w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def style(abstract: int, at: int, num_id: int) -> str:
    said = f'<w:ilvl w:val="{at}"/><w:numId w:val="{num_id}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="Kieu{abstract}{at}"><w:name w:val="Kiểu {abstract} {at}"/>'
        f"<w:pPr><w:numPr>{said}</w:numPr></w:pPr></w:style>"
    )


def paragraphs(chance: random.Random, made: list[tuple[int, Lists]], count: int) -> str:
    """Paragraphs of the lists, by turns and interleaved, among paragraphs of none and rows of tables."""
    body, at, current = "", 0, made[0]
    for number in range(count):
        if chance.random() < 0.25:
            current = chance.choice(made)
        at = chance.randrange(LEVELS) if chance.random() < 0.2 else min(max(at + chance.choice((-1, 0, 0, 1)), 0), 3)
        abstract, these = current
        written = f"#{number}"
        if these.styled and chance.random() < 0.6:
            body += p(written, f'<w:pStyle w:val="Kieu{abstract}{at}"/>')
        else:
            body += listed(written, at, chance.choice(these.ids))
        if chance.random() < 0.1:
            body += p("xen giữa")
    return body


def document(seed: int) -> bytes:
    chance = random.Random(seed)
    made = [(abstract, lists(chance, abstract, 1 + 3 * abstract)) for abstract in range(3)]
    return docx_bytes(
        paragraphs(chance, made, 40) + table([["STT", "Chỉ tiêu"], ["1", "Hồ sơ"]]),
        numbering="".join(these.abstract for _, these in made) + "".join(these.nums for _, these in made),
        styles="".join(these.styles for _, these in made),
    )


def labels(lines: list[str]) -> dict[str, str]:
    """The label in front of each marked paragraph; a bullet is a bullet, whatever sign the program takes for it."""
    found = {m[0]: line[: m.start()].strip() for line in lines if (m := MARK.search(line))}
    return {mark: "-" if label in BULLETS else label for mark, label in found.items()}


def ours(content: bytes) -> list[str]:
    return [line.text for line in read_docx(content, Terms()).lines]


@needs_libreoffice
def test_labels_are_those_of_a_word_processor():
    right = every = 0
    for seed in range(8):
        content = document(seed)
        theirs = labels(as_format(content, "docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").splitlines())
        found = labels(ours(content))
        assert found.keys() == theirs.keys()
        right += sum(found[mark] == theirs[mark] for mark in theirs)
        every += len(theirs)
    assert every == 8 * 40
    assert right / every >= 0.97


# The example of ECMA-376, 17.9.10: the third level never restarts.
TWO = (level(0, "decimal", "%1)"), level(1, "lowerLetter", "%2)"))
NEVER = (*TWO, level(2, "lowerRoman", "%3)", '<w:lvlRestart w:val="0"/>'))
AFTER_THE_FIRST = (*TWO, level(2, "lowerRoman", "%3)", '<w:lvlRestart w:val="1"/>'))
LEGAL = (level(0, "upperRoman", "Điều %1"), level(1, "lowerLetter", "%1.%2", "<w:isLgl/>"))


@pytest.mark.parametrize(
    ("levels", "taken", "shown"),
    [
        (NEVER, (0, 1, 2, 2, 0, 1, 2, 2), "1) a) i) ii) 2) a) iii) iv)"),
        (AFTER_THE_FIRST, (0, 1, 2, 1, 2, 0, 2), "1) a) i) b) ii) 2) i)"),
        (LEGAL, (0, 1, 1, 0, 1), "Điều I,1.1,1.2,Điều II,2.1"),
    ],
)
def test_labels_are_those_of_the_standard(levels, taken, shown):
    xml = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    xml += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    content = docx_bytes("".join(listed(f"#{n}", at) for n, at in enumerate(taken)), numbering=xml)
    assert list(labels(ours(content)).values()) == shown.split("," if "," in shown else " ")


def test_a_list_starts_afresh_once_at_the_level_it_comes_with():
    """What the list says of its other levels Word never looks at again; they restart where their kind does."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in ((0, 5), (1, 4))
    )
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{o}</w:num>' for n, o in ((1, ""), (2, overrides))
    )
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")
    xml = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'
    taken = ((0, 1), (1, 1), (0, 2), (1, 2), (0, 2), (0, 1))
    content = docx_bytes("".join(listed(f"#{n}", at, of) for n, (at, of) in enumerate(taken)), numbering=xml)
    assert list(labels(ours(content)).values()) == ["1.", "1.1.", "5.", "5.1.", "6.", "7."]
