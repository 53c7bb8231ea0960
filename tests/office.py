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


_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Main
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = &quot;Hidden&quot; : hidden(0).Value = True
 document = StarDesktop.loadComponentFromURL(&quot;{source}&quot;, &quot;_blank&quot;, 0, hidden())
 Dim how(1) As New com.sun.star.beans.PropertyValue
 how(0).Name = &quot;FilterName&quot; : how(0).Value = &quot;{form}&quot;
 how(1).Name = &quot;Password&quot; : how(1).Value = &quot;{password}&quot;
 document.storeToURL(&quot;{target}&quot;, how())
 document.close(True)
End Sub
</script:module>
"""


def locked(content: bytes, source: str, target: str, password: str) -> bytes:
    """The file in an old format with a password; only a macro can ask LibreOffice for one."""
    with tempfile.TemporaryDirectory() as folder:
        path, made, profile = Path(folder, f"bao-cao.{source}"), Path(folder, f"khoa.{target}"), Path(folder, "profile")
        path.write_bytes(content)
        command = [libreoffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
        form = _TARGETS[target].partition(":")[2]
        module = _MODULE.format(source=path.as_uri(), target=made.as_uri(), form=form, password=password)
        library = profile / "user" / "basic" / "Standard"
        (library / "Module1.xba").write_text(module, "utf-8")
        subprocess.run([*command, "macro:///Standard.Module1.Main"], check=True, capture_output=True, timeout=120)
        return made.read_bytes()
