"""Real LibreOffice for tests: makes files of old formats. Where it is missing, tests skip; in CI that is a failure."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from cchc_nlp.reading.converting import libreoffice

needs_libreoffice = pytest.mark.skipif(libreoffice() is None, reason="LibreOffice (soffice) is not installed")
_TARGETS = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97"}


@cache
def as_format(content: bytes, source: str, target: str) -> bytes:
    """The file in another format, as LibreOffice writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path, made = Path(folder, f"bao-cao.{source}"), Path(folder, "ra")
        path.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        wanted = _TARGETS.get(target, target)
        command = [libreoffice(), profile, "--headless", "--norestore", "--convert-to", wanted, "--outdir", str(made)]
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
        return (made / f"bao-cao.{target.partition(':')[0]}").read_bytes()
