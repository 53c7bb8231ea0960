"""Page image → words with their boxes, by Tesseract called as a program. The only page that knows Tesseract.

Tesseract is found by itself: on the path, or where its Windows installer puts it. It gets the image through its
standard input and has a time limit of its own, so a picture that keeps it busy costs a page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MAX_SECONDS_A_PAGE = 60.0  # a full page takes 1 to 3 seconds at 200 dpi, a dense table 6
_LANGUAGE = "vie"
_WINDOWS_PLACES = (
    ("ProgramFiles", "Tesseract-OCR"),
    ("ProgramFiles(x86)", "Tesseract-OCR"),
    ("LOCALAPPDATA", "Programs/Tesseract-OCR"),
    ("LOCALAPPDATA", "Tesseract-OCR"),
)
_MISSING = (
    "chưa cài Tesseract để nhận dạng chữ trên bản quét; hãy cài Tesseract OCR kèm dữ liệu tiếng Việt (vie)"
    " rồi thử lại, hoặc xin tệp .docx gốc."
)
_NO_VIETNAMESE = (
    "Tesseract thiếu dữ liệu tiếng Việt; hãy chép vie.traineddata vào thư mục tessdata (Linux: cài gói"
    " tesseract-ocr-vie) rồi thử lại, hoặc xin tệp .docx gốc."
)
# Columns of Tesseract's table of words; a row of level 5 is a word.
_COLUMNS = 12
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class Found:
    """A word in an image: its box in pixels, from 0 to 100 how sure it is, and the line Tesseract put it in."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]


class TooSlowError(Exception):
    """A page took longer than it may."""


def require_tesseract() -> str:
    """The program to call.

    Raises:
        ReadError: Tesseract or its Vietnamese data is not installed; the reason says what to install.
    """
    program = _program()
    if program is None:
        raise ReadError(_MISSING)
    if _LANGUAGE not in _languages(program):
        raise ReadError(_NO_VIETNAMESE)
    return program


def recognise(image: Image, dpi: float, *, seconds: float, block: bool = False) -> list[Found]:
    """The words of a grey image in Tesseract's reading order. A `block` is one column of text, not a page.

    Raises:
        ReadError: Tesseract is not installed.
        TooSlowError: it took more than `seconds`.
    """
    layout = "6" if block else "3"
    command = [require_tesseract(), "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), "--psm", layout]
    try:
        done = subprocess.run(  # noqa: S603 - the program that was found, and numbers
            [*command, "tsv"],
            input=_portable_greymap(image),
            capture_output=True,
            timeout=seconds,
            check=False,
            env=_environment(),
            creationflags=_NO_WINDOW,
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlowError from error
    except OSError:
        return []
    return list(_found(done.stdout.decode("utf-8", errors="replace")))


# One thread a page, since pages run side by side: four threads of one page are no faster than two (measured).
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def _environment() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


def _portable_greymap(image: Image) -> bytes:
    """The simplest image format there is: nothing to compress, nothing that can be damaged on the way."""
    return b"P5 %d %d 255\n" % image.size + image.tobytes()


def _found(table: str) -> Iterator[Found]:
    for row in table.splitlines():
        fields = row.split("\t")
        if len(fields) != _COLUMNS or fields[0] != _WORD_LEVEL or not (text := nfc(fields[11].strip())):
            continue
        left, top, width, height = (int(field) for field in fields[6:10])
        block, paragraph, line = (int(field) for field in fields[2:5])
        yield Found(text, left, top, left + width, top + height, float(fields[10]), (block, paragraph, line))


@lru_cache(maxsize=1)
def _program() -> str | None:
    if on_path := shutil.which("tesseract"):
        return on_path
    places = (Path(os.environ[name], inside, "tesseract.exe") for name, inside in _WINDOWS_PLACES if name in os.environ)
    return next((str(place) for place in places if place.is_file()), None)


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        done = subprocess.run(  # noqa: S603 - the program that was found
            [program, "--list-langs"], capture_output=True, timeout=30, check=False, creationflags=_NO_WINDOW
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset((done.stdout + done.stderr).decode("utf-8", errors="replace").split())
