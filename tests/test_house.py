"""The house: what a newcomer relies on without reading code."""

import ast
import doctest
import importlib
import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import cchc_nlp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cchc_nlp"
MODULES = sorted(PACKAGE.rglob("*.py"))


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [path for path in MODULES if ">>>" in path.read_text("utf-8")], ids=dotted)
def test_examples_in_docstrings_run(path):
    assert doctest.testmod(importlib.import_module(dotted(path))).failed == 0


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_every_module_opens_with_a_sentence_of_intent(path):
    told = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert told
    assert len(told.split()) > 3


def test_readme_names_the_two_commands_that_make_knows():
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"^make (\w+)$", readme, re.MULTILINE) == ["demo", "test"]
    assert targets == ["demo", "test", "lint", "quality", "bench", "clean"]


def test_pictures_and_pages_the_readme_points_to_exist():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        assert [target for target in targets if not (ROOT / target).exists()] == []


def test_constraints_pin_every_dependency_exactly_and_name_no_address():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line)] == []
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    assert {re.match(r"[\w-]+", name)[0].lower() for name in wanted} - {project["name"]} <= pinned


def test_no_file_names_a_machine_or_a_package_index():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    address = re.compile(rb"https?://[^ \")]+(?:/simple/|\.whl|\.tar\.gz)|/(?:home|root|Users)/\w")
    named = [name for name in listed.stdout.split("\0") if name and address.search(_content(ROOT / name))]
    assert [name for name in named if name != "tests/test_house.py"] == []


def _content(path):
    return path.read_bytes() if path.is_file() and path.suffix in (".py", ".md", ".toml", ".txt", ".json", "") else b""


def test_the_version_is_said_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert cchc_nlp.__doc__
