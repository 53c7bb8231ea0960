"""Which line goes on in the next: hard wraps and page breaks, told by width, case and punctuation."""

from __future__ import annotations

import re

from cchc_nlp.cleaning.margin import Margin
from cchc_nlp.model import Line
from cchc_nlp.vietnamese.forms import in_capitals
from cchc_nlp.vietnamese.sentences import is_dangling, is_finished, starts_small

# Opens an item or a numbered paragraph: "- ", "+ ", "a) ", "1.2. ", "IV. ", "(1) ", a footnote marker; markup aside.
_OPENING = re.compile(
    r"^[*_#\s]*(?:<[ibu]>)?(?:[-–—+•●○▪■◆❖✓✔→►➢➤*]\s*\S|\(?[a-zđ]\s?[.)/]\s|\(\d+\)\s|\d{1,2}(?:\.\d{1,2}){0,4}\s?(?:[.)]\s*|[/–-]\s+)[^\W\d]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+[^\W\d]|[IVXL]{1,6}\s?[.)/:-]\s*\S|\[\d+\])"
)
# "IV ĐÁNH GIÁ CHUNG": a Roman numeral without a stop opens only before capitals; "III năm 2024" goes on.
_BARE_ROMAN = re.compile(r"^[*_#\s]*[IVXL]{1,6}\s+(\w+\s+\w+)")
# "trong quý / III; bảo đảm …": a quarter's number is no number of a part.
_QUARTER = re.compile(r"\bquý\s*$")
_QUARTER_NUMBER = re.compile(r"\s*[IVX]+\b")
_COUNTED = re.compile(r"\b(?:quý|tháng|ngày|năm)$", re.IGNORECASE)
_ORDINAL = re.compile(r"\s*(?:\d+|[IVX]+)\b")
# Something set beside something else, not a number before its heading: "Số: 61/BC-UBND      An Bình, ngày …".
_COLUMNS = re.compile(r"^\s*\S.{6,}?(?:\t| {3,})\s*\S")
# "Thông báo số / 46/TB-UBND": a document's number on the line after its word.
_NUMBER_CUT = re.compile(r"\bsố\n\d+\s?[/-]", re.IGNORECASE)
_SHARE = re.compile(r"\s*\d+(?:[.,]\d+)*\s*%")
_LONGEST_HEADING = 14


class Joiner:
    """Decides for two neighbouring lines of one text."""

    def __init__(self, margin: Margin, *, paragraphs: bool = False) -> None:
        """Keep the margin of the text. `paragraphs`: its lines are paragraphs as their writer made them.

        Then a line that goes on was cut by a conversion, and stronger evidence is asked for.
        """
        self.margin = margin
        self.paragraphs = paragraphs and margin.width is None
        self.converted = paragraphs and margin.width is not None  # each line was made a paragraph

    def goes_on(self, paragraph: str, last: Line, line: Line) -> bool:
        """Whether `paragraph`, whose last line is `last`, goes on in `line` (noise between them does not count)."""
        if last.ends is False:
            return True
        if _set_apart(last, line):
            return False
        full = (last.ends is None or self.converted) and self.margin.is_full(last.text, line.text)
        if _QUARTER_NUMBER.match(line.text) and _QUARTER.search(last.text):
            return True
        if opens_item(line.text) and not (full and _is_counted(last.text, line.text)):
            return False
        if _both_capitals(paragraph, last, line) or self._is_cut(last.text, line.text):
            return True
        parted = line.number - last.number > 1 and self.margin.blanks_part
        return full and not parted and (not is_finished(last.text) or _pauses(last.text, line.text))

    def _is_cut(self, text: str, following: str) -> bool:
        """Whether a sentence is cut between two paragraphs, as at a page break."""
        if is_finished(text):
            return False
        if _is_counted(text, following) or _NUMBER_CUT.search(f"{text}\n{following.lstrip()}"):
            return True
        small, dangling = starts_small(following), is_dangling(text)
        if _SHARE.match(following):
            # "đạt / 97,42% …" goes on; "VI. Chính quyền số / 100% hồ sơ …" begins a paragraph below its heading.
            small = not opens_item(text) or len(text.split()) > _LONGEST_HEADING
        return small and dangling if self.paragraphs else small or dangling


def opens_item(text: str) -> bool:
    """Whether a line opens an item or a numbered paragraph.

    >>> opens_item("IV ĐÁNH GIÁ"), opens_item("III năm 2024, xã"), opens_item("+ Đối với"), opens_item("100% hồ sơ")
    (True, False, True, False)
    """
    bare = _BARE_ROMAN.match(text)
    return bool(_OPENING.match(text)) or (bare is not None and bare[1].isupper())


def _set_apart(last: Line, line: Line) -> bool:
    """Whether two lines are set differently (a heading and its text), or one in columns (number and place of issue)."""
    looks = [(look.bold, look.italic) for look in (last.look, line.look)]
    run_in = bool(line.look.bold_lead) and last.look.bold  # a bold lead that takes more than a line
    apart = looks[0] != looks[1] and not run_in and not is_dangling(last.text)
    return apart or _has_columns(last.text) or _has_columns(line.text)


def _has_columns(text: str) -> bool:
    # Without a gap there are no columns: found much faster.
    return ("\t" in text or "   " in text) and _COLUMNS.search(text) is not None


def _both_capitals(paragraph: str, last: Line, line: Line) -> bool:
    """A heading in capitals that goes on in capitals on the very next line."""
    near = line.number - last.number == 1 and last.page == line.page
    heading = opens_item(paragraph) and not is_finished(last.text)
    return near and heading and last.ends is not True and in_capitals(last.text) and in_capitals(line.text)


def _pauses(text: str, following: str) -> bool:
    """Whether a sentence that paused at a line's end goes on small ("… 401 hồ sơ; / phần việc này …")."""
    return text.rstrip().endswith((";", ":")) and starts_small(following)


def _is_counted(text: str, following: str) -> bool:
    """A number at a line's start that belongs to the word before it ("quý / III.", "ngày / 15. …")."""
    return bool(_COUNTED.search(text.rstrip()) and _ORDINAL.match(following))
