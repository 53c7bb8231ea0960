"""The command `cchc`: each command reads its options, calls one door and shows one result.

`cchc --help` is a page that lies ready: it answers before Python could load the commands. A test holds it equal to what
they say of themselves.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["app", "main"]

_PAGE = os.path.join(os.path.dirname(__file__), "help.txt")  # noqa: PTH118, PTH120 - pathlib costs what the page saves


def main() -> None:
    """Run the command line and end the process, as `app.main` says."""
    if sys.argv[1:] == ["--help"]:
        with open(_PAGE, "rb") as page:  # noqa: PTH123
            sys.stdout.buffer.write(page.read())
        sys.exit(0)
    from cchc_nlp.cli.app import main as run

    run()


def __getattr__(name: str) -> "Any":
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cchc_nlp.cli.app import app

    globals()["app"] = app  # in the place of the module of that name
    return app
