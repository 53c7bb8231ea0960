"""The tables of a dataset, column by column: the one list that files, documentation and queries share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

TableName: TypeAlias = Literal["reports", "sections", "findings", "indicators", "problems", "themes"]
TABLES: tuple[TableName, ...] = get_args(TableName)

Kind: TypeAlias = Literal["text", "name", "integer", "number", "flag"]
"""`name` is text of which there are few: a dictionary in the file, a category in pandas."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it means, in Vietnamese for the documentation."""

    name: str
    kind: Kind
    about: str


_REPORT = Column(
    "report", "text", "mã báo cáo: 16 ký tự đầu của mã băm nội dung (kể cả phụ lục), không đổi theo tên tệp"
)
_PLACE = (
    Column("unit", "name", "đơn vị báo cáo"),
    Column("period", "name", "kỳ báo cáo, ví dụ 2026-quarter-1, 2026-half-1, 2026-year"),
)
_LINES = (
    Column("first_line", "integer", "dòng đầu trong bản chữ của tệp (như «cchc read» in ra)"),
    Column("last_line", "integer", "dòng cuối"),
)
_PAGE = Column("page", "integer", "trang, nếu tệp có trang")
_AREA = Column("area", "name", "lĩnh vực")

COLUMNS: dict[TableName, tuple[Column, ...]] = {
    "reports": (
        _REPORT,
        *_PLACE,
        Column("unit_kind", "name", "loại đơn vị: xã, phường, …"),
        Column("district", "name", "huyện, nếu có ghi"),
        Column("province_name", "name", "tỉnh, như đọc được"),
        Column("unit_code", "text", "mã đơn vị hành chính, nếu biết"),
        Column("period_kind", "name", "loại kỳ: month, quarter, half, nine_months, year, other"),
        Column("period_number", "integer", "tháng, quý hoặc nửa năm thứ mấy"),
        Column("date", "text", "ngày ký, dạng ISO, có thể thiếu ngày"),
        Column("document_number", "text", "số, ký hiệu văn bản"),
        Column("title", "text", "tên báo cáo"),
        Column("path", "text", "tệp đã đọc"),
        Column("sha256", "text", "mã băm của tệp"),
        Column("format", "name", "định dạng"),
        Column("pages", "integer", "số trang, nếu định dạng có trang"),
        Column("ocr", "flag", "đọc bằng nhận dạng chữ"),
        Column("words", "integer", "số chữ của toàn văn"),
    ),
    "sections": (
        _REPORT,
        Column("section", "text", "mã mục trong báo cáo"),
        Column("parent", "text", "mục cha"),
        Column("position", "integer", "thứ tự trong báo cáo, từ 1"),
        Column("level", "integer", "cấp"),
        Column("number", "text", "số thứ tự in trong văn bản"),
        Column("heading", "text", "đề mục"),
        _AREA,
        Column("role", "name", "loại nội dung"),
        Column("score", "number", "độ chắc chắn, từ 0 đến 1"),
        *_LINES,
    ),
    "findings": (
        Column("finding", "text", "mã ý kiến: mã báo cáo và thứ tự trong báo cáo"),
        _REPORT,
        *_PLACE,
        Column("role", "name", "strength, limitation, cause, task, recommendation"),
        _AREA,
        Column("text", "text", "nguyên văn"),
        Column("section", "text", "mã mục"),
        Column("theme", "name", "chủ đề trong sổ chủ đề; trống nếu không thuộc chủ đề nào"),
        Column("score", "number", "độ gần với chủ đề"),
        *_LINES,
        _PAGE,
    ),
    "indicators": (
        _REPORT,
        *_PLACE,
        Column("position", "integer", "thứ tự trong báo cáo, từ 1"),
        Column("indicator", "name", "mã chỉ tiêu trong danh mục"),
        Column("name", "name", "tên chỉ tiêu"),
        Column("value", "number", "giá trị"),
        Column("measure", "name", "đơn vị tính"),
        Column("source", "name", "narrative: lời văn; table: bảng"),
        Column("qualifier", "name", "phạm vi của số liệu, ví dụ hộ tịch"),
        Column("quote", "text", "câu chữ chứa số liệu"),
        *_LINES,
        _PAGE,
    ),
    "problems": (
        _REPORT,
        *_PLACE,
        Column("position", "integer", "thứ tự trong báo cáo, từ 1"),
        Column("code", "name", "mã vấn đề"),
        Column("severity", "name", "error, warning, info"),
        Column("message", "text", "câu gửi lại đơn vị"),
        *_LINES,
    ),
    "themes": (
        Column("theme", "name", "chủ đề trong sổ chủ đề"),
        Column("title", "name", "tên chủ đề"),
        Column("role", "name", "loại ý kiến"),
        Column("period", "name", "kỳ báo cáo"),
        Column("findings", "integer", "số ý kiến"),
        Column("units", "integer", "số đơn vị nêu chủ đề"),
        Column("reporting", "integer", "số đơn vị có báo cáo trong kỳ"),
    ),
}
