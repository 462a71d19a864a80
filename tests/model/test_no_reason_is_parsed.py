"""Why something is not known, or not published, is compared by its kind: nobody looks into the words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sitecheck
import sitecheck_rules

FOLDERS = [Path(str(package.__file__)).parent for package in (sitecheck, sitecheck_rules)]
PROSE = frozenset({"reason", "reasons", "why", "why_not", "detail", "open_ids", "doubt"})
"""Names of values that are words for people, or hold such."""
METHODS = frozenset(
    {"startswith", "endswith", "find", "index", "rfind", "count", "partition", "removeprefix"}
)
MATCHERS = frozenset({"match", "search", "fullmatch", "findall", "finditer"})

NAMED = re.compile(rf"\b(?:{'|'.join(PROSE)}|words)\b")
"""What must be named where words are looked into: only such modules are read."""


def is_prose(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return is_prose(node.func) or (isinstance(node.func, ast.Name) and node.func.id == "words")
    if isinstance(node, ast.Subscript):
        return is_prose(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr in PROSE or node.attr == "words"
    return isinstance(node, ast.Name) and node.id in PROSE


def is_text(node: ast.AST) -> bool:
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return any(map(is_text, node.elts))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def parses_prose(node: ast.AST) -> bool:
    """Whether a comparison or a call looks into words for people."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(map(is_prose, sides)) and any(map(is_text, sides))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in METHODS:
            return is_prose(node.func.value)
        return node.func.attr in MATCHERS and any(map(is_prose, node.args))
    return False


def places(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)) if NAMED.search(source) else ():
        if parses_prose(node):
            yield node.lineno


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_code_looks_into_a_reason(folder: Path) -> None:
    files = sorted(folder.rglob("*.py"))
    assert files
    found = [f"{path}:{line}" for path in files for line in places(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "'theme' in piece.reason",
        "'theme' not in reason",
        "f'{x}' in words(link.reasons)",
        "document.why_not == 'future'",
        "'a' != reason.detail",
        "reason.detail in ('a', 'b')",
        "facts.open_ids.startswith('the include')",
        "words(reasons).find('theme')",
        "reasons[0].words.partition(' ')",
        "PATTERN.search(piece.reason)",
        "re.match('a', found.detail)",
    ],
)
def test_looking_into_a_reason_is_found(source: str) -> None:
    assert list(places(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "reason.kind is ReasonKind.TIME",
        "reason.kind in KINDS",
        "reason in reasons",
        "reason.detail not in quiet_tags()",
        "may_be(reasons, KINDS)",
        "why_not is WhyNot.DRAFT",
        "kind == 'page'",
    ],
)
def test_comparing_kinds_is_not(source: str) -> None:
    assert list(places(source)) == []
