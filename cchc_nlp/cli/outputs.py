"""Where results go: stdout or a file; never over an input, and over an older result only when asked."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_nlp.cli.inputs import SENT, UNMARKED
from cchc_nlp.errors import OutputExistsError, WriteError, reason_of

# Every line of a log begins so.
LOG_START = b'{"time":'


def check_free(
    outputs: Iterable[Path], inputs: Iterable[Path] = (), folders: Iterable[Path] = (), *, force: bool = False
) -> None:
    """Refuse before any work is done. `folders` are those that were searched for inputs.

    Raises:
        OutputExistsError: a result would be written over an input, or over a file without `force`, or twice, or would
            be taken for a report where it is to lie.
    """
    read = {path.resolve() for path in inputs}
    searched = [folder.resolve() for folder in folders]
    written: set[Path] = set()
    for output in outputs:
        place = output.resolve()
        if place in read:
            raise OutputExistsError(f"{output}: kết quả sẽ ghi đè lên tệp đầu vào; hãy chọn tên khác.")
        if place in written:
            raise OutputExistsError(f"{output}: hai kết quả cùng ghi vào một tệp; hãy chọn tên khác cho một kết quả.")
        written.add(place)
        if place.suffix.lower() in UNMARKED and any(map(place.is_relative_to, searched)):
            raise OutputExistsError(
                f"{output}: nằm trong thư mục báo cáo, lần sau sẽ bị đọc như một báo cáo; hãy ghi ra thư mục khác."
            )
        if output.is_dir():
            raise OutputExistsError(f"{output}: đã có thư mục mang tên này; hãy chọn tên tệp khác.")
        if output.exists() and not force:
            raise OutputExistsError(f"{output}: đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.")


def as_text(output: Path | None) -> Path | None:
    """The file for a result in plain text or JSON, as Typer hands it over.

    Raises:
        OutputExistsError: its name says that it is something else, which no program would open.
    """
    if output and not is_text(output):
        raise OutputExistsError(f"{output}: kết quả ở đây là văn bản; hãy dùng đuôi .txt, .json, .jsonl hoặc .csv.")
    return output


def is_text(output: Path) -> bool:
    """Whether a file of this name may hold plain text."""
    return output.suffix.lower() not in SENT - {".txt", ""}


def check_log(log: Path, inputs: Iterable[Path], folders: Iterable[Path]) -> None:
    """As `check_free`, of a file that is written on: it may be there if it is a log.

    Raises:
        OutputExistsError: as `check_free`, or it is another file.
    """
    with suppress(OSError):
        if log.is_file() and _start(log) not in (b"", LOG_START):
            raise OutputExistsError(f"{log}: đã có tệp này, không phải nhật ký của cchc; hãy chọn tên khác.")
    check_free([log], inputs, folders, force=True)


def _start(log: Path) -> bytes:
    with log.open("rb") as opened:
        return opened.read(len(LOG_START))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` at the end, so that no half result is ever seen.

    Raises:
        WriteError: the folder or the file cannot be written.
    """
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except WriteError as error:  # of a room that knows only the draft
        raise WriteError(str(error).replace(str(draft), str(path))) from error
    except OSError as error:
        raise WriteError(
            f"{path}: không ghi được ({reason_of(error)}); hãy đóng tệp nếu đang mở và kiểm tra quyền ghi."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all; one that already says the same stays as it is.

    Raises:
        WriteError: as `replacing`.
    """
    content = text.encode("utf-8", "backslashreplace")
    if not _holds(path, content):
        with replacing(path) as draft:
            draft.write_bytes(content)


def _holds(path: Path, content: bytes) -> bool:
    with suppress(OSError):
        return path.stat().st_size == len(content) and path.read_bytes() == content
    return False


def write_lines(lines: Iterable[str], path: Path | None) -> None:
    """Lines to standard output as they come, or to a file, whole.

    Raises:
        WriteError: as `replacing`.
    """
    if path is None:
        for line in lines:
            _print(line)
        return
    write_text(path, "".join(f"{line}\n" for line in lines))


def _print(line: str) -> None:
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has enough: the end of the run knows what to do
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again when it ends
        raise WriteError(f"không ghi được kết quả ra màn hình hoặc tệp nhận kết quả ({reason_of(error)}).") from error


def unique_names(paths: Sequence[Path], suffix: str) -> list[str]:
    """A file name for the result of each path: the stem, and from the second of the same stem on a number.

    Stems that differ only in case or Unicode form are the same: Windows and macOS keep one of them.

    >>> unique_names([Path("a/bc.docx"), Path("b/bc.pdf"), Path("bc-2.txt")], ".json")
    ['bc.json', 'bc-2.json', 'bc-2-2.json']
    """
    taken: set[str] = set()
    names = []
    for path in paths:
        stem = path.stem.rpartition("!")[2] or path.stem  # of a file in a bundle: its own name
        tries = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(paths) + 1))
        name = next(name for name in tries if _key(name) not in taken)
        taken.add(_key(name))
        names.append(f"{name}{suffix}")
    return names


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
