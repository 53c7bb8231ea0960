"""Pages whose words cannot be had from the file → the same pages with words recognised from their image.

Each page by itself: one with a good text layer stays as it is. Pages are recognised side by side, since Tesseract is a
program of its own. A page on which almost nothing was recognised says so.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.guarding import ask_for, processors
from cchc_nlp.reading.ocr import MAX_SECONDS_A_PAGE, TooSlowError, recognise, require_tesseract
from cchc_nlp.reading.pdf.grids import Grid, grids_of
from cchc_nlp.reading.pdf.pages import Page, Rule, rendered
from cchc_nlp.reading.pdf.scan_cells import read_cells
from cchc_nlp.reading.pdf.scan_image import Box, clean, has_ink, rules_in, straightened, thicknesses, without
from cchc_nlp.reading.pdf.scan_words import Sheet, words_of
from cchc_nlp.reading.terms import wider
from cchc_nlp.vietnamese.syllables import share_of_syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from PIL.Image import Image

    from cchc_nlp.reading.ocr import Found
    from cchc_nlp.reading.pdf.pages import Word
    from cchc_nlp.reading.terms import Terms

# A text layer is good if its words are Vietnamese. Reports have marks on two words in three; layers made by recognition
# in another language, or by fonts that do not tell their characters, on hardly any that makes a syllable.
_FEWEST_WORDS = 30
_SHARE_OF_MARKED = 0.25
_MOSTLY_PICTURE = 0.6  # of the page under one picture: a scan, whatever caption or number was printed over it

_FEWEST_LETTERS = 25  # surely read: a page with ink and less than this is a problem
_SURE = 60.0
_HOPELESS = 15.0  # words less sure than this are specks, strokes of a signature, pieces of a stamp


_TELLING = 3  # letters a word has whose box tells whether it lies or stands
# A page fed sideways gives letters too, a third of them surely, a quarter of the marked words Vietnamese; the right way
# round nine in ten of either, and fewer sure ones where the scan is poor.
_MOSTLY_SURE = 0.5
_TURNS = (0, 90, 270, 180)  # landscape tables are fed sideways, now and then a page upside down
_MOST_THREADS = 8  # each with a page image and a Tesseract of some 150 MB
_SECONDS_A_PAGE = 4.0  # on a slow machine, with pages side by side: what a file may take beyond its usual time


@dataclass(frozen=True, slots=True)
class Scan:
    """The grey image of a page and its dots per inch."""

    image: Image
    dpi: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was recognised on a page: words with their thickness, rules in pixels, or what went wrong."""

    width: int
    height: int
    dpi: float
    sheet: Sheet
    rules: tuple[Box, ...] = ()
    trouble: str = ""

    @property
    def lying(self) -> list[Found]:
        """The words that lie: Tesseract also reads words that stand on end."""
        return [w for w in self.sheet.found if w.right - w.left > w.bottom - w.top or _letters(w) < _TELLING]

    @property
    def letters(self) -> int:
        """Letters and digits surely read, of words that lie."""
        return sum(_letters(word) for word in self.lying if word.confidence >= _SURE)

    @property
    def upright(self) -> bool:
        """Whether it reads as a page does that is not turned: enough, most of it surely or as Vietnamese."""
        if self.letters < _FEWEST_LETTERS:
            return False
        if self.letters >= _MOSTLY_SURE * sum(map(_letters, self.sheet.found)):
            return True
        share, marked = share_of_syllables(" ".join(word.text for word in self.lying if _letters(word) >= _TELLING))
        return share >= _MOSTLY_SURE and marked >= _FEWEST_WORDS


def recognised(content: bytes, pages: Sequence[Page], terms: Terms) -> tuple[Page, ...]:
    """The pages of a PDF, those without readable words recognised from their image.

    Raises:
        ReadError: all pages are images and Tesseract is not installed.
    """
    wanted = [page for page in pages if _needs_recognition(page)]
    if not wanted:
        return tuple(pages)
    try:
        require_tesseract()
    except ReadError as error:
        if not any(page.words for page in pages):
            raise
        reason = str(error).split(";", maxsplit=1)[0]
        return tuple(replace(page, unread=reason) if page in wanted and not page.words else page for page in pages)
    scans = (None if image is None else Scan(image, dpi) for image, dpi in rendered(content, wanted, terms))
    fresh = {page.number: page for page in pages_of_scans(scans, [page.number for page in wanted], terms)}
    return tuple(_better(page, fresh[page.number]) if page.number in fresh else page for page in pages)


