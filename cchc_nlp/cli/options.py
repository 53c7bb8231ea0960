"""The options that several commands share, each with one name, one meaning and one help text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from cchc_nlp.cli import outputs
from cchc_nlp.reading import Terms

_MIB = 1024 * 1024
# What a limit is called on the command line → the field of Terms, and how many of its units one is.
_LIMITS = {
    "size": ("max_bytes", _MIB),
    "pages": ("max_pages", 1),
    "pixels": ("max_pixels", 1),
    "part-size": ("max_part_bytes", _MIB),
    "ratio": ("max_ratio", 1),
    "cells": ("max_cells", 1),
    "depth": ("max_depth", 1),
    "members": ("max_members", 1),
    "zip-size": ("max_bundle_bytes", _MIB),
    "zips": ("max_bundles", 1),
    "memory": ("max_memory", _MIB),
    "seconds": ("max_seconds", 1),
}

Inputs: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="TỆP...",
        help="Tệp, thư mục (đọc cả thư mục con) hoặc mẫu tên như «bao-cao/*.docx».",
        show_default=False,
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="TỆP",
        help="Ghi kết quả vào tệp này thay vì in ra màn hình.",
        callback=outputs.as_text,
        show_default=False,
    ),
]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="Cho phép ghi đè kết quả đã có.")]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Chỉ báo lỗi, không báo tiến độ.")]
Password: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--password",
        metavar="MẬT KHẨU",
        help="Mật khẩu để mở các tệp PDF, Word, Excel, ZIP được bảo vệ.",
        show_default=False,
    ),
]
Limits: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="TÊN=SỐ",
        help="Đổi một giới hạn đọc tệp, ví dụ --limit size=200 (MB), --limit pages=3000, --limit seconds=300.",
        show_default=False,
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho máy đọc.")]
Corrections: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="TỆP",
        help="Bảng số liệu .xlsx của «cchc tabulate» đã sửa tay: số sửa tay thay cho số đọc được từ báo cáo.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="SỐ",
        help="Số tiến trình chạy song song; để trống thì tự chọn.",
        show_default=False,
    ),
]
StoreAt: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="THƯ MỤC",
        help="Nơi lưu báo cáo đã phân tích để lần sau chỉ đọc tệp mới; không nêu thì là .cchc trong thư mục báo cáo.",
        file_okay=False,
        show_default=False,
    ),
]
NoStore: TypeAlias = Annotated[bool, typer.Option("--no-store", help="Không lưu và không dùng báo cáo đã lưu.")]
Dask: TypeAlias = Annotated[
    str | None,
    typer.Option("--dask", metavar="ĐỊA CHỈ", help="Chạy trên cụm Dask, ví dụ tcp://may-chu:8786.", show_default=False),
]
LogFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="TỆP",
        help="Ghi thêm vào tệp này việc đã xảy ra với từng tệp, mỗi việc một dòng JSON.",
        dir_okay=False,
        show_default=False,
    ),
]
Knowledge: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        metavar="THƯ MỤC",
        help="Thư mục tri thức của đơn vị, thêm vào hoặc thay thế tri thức có sẵn theo id.",
        file_okay=False,
        show_default=False,
    ),
]


def terms(limits: Sequence[str] | None, password: str | None) -> Terms:
    """The terms of reading that the options say.

    Raises:
        typer.BadParameter: no such limit, or no number.
    """
    changed: dict[str, int] = {}
    for limit in limits or ():
        name, _, number = limit.partition("=")
        if name.strip() not in _LIMITS or not number.strip().isdecimal() or int(number) == 0:
            known = ", ".join(_LIMITS)
            raise typer.BadParameter(f"--limit {limit}: cần TÊN=SỐ với TÊN là một trong {known} và SỐ lớn hơn 0.")
        field, unit = _LIMITS[name.strip()]
        changed[field] = int(number) * unit
    return Terms(password=password, **changed)
