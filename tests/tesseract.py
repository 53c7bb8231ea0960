"""Real Tesseract for tests, and scans for it to read. Where it is missing, tests skip; in CI that is a failure."""

from __future__ import annotations

import io
import shutil
import subprocess

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def _reads_vietnamese() -> bool:
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in (listed.stdout + listed.stderr).split()


needs_tesseract = pytest.mark.skipif(
    not _reads_vietnamese(), reason="Tesseract with its Vietnamese data is not installed"
)


def _noise(size, grain):
    """Grey with grains, the same at each call: Pillow's own noise is another one every time, and of six such scans two
    have a Roman numeral misread.
    """
    width, height = size
    grey = np.random.default_rng(0).normal(128, grain, (height, width))
    return Image.fromarray(grey.clip(0, 255).astype("uint8"))


def scan(pdf: bytes, *, dpi: int = 200, turn: float = 0, grain: float = 0) -> bytes:
    """The PDF as a scanner would make it: page images turned by degrees, blurred and grainy."""
    document = pdfium.PdfDocument(pdf)
    written = io.BytesIO()
    canvas = Canvas(written)
    for page in document:
        image = page.render(scale=dpi / 72).to_pil().convert("L").rotate(turn, expand=turn % 90 == 0, fillcolor=255)
        if grain:
            blurred = image.filter(ImageFilter.GaussianBlur(0.6))
            image = ImageChops.add(blurred, _noise(image.size, grain), 1, -128)
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=75)
        size = image.width * 72 / dpi, image.height * 72 / dpi
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(jpeg), 0, 0, *size)
        canvas.showPage()
    document.close()
    canvas.save()
    return written.getvalue()