def pages_of_scans(scans: Iterable[Scan | None], numbers: Sequence[int], terms: Terms) -> list[Page]:
    """A page for each scan; None is an image beyond the limit."""
    more = _SECONDS_A_PAGE * len(numbers)
    ask_for(more)
    deadline = monotonic() + terms.max_seconds + more
    readings = list(_side_by_side(scans, deadline))
    words = words_of([reading.sheet for reading in readings])
    return [_page(*one) for one in zip(numbers, readings, words, strict=True)]


def _needs_recognition(page: Page) -> bool:
    if not page.words:
        return page.pictured
    text = " ".join(word.text for word in page.words)
    if page.covered >= _MOSTLY_PICTURE and len(page.words) < _FEWEST_WORDS:
        return True
    return len(page.words) >= _FEWEST_WORDS and page.pictured and not _is_vietnamese(text)


def _is_vietnamese(text: str) -> bool:
    lettered = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(lettered) < _FEWEST_WORDS:
        return True  # a page of figures tells nothing
    share, marked = share_of_syllables(text)
    return share * marked >= _SHARE_OF_MARKED * len(lettered)


def _better(page: Page, fresh: Page) -> Page:
    """The recognised page, unless the text layer after all has more."""
    if not page.words or sum(len(w.text) for w in fresh.words) > sum(len(w.text) for w in page.words):
        return fresh
    return page


def _side_by_side(scans: Iterable[Scan | None], deadline: float) -> Iterator[_Reading]:
    """Readings in order; only as many images in memory as are being read, and one more."""
    threads = _threads()
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[_Reading]] = deque()
        for scan in scans:
            waiting.append(pool.submit(_read, scan, deadline))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _threads() -> int:
    return min(_MOST_THREADS, processors())


def _read(scan: Scan | None, deadline: float) -> _Reading:
    if scan is None:
        return _Reading(0, 0, 72, Sheet((), (), 72), trouble=f"ảnh quá lớn, {wider('pixels')}")
    if not has_ink(scan.image):
        return _nothing(scan)
    try:
        best = _best_of_turns(clean(scan.image, scan.dpi), scan.dpi, deadline)
    except TooSlowError:
        return _nothing(scan, "quá thời gian nhận dạng")
    return best if best.letters >= _FEWEST_LETTERS else replace(best, trouble="hầu như không nhận dạng được chữ")


def _best_of_turns(image: Image, dpi: float, deadline: float) -> _Reading:
    """The reading of a page as it was fed or turned, the first that is upright; else the one with most letters.

    Raises:
        TooSlowError: the time is up before any is read.
    """
    best: _Reading | None = None
    for turn in _TURNS:
        turned = image.rotate(turn, expand=True) if turn else image
        try:
            reading = _read_upright(straightened(turned), dpi, deadline)
        except TooSlowError:
            if best is None:
                raise
            break
        if reading.upright:
            return reading
        best = reading if best is None or reading.letters > best.letters else best
    assert best is not None
    return best


def _letters(word: Found) -> int:
    return sum(map(str.isalnum, word.text))


def _nothing(scan: Scan, trouble: str = "") -> _Reading:
    return _Reading(*scan.image.size, scan.dpi, Sheet((), (), scan.dpi), trouble=trouble)


def _read_upright(image: Image, dpi: float, deadline: float) -> _Reading:
    rules = rules_in(image, dpi)
    left = deadline - monotonic()
    if left <= 0:
        raise TooSlowError
    scale = 72 / dpi
    grids = grids_of([_rule(box, scale) for box in rules])
    clear = without(image, rules)
    tables = [_box(grid, dpi) for grid in grids]
    seconds = min(left, MAX_SECONDS_A_PAGE)
    found = recognise(without(clear, tables), dpi, seconds=seconds) + read_cells(clear, grids, dpi, seconds)
    found = [word for word in found if word.confidence >= _HOPELESS]
    thick = thicknesses(image, [(word.left, word.top, word.right, word.bottom) for word in found])
    return _Reading(*image.size, dpi, Sheet(tuple(found), tuple(thick), dpi), tuple(rules))


def _rule(box: Box, scale: float) -> Rule:
    return Rule(*(edge * scale for edge in box))


def _box(grid: Grid, dpi: float) -> Box:
    left, top, right, bottom = (round(edge * dpi / 72) for edge in (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]))
    return left, top, right, bottom


def _page(number: int, reading: _Reading, words: Sequence[Word]) -> Page:
    scale = 72 / reading.dpi
    return Page(
        number=number,
        width=reading.width * scale,
        height=reading.height * scale,
        words=tuple(words),
        rules=tuple(_rule(box, scale) for box in reading.rules),
        pictured=True,
        recognised=bool(words),
        unread=reading.trouble,
    )
