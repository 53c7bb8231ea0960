"""The options that several commands share, each with one name, one meaning and one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

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
        "-o", "--output", metavar="TỆP", help="Ghi kết quả vào tệp này thay vì in ra màn hình.", show_default=False
    ),
]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="Cho phép ghi đè kết quả đã có.")]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Chỉ báo lỗi, không báo tiến độ.")]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho máy đọc.")]
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
Knowledge: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        metavar="THƯ MỤC",
        help="Thư mục tri thức của đơn vị, thêm vào hoặc thay thế tri thức có sẵn theo id.",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]
