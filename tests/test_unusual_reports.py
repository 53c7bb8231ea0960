"""The same report written in other ways that Word allows is parsed to the same outline and the same findings."""

from __future__ import annotations

import copy
import io
import re
import zipfile

import pytest
from lxml import etree

from cchc_nlp.knowledge import load_standard
from cchc_nlp.pipeline import parse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NUMBER = re.compile(r"((?:[IVX]+|\d)\.)\s+(.+)")


def made(name, *children, text=None):
    element = etree.Element(f"{W}{name}")
    element.extend(children)
    element.text = text
    return element


def words(text):
    found = made("t", text=text)
    found.set(SPACE, "preserve")
    return found


def said(paragraph):
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def headings(body):
    return [p for p in body.findall(f"{W}p") if NUMBER.match(said(p)) and len(said(p)) < 120]


def with_contents(body):
    """A table of contents in front of the first heading."""
    found = headings(body)
    at = body.index(found[0])
    lines = [made("p", made("r", words("MỤC LỤC")))]
    lines += [made("p", made("r", words(said(p)), made("tab"), words(str(n // 3 + 1)))) for n, p in enumerate(found)]
    body[at:at] = lines


def with_breaks_in_headings(body):
    """Long headings broken by hand."""
    for paragraph in headings(body):
        t = next(paragraph.iter(f"{W}t"))
        cut = (t.text or "").split(" ")
        if len(cut) > 5:
            middle = len(cut) // 2
            t.text = " ".join(cut[:middle])
            run, at = t.getparent(), t.getparent().index(t)
            run[at + 1 : at + 1] = [made("br"), words(" ".join(cut[middle:]))]


def with_breaks_for_paragraphs(body):
    """Paragraphs in a row as lines of one."""
    open_one = None
    for block in list(body):
        if block.tag != f"{W}p" or open_one is None:
            open_one = block if block.tag == f"{W}p" else None
            continue
        open_one.append(made("r", made("br")))
        open_one.extend([child for child in block if child.tag != f"{W}pPr"])
        body.remove(block)


def with_tabs_after_numbers(body):
    for paragraph in headings(body):
        t = next(paragraph.iter(f"{W}t"))
        parts = NUMBER.fullmatch(t.text or "")
        if parts:
            t.text = parts[1]
            run, at = t.getparent(), t.getparent().index(t)
            run[at + 1 : at + 1] = [made("tab"), words(parts[2])]


def in_a_control(body):
    blocks = [block for block in body if block.tag != f"{W}sectPr"]
    body.insert(0, made("sdt", made("sdtContent", *blocks)))


def in_a_frame(body):
    blocks = [block for block in body if block.tag != f"{W}sectPr"]
    body.insert(0, made("tbl", made("tblPr"), made("tr", made("tc", *blocks))))


def in_many_runs(body):
    """Words cut anywhere, as spell checkers and revisions leave them."""
    for run in list(body.iter(f"{W}r")):
        t = run.find(f"{W}t")
        if t is None or len(run) > 2 or len(t.text or "") < 8:
            continue
        rest = copy.deepcopy(run)
        middle = len(t.text) // 2
        t.text, rest.find(f"{W}t").text = t.text[:middle], t.text[middle:]
        t.set(SPACE, "preserve")
        rest.find(f"{W}t").set(SPACE, "preserve")
        run.addnext(rest)


WAYS = (
    with_contents,
    with_breaks_in_headings,
    with_breaks_for_paragraphs,
    with_tabs_after_numbers,
    in_a_control,
    in_a_frame,
    in_many_runs,
)


def rewritten(content, way):
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                way(root.find(f"{W}body"))
                part = etree.tostring(root)
            new.writestr(name, part)
    return written.getvalue()


@pytest.fixture(scope="module")
def standard():
    return load_standard()


@pytest.fixture(scope="module")
def report(samples):
    return next(iter(sorted((samples / "reports").glob("*.docx")))).read_bytes()


def told(folder, content, standard):
    path = folder / "bao-cao.docx"
    path.write_bytes(content)
    found = parse(path, standard)
    outline = [(section.number, section.heading, section.area, section.role) for section in found.sections]
    return found.meta.unit, found.meta.period, outline, [(finding.role, finding.text) for finding in found.findings]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_report_means_the_same_however_it_is_written(tmp_path, report, standard, way):
    assert told(tmp_path, rewritten(report, way), standard) == told(tmp_path, report, standard)


@pytest.mark.parametrize(
    ("title", "leader"), [("MỤC LỤC\n", " "), ("MỤC LỤC\n", "\t"), ("", "........"), ("Mục lục:\n\n", "………")]
)
def test_a_table_of_contents_doubles_no_heading(tmp_path, samples, standard, title, leader):
    text = next(iter(sorted((samples / "reports").glob("*.txt")))).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    found = [line.strip() for line in lines if NUMBER.match(line) and len(line) < 120]
    at = next(n for n, line in enumerate(lines) if line.strip() == found[0])
    listed = "".join(f"{heading}{leader}{n // 3 + 1}\n" for n, heading in enumerate(found))
    told = []
    for name, content in (("a.txt", text), ("b.txt", "".join(lines[:at]) + title + listed + "".join(lines[at:]))):
        (tmp_path / name).write_text(content, "utf-8")
        report = parse(tmp_path / name, standard)
        told.append([(section.number, section.heading) for section in report.sections])
    assert told[0] == told[1]
