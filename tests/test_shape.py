"""The shape of the program: small functions, shallow nesting, calls that say what they hand over, clear names."""

from __future__ import annotations

import ast
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import sitecheck
import sitecheck_rules

ROOTS = [Path(str(package.__file__)).parent for package in (sitecheck, sitecheck_rules)]

LONGEST = 50
DEEPEST = 4
MOST_BY_POSITION = 5
"""So many arguments may be told apart by their place alone; of a record as many as it may have fields."""
MOST_FIELDS = 4

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.ClassDef)
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


class Module(NamedTuple):
    name: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    def imports(self) -> Iterator[tuple[str, str]]:
        """Modules and the names taken from them."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", alias.name) for alias in node.names)

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef))


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    paths = ((path, root) for root in ROOTS for path in root.rglob("*.py"))
    names = {
        path: ".".join((root.name, *path.relative_to(root).with_suffix("").parts)) for path, root in paths
    }
    trees = ((name.removesuffix(".__init__"), ast.parse(path.read_text())) for path, name in names.items())
    gc.disable()  # none of a million nodes is garbage, and to look at them all takes as long as to read them
    found = {name: Module(name, tree, tuple(ast.walk(tree))) for name, tree in trees}
    gc.enable()
    return found


def depth(nodes: Iterable[ast.AST], within: int = 0) -> int:
    """How deep blocks stand in blocks; an ``elif`` is as deep as its ``if``."""
    deepest = within
    for node in nodes:
        if isinstance(node, (*_SCOPES, ast.expr)):
            continue  # what stands in an expression is none
        inner = within + isinstance(node, _BLOCKS)
        elif_ = node.orelse if isinstance(node, ast.If) and is_elif(node) else []
        rest = [child for child in ast.iter_child_nodes(node) if child not in elif_]
        deepest = max(deepest, depth(rest, inner), depth(elif_, within))
    return deepest


def is_elif(node: ast.If) -> bool:
    return len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)


def is_record(node: ast.ClassDef) -> bool:
    marks = [ast.unparse(mark) for mark in (*node.bases, *node.decorator_list)]
    return any(mark == "NamedTuple" or mark.startswith("dataclass") for mark in marks)


def records(module: Module, modules: dict[str, Module]) -> Iterator[tuple[str, int]]:
    """The records that a module knows by name, and how many fields they have."""
    own = ((module.name, each.name) for each in module.classes())
    for home, name in (*own, *module.imports()):
        for each in modules[home].classes() if home in modules else ():
            if each.name == name and is_record(each):
                yield name, sum(isinstance(field, ast.AnnAssign) for field in each.body)


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in module.nodes if isinstance(node, ast.Call))


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("return 1", 0),
        ("if a:\n  b()\nelif c:\n  d()\nelse:\n  e()", 1),
        ("for a in b:\n  try:\n    c()\n  except E:\n    if d:\n      e()", 3),
        ("if a:\n  b()\nelse:\n  c()\n  if d:\n    e()", 2),
        ("def inner():\n  if a:\n    b()", 0),
    ],
)
def test_what_counts_as_nested(body: str, levels: int) -> None:
    assert depth(ast.parse(body).body) == levels


def test_functions_are_small_and_shallow(modules: dict[str, Module]) -> None:
    found = []
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, _FUNCTIONS):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST or depth(node.body) > DEEPEST:
                    found.append(f"{module.name}.{node.name}: {lines} lines, {depth(node.body)} deep")
    assert not found, "\n".join(found)


def test_calls_name_what_they_hand_over(modules: dict[str, Module]) -> None:
    found = []
    for module in modules.values():
        fields = dict(records(module, modules))
        for call in calls(module):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            most = MOST_FIELDS if fields.get(name, 0) > MOST_FIELDS else MOST_BY_POSITION
            if len(call.args) > most:
                found.append(f"{module.name}:{call.lineno}: {ast.unparse(call)}")
    assert not found, "\n".join(found)


def test_no_module_knows_two_classes_of_one_name(modules: dict[str, Module]) -> None:
    """One word for one thing, at least where both can be seen."""
    homes = defaultdict(set)
    for module in modules.values():
        for each in module.classes():
            homes[each.name].add(module.name)
    found = []
    for module in modules.values():
        seen = {module.name, *(home for home, _ in module.imports())}
        seen |= {f"{home}.{name}" for home, name in module.imports()}
        found += [
            f"{module.name}: {name} of {one & seen}" for name, one in homes.items() if len(one & seen) > 1
        ]
    assert not found, "\n".join(found)


def test_modules_of_a_folder_are_told_apart_by_more_than_their_ending(modules: dict[str, Module]) -> None:
    """``fixer`` and ``fixing``, ``check`` and ``checker``: which of them was it?"""
    stems = defaultdict(set)
    for name in modules:
        folder, _, last = name.rpartition(".")
        word = next((last.removesuffix(end) for end in ENDINGS if last.endswith(end)), last)
        stems[folder, word].add(last)
    assert not [names for names in stems.values() if len(names) > 1]


ENDINGS = ("ing", "ers", "er", "ed", "es", "s", "e")


def compiled_at_import(node: ast.AST) -> Iterator[int]:
    """The lines on which a pattern is compiled as soon as the module is loaded."""
    if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        yield node.lineno
    for inner in ast.iter_child_nodes(node):
        yield from compiled_at_import(inner)


def test_no_pattern_is_compiled_before_it_is_used(modules: dict[str, Module]) -> None:
    early = {
        module.name: lines for module in modules.values() if (lines := list(compiled_at_import(module.tree)))
    }
    assert early == {}, "write lazy_pattern: most runs use a tenth of all patterns"


def test_records_are_quick_to_define(modules: dict[str, Module]) -> None:
    slow = {
        module.name
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        if any(each.name == "NamedTuple" for each in node.names)
    }
    assert slow == {"sitecheck.named_tuple"}, "import NamedTuple from sitecheck.named_tuple"
