"""How long reading takes, against the one yardstick every machine has: a plain word segmentation of the same text.

    python benchmarks/reading.py

Word and PDF files of corpora/mau and, where they are at hand, of the real reports: the ratio of the two times, in
processor time, the best of several goes. Then what it costs to read in a guarded process, and pages a second of scans
made from those PDFs at 200 dots an inch, on one processor and on two.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from underthesea import word_tokenize

from cchc_nlp.reading import Terms, read
from cchc_nlp.reading.guarding import _end_all, guarded
from cchc_nlp.reading.opening import reader_of

ROOT = Path(__file__).resolve().parent.parent
MAU = ROOT / "corpora" / "mau" / "reports"
REAL = Path(os.environ.get("CCHC_REAL_CORPUS", ROOT.parent / "shared")) / "reports" / "formats"
GOALS = {"docx": 0.1, "pdf": 0.3}
_GOES = 5  # the more, the less what else the machine does weighs
_SCANNED_PAGES = 6
_DPI = 200


def main() -> None:
    """Print the ratios and the pages a second."""
    for kind, goal in GOALS.items():
        for name, files in (("sample", MAU.glob(f"*.{kind}")), ("real", REAL.glob(f"[0-9][0-9][0-9].{kind}"))):
            contents = [path.read_bytes() for path in sorted(files)]
            if contents:
                ratio = _ratio(kind, contents)
                print(f"{name} .{kind}: reading / word_tokenize {ratio:.3f} (goal: at most {goal})")
    print(f"guarding: {_guarding(sorted(MAU.glob('*.docx'))):.1f} ms a file, once {_starting():.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder, "quet.pdf")
        scan.write_bytes(_scan(next(iter(sorted(MAU.glob("*.pdf"))))))
        for processors in (1, 2):
            print(f"scan: {_pages_a_second(scan, processors):.2f} pages a second on {processors} processors")


def _ratio(kind: str, contents: Sequence[bytes]) -> float:
    reader = reader_of(kind)
    texts = ["\n".join(line.text for line in reader(content, Terms()).lines) for content in contents]
    # By turns, so that whatever else the machine does weighs on both.
    goes = [
        (
            _processor_time(lambda: [reader(content, Terms()) for content in contents]),
            _processor_time(lambda: [word_tokenize(text) for text in texts]),
        )
        for _ in range(_GOES)
    ]
    return min(reading for reading, _ in goes) / min(segmenting for _, segmenting in goes)


def _guarding(paths: Sequence[Path]) -> float:
    """Milliseconds a file that reading takes longer in a process of its own."""
    reader = reader_of("docx")
    differences: list[float] = []
    for path in paths * _GOES:
        begun = time.perf_counter()
        reader(path.read_bytes(), Terms())
        between = time.perf_counter()
        read(path)
        differences.append(time.perf_counter() - between - (between - begun))
    return 1000 * median(differences)


def _starting() -> float:
    """Seconds until a reader's process that has to be started first answers."""
    _end_all()
    begun = time.perf_counter()
    guarded("html", b"<p>x</p>", Terms())
    return time.perf_counter() - begun


def _processor_time(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _scan(path: Path) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    document = pdfium.PdfDocument(path)
    for index in range(_SCANNED_PAGES):
        image = document[index % len(document)].render(scale=_DPI / 72).to_pil().convert("L")
        size = image.width * 72 / _DPI, image.height * 72 / _DPI
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(image), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _pages_a_second(scan: Path, processors: int) -> float:
    """With this process, and all it starts, held to some processors; Linux only."""
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(all_of_them)[:processors]))
    _end_all()  # a reader that was started before may use them all
    begun = time.monotonic()
    read(scan)
    seconds = time.monotonic() - begun
    os.sched_setaffinity(0, all_of_them)
    return _SCANNED_PAGES / seconds


if __name__ == "__main__":
    main()
