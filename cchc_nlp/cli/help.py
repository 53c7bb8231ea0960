"""The frame of Typer's help and usage errors in Vietnamese; the words of each command stand with the command."""

from __future__ import annotations

import re
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
    parameter = _parameter(error)
    match kind:
        case "MissingParameter":
            return f"thiếu {parameter}."
        case "NoSuchOption":
            near = get_close_matches(error.option_name, error.possibilities, n=1)
            return f"không có tùy chọn {error.option_name}{f' (có phải {near[0]}?)' if near else ''}."
        case "BadParameter":
            message = _NOT_ONE_OF.sub(r"phải là một trong ", error.message)
            return f"giá trị của {parameter} chưa đúng: {message}" if parameter else message
        case _:
            return _NO_COMMAND.sub(r"không có lệnh «\1»", error.format_message())


def _parameter(error: Any) -> str:
    parameter = getattr(error, "param", None)
    return parameter.get_error_hint().replace("'", "") if parameter is not None else ""


_NO_COMMAND = re.compile(r"No such command '(.*)'")
_NOT_ONE_OF = re.compile(r"Value error, '.*' is not one of ")
