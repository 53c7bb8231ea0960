"""Old formats → .docx or .xlsx by LibreOffice, found where it is installed; then read as those.

Each conversion has a private folder for its profile and its files, removed afterwards; no macro runs, no link is
followed; after the time limit the program is ended. Without LibreOffice, RTF
and old spreadsheets are read by libraries, with less of how they are set.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.docx import read_docx
from cchc_nlp.reading.kinds import SAVE_AS_DOCX
from cchc_nlp.reading.terms import MIB, wider

if TYPE_CHECKING:
    from cchc_nlp.reading.rendition import Rendition
    from cchc_nlp.reading.terms import Terms

# The filter is named so that LibreOffice does not take damaged files for something else, such as plain text.
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "xls": "MS Excel 97", "ods": "calc8"}
_TARGETS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
# The settings of the private profile: no macro, no update of links, no picture from elsewhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 - one setting a line
_CONVERSION = ("--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck")


def read_doc(content: bytes, terms: Terms) -> Rendition:
    """The lines of an old Word file.

    Raises:
        ReadError: LibreOffice is not installed, or does not read the file in time.
    """
    document = converted("doc", content, terms)
    if document is None:
        raise ReadError(
            f"tệp .doc đời cũ, máy này chưa có LibreOffice để đọc; hãy cài LibreOffice, hoặc {SAVE_AS_DOCX}."
        )
    return read_docx(document, terms)


def read_rtf(content: bytes, terms: Terms) -> Rendition:
    """The lines of an RTF file; without LibreOffice its words alone, and nothing of how they are set.

    Raises:
        ReadError: damaged, or not read in time.
    """
    document = converted("rtf", content, terms)
    if document is None:
        from cchc_nlp.reading.rtf import read_words

        return read_words(content, terms)
    return read_docx(document, terms)


def converted(kind: str, content: bytes, terms: Terms) -> bytes | None:
    """The file as today's format of Word or Excel; None where LibreOffice is not installed.

    Raises:
        ReadError: LibreOffice does not read the file, or not in time.
    """
    program = libreoffice()
    return None if program is None else _convert(program, kind, content, terms)


def libreoffice() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _convert(program: str, kind: str, content: bytes, terms: Terms) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        target = "docx" if kind in {"doc", "rtf"} else "xlsx"
        source = folder / f"bao-cao.{kind}"
        source.write_bytes(content)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        command = [
            *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *_CONVERSION),
            *(f"--infilter={_FILTERS[kind]}", "--convert-to", f"{target}:{_TARGETS[target]}"),
            *("--outdir", str(folder / "out"), str(source)),
        ]
        _run(command, folder, kind, terms)
        return _result(folder / "out" / f"bao-cao.{target}", kind, terms)


def _run(command: list[str], folder: Path, kind: str, terms: Terms) -> None:
    """Run a program and all it starts in a group of its own, ended together when the time is up."""
    # LibreOffice keeps files in the home and the temporary folder: here both are the private one.
    own = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the machine, arguments of our own
            command,
            cwd=folder,
            env=os.environ | own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReadError(f"không chạy được LibreOffice để đọc tệp .{kind}; hãy cài lại, hoặc {SAVE_AS_DOCX}.") from error
    try:
        process.wait(terms.max_seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"LibreOffice đọc tệp .{kind} quá {terms.max_seconds:.0f} giây; {SAVE_AS_DOCX}, {wider('seconds')}."
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started; LibreOffice's launcher leaves its worker behind otherwise."""
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - a number is the only argument
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(path: Path, kind: str, terms: Terms) -> bytes:
    if not path.is_file():
        raise ReadError(f"tệp .{kind} bị hỏng hoặc đặt mật khẩu; {SAVE_AS_DOCX}.")
    if path.stat().st_size > terms.max_bytes:
        raise ReadError(
            f"tệp .{kind} chuyển ra lớn hơn {terms.max_bytes // MIB} MB; {SAVE_AS_DOCX}, bỏ bớt ảnh, {wider('size')}."
        )
    return path.read_bytes()
