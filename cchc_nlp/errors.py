"""Everything that can go wrong, under one root.

    CchcError
    ├── ReadError          a file cannot be read as a report: what happened and what to do, in Vietnamese
    ├── KnowledgeError     a file of knowledge is wrong: file, entry, field
    ├── TemplateError      a template is wrong: file, line
    ├── OutputExistsError  a result would overwrite a file
    ├── WriteError         a result cannot be written: where, and why
    ├── RunError           a batch cannot be run: no cluster, another version
    └── ExtraError         a library that only some need is not installed: how to install it

The text of each is Vietnamese, one line, for an officer to read: what happened and what to do.
"""

import errno
from typing import Self

_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã hết dung lượng được cấp",
    errno.EFBIG: "tệp quá lớn đối với ổ đĩa",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "trong đường dẫn có tệp ở chỗ của thư mục",
    errno.EISDIR: "đây là thư mục",
    errno.EEXIST: "trong đường dẫn có tệp ở chỗ của thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EINVAL: "tên không hợp lệ",
    errno.EBUSY: "tệp đang được dùng",
    errno.ETXTBSY: "tệp đang được dùng",
    errno.ELOOP: "các liên kết nối vòng",
    errno.EMFILE: "đang mở quá nhiều tệp",
    errno.EIO: "ổ đĩa bị lỗi",
    errno.ESTALE: "mất kết nối tới ổ đĩa mạng",
    errno.ETIMEDOUT: "mất kết nối tới ổ đĩa mạng",
    errno.ENOTCONN: "mất kết nối tới ổ đĩa mạng",
}


class CchcError(Exception):
    """The root: catch this to catch anything the package says by itself."""


class ReadError(CchcError):
    """A file cannot be read as a report."""


class KnowledgeError(CchcError):
    """A file of knowledge is wrong; the message names file, entry and field."""


class TemplateError(CchcError):
    """A template is wrong; the message names file and line."""


class OutputExistsError(CchcError):
    """A result would overwrite a file and nobody said it may, or its name says that it is something else."""


class WriteError(CchcError):
    """A result cannot be written where it should go."""


class RunError(CchcError):
    """A batch cannot be run by the means that were asked for."""


class ExtraError(CchcError):
    """A library that is needed for this alone is not installed."""

    @classmethod
    def of(cls, library: str, extra: str) -> Self:
        """The error that tells which extra of the package brings a library, and how to install it."""
        command = f'python -m pip install -e ".[{extra}]"'
        return cls(f"cần thư viện {library}: trong thư mục chương trình, hãy chạy «{command}».")


def reason_of(error: OSError) -> str:
    """Why the system refused, in Vietnamese where it is a usual reason.

    >>> reason_of(PermissionError(errno.EACCES, "Permission denied"))
    'không có quyền'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
