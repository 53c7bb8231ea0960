"""Reads the cases of tests/cases/: one parameter a case, known failures as strict xfail."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"
ORIGINS = {"seen", "made", "stays", "known_failure"}


def cases(name: str) -> list[dict[str, Any]]:
    """All cases of a file; each must say where it comes from and what it shows."""
    found = tomllib.loads((FOLDER / name).read_text("utf-8"))["case"]
    for case in found:
        assert case["origin"] in ORIGINS, case
        assert case["why"], case
    return found


def param(case: dict[str, Any]) -> Any:
    """A case as a pytest parameter, named by what it shows."""
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["origin"] == "known_failure" else []
    return pytest.param(case, id=f"{case['origin']}: {case['why']}", marks=marks)
