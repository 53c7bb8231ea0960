"""The frame of Typer's help and usage errors in Vietnamese; the words of each command stand with the command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException


def _in_vietnamese() -> None:
    """Typer keeps its fixed words as module constants for this purpose ("Fixed strings" in rich_utils.py).

    Loaded when help is asked for: it takes longer than all else a command needs to start.
    """
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"


class VietnameseCommand(TyperCommand):
    """A command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help."""
        _in_vietnamese()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help."""
        return _help_option(super().get_help_option(ctx))

    def get_params(self, ctx: Any) -> Any:
        """The parameters, their types named in Vietnamese."""
        return [_with_type(param) for param in super().get_params(ctx)]


class VietnameseGroup(TyperGroup):
    """The group of all commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help."""
        _in_vietnamese()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help."""
        return _help_option(super().get_help_option(ctx))

    def get_params(self, ctx: Any) -> Any:
        """The parameters, their types named in Vietnamese."""
        return [_with_type(param) for param in super().get_params(ctx)]


def _usage(line: str) -> str:
    words = {"Usage:": "Cách dùng:", "[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH [ĐỐI SỐ]..."}
    for theirs, ours in words.items():
        line = line.replace(theirs, ours, 1)
    return line


# What Typer calls the types of values; a switch takes none.
_TYPES = {
    "<bool>": None,
    "<list[str]>": None,
    "<file>": "tệp",
    "<dir>": "thư mục",
    "<path>": "đường dẫn",
    "<str>": "chữ",
}
_TYPES |= {"<int>": "số", "<int range>": "số", "<float>": "số", "<float range>": "số"}


def _with_type(param: Any) -> Any:
    def display_type(ctx: Any) -> Any:
        named = type(param).display_type_rich(param, ctx)
        return _TYPES.get(named, named)

    param.display_type_rich = display_type
    return param


def _help_option(option: Any) -> Any:
    option.help = "In hướng dẫn này."
    return option


def wording(error: TyperException) -> str:
    """A usage error as one Vietnamese line and the way to the help; nothing where the help has been printed instead."""
    context = getattr(error, "ctx", None)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    command = context.command_path if context else "cchc"
    return f"cchc: {_reason(kind, error)} Xem hướng dẫn: {command} --help"


def _reason(kind: str, error: Any) -> str:
    """What is wrong, as a sentence; whatever Typer says that is not in the tables is told without its English words."""
    parameter = _parameter(error)
    match kind:
        case "MissingParameter":
            return f"thiếu {parameter}."
        case "NoSuchOption":
            near = get_close_matches(error.option_name, error.possibilities or (), n=1)
            return f"không có tùy chọn {error.option_name}{f' (có phải {near[0]}?)' if near else ''}."
        case "BadParameter" if parameter:
            return f"giá trị của {parameter} chưa đúng: {_said(error.message, _OF_VALUES) or 'không hợp lệ.'}"
        case "BadParameter":
            return str(error.message)  # ours
        case "FileError":
            return f"không mở được tệp «{error.ui_filename}»."
        case _:
            return _said(error.message, _OF_USE) or "lệnh viết chưa đúng."


def _parameter(error: Any) -> str:
    parameter = getattr(error, "param", None)
    return parameter.get_error_hint().replace("'", "") if parameter is not None else ""


def _said(message: str, sayings: Mapping[str, str]) -> str | None:
    """A message of Typer in Vietnamese; None where it is none of those known."""
    for theirs, ours in sayings.items():
        found = re.fullmatch(theirs, message, re.DOTALL)
        if found:
            return ours.format(*(part.replace("'", "") for part in found.groups("")))
    return None


# What Typer, and pydantic behind it, say of a value → ours; groups become {0}, {1}.
_OF_VALUES = {
    r"Value error, .* is not one of (.*)\.": "phải là một trong {0}.",
    r"Input should be a valid integer.*|.*as an integer.*": "phải là số nguyên.",
    r"Input should be a (?:valid|finite) number.*": "phải là số.",
    r"Input should be greater than or equal to (.*)": "phải từ {0} trở lên.",
    r"Input should be greater than (.*)": "phải lớn hơn {0}.",
    r"Input should be less than or equal to (.*)": "phải từ {0} trở xuống.",
    r"Input should be less than (.*)": "phải nhỏ hơn {0}.",
    r"Input should be a valid boolean.*": "phải là true hoặc false.",
    r"dir (.*) does not exist\.": "không có thư mục «{0}».",
    r"(?:file|path) (.*) does not exist\.": "không có tệp «{0}».",
    r"\w+ (.*) is a file\.": "«{0}» là tệp, ở đây cần thư mục.",
    r"\w+ (.*) is a directory\.": "«{0}» là thư mục, ở đây cần tệp.",
    r"\w+ (.*) is not readable\.": "không có quyền đọc «{0}».",
    r"\w+ (.*) is not writable\.": "không có quyền ghi «{0}».",
}
_OF_USE = {
    r"No such command '(.*?)'\. Did you mean (.*)\?": "không có lệnh «{0}» (có phải {1}?).",
    r"No such command '(.*)'\.": "không có lệnh «{0}».",
    r"Missing command\.": "thiếu tên lệnh.",
    r"Option (.*) requires an argument\.": "tùy chọn {0} cần một giá trị đi kèm.",
    r"Option (.*) requires (\d+) arguments\.": "tùy chọn {0} cần {1} giá trị đi kèm.",
    r"Option (.*) does not take a value\.": "tùy chọn {0} không nhận giá trị.",
    r"Argument (.*) takes (\d+) values\.": "đối số {0} cần {1} giá trị.",
    r"Got unexpected extra argument\(?s?\)? \((.*)\)": "thừa đối số: {0}.",
}
