"""`cchc` answers at once: the page of help lies ready, and is the one that the commands would print."""

import os
import subprocess
import sys
from pathlib import Path

import cchc_nlp.cli

PAGE = Path(cchc_nlp.cli.__file__).with_name("help.txt")


def test_the_page_of_help_is_what_the_commands_say_of_themselves():
    """After a change of the commands: TERMINAL_WIDTH=80 cchc > cchc_nlp/cli/help.txt"""
    environment = os.environ | {"TERMINAL_WIDTH": "80", "NO_COLOR": "1"}
    made = subprocess.run([sys.executable, "-m", "cchc_nlp"], capture_output=True, check=False, env=environment)
    assert PAGE.read_text("utf-8").splitlines() == made.stdout.decode("utf-8").splitlines()


def test_the_page_of_help_is_printed_without_loading_anything():
    script = (
        "import sys; sys.argv = ['cchc', '--help']; import cchc_nlp.cli, atexit; "
        "atexit.register(lambda: print(sorted({'typing', 'typer', 'pathlib', 'dataclasses'} & set(sys.modules)))); "
        "cchc_nlp.cli.main()"
    )
    printed = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script], capture_output=True, cwd=PAGE.parents[2], check=False
    )
    assert printed.stdout.decode("utf-8") == PAGE.read_text("utf-8") + "[]\n", printed.stderr
