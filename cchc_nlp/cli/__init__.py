"""The command `cchc`: each command reads its options, calls one door and shows one result."""

from cchc_nlp.cli.app import app, main

__all__ = ["app", "main"]
