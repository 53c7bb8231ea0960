"""On what terms files are read: the limits that keep a bad or mistaken file from taking the machine, and the password.

Each default is well above what reports need and well below what hurts; the reason stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Terms:
    """How far reading may go. Handed through from the command line to each reader."""

    password: str | None = field(default=None, repr=False)
    """Tried on protected files; None: they are refused."""

    max_bytes: int = 50 * MIB
    """Of a file. A report with photographs rarely exceeds 10 MB; five times that keeps videos and backups out."""

    max_pages: int = 1000
    """Of a PDF. The longest reports with all annexes have about 100."""

    max_pixels: int = 60_000_000
    """Of a page image or picture. A4 at 600 dpi has 35 million."""

    max_part_bytes: int = 40 * MIB
    """Of one part of an Office file, unpacked. The longest reports have 1 MB; a province's year with annexes 20 MB."""

    max_ratio: int = 400
    """How many times a part of a zip may grow. Word's XML grows 10 to 60 times, a table of equal rows up to 200;
    deflate alone can reach 1032."""

    max_cells: int = 500_000
    """Of a spreadsheet or table, filled ones. The longest export seen, a province's year by commune, has 40 000."""

    max_depth: int = 200
    """Of elements within elements. Nested lists and tables of real pages stay below 40."""

    max_members: int = 5_000
    """Files in a bundle, folders and all. A province has at most 170 communes, each with some files."""

    max_bundle_bytes: int = 2_000 * MIB
    """Of all files of a bundle together, unpacked."""

    max_bundles: int = 3
    """Bundles within bundles: a commune's zip in a department's zip is two."""

    max_memory: int = 3072 * MIB
    """Of the process that reads, all that it reserves. A page at 300 dpi takes 30 MB, LibreOffice reserves 1.5 GB."""

    max_seconds: float = 120.0
    """For a file whose reader runs outside (conversion, recognition). A report of 25 pages takes 2 to 30 seconds."""


def wider(limit: str) -> str:
    """How an officer widens a limit who knows the file to be sound: by the name it has on the command line.

    >>> wider("pages")
    'hoặc nới giới hạn bằng --limit pages=SỐ'
    """
    return f"hoặc nới giới hạn bằng --limit {limit}=SỐ"


DEFAULT = Terms()
