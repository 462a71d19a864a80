"""No module but one writes to a stream: a new command cannot forget to make harmless what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sitecheck
import sitecheck_rules

STREAMS = "sitecheck/output/streams.py"
OF_THE_PROCESS = {
    ("sitecheck/__main__.py", "os.write"),
    ("sitecheck/__main__.py", "sys.stderr"),
    ("sitecheck/__main__.py", "sys.stdout"),
    ("sitecheck/cli/__init__.py", "sys.stdout"),
    ("sitecheck/cli/process.py", "sys.stderr"),
    ("sitecheck/cli/process.py", "sys.stdout"),
    ("sitecheck/server/lsp/server.py", "logging"),
    ("sitecheck/warm/whole_check.py", "sys.stdout"),
}
"""Open, flush and close the streams; what they write is a constant, the version, or click's own help. The server keeps a library
from logging to a stream; the process that checks for it answers it by a pipe."""
FORBIDDEN = {
    "print",
    "click.echo",
    "click.secho",
    "click.echo_via_pager",
    "sys.stdout",
    "sys.stderr",
    "sys.__stdout__",
    "sys.__stderr__",
    "sys.excepthook",
    "os.write",
    "warnings.warn",
    "traceback.print_exc",
    "traceback.print_exception",
}
MODULES = {"logging", "pprint"}
NAMED = re.compile(
    rf"\b(?:{'|'.join({name.rpartition('.')[2] for name in FORBIDDEN} | MODULES | {'show'})})\b"
)
"""What must be named where something is written: only such modules are looked at."""


def used(tree: ast.AST) -> Iterator[str]:
    """The dotted names and the imported modules of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "show":
            yield "show"


def writers() -> Iterator[tuple[str, str]]:
    """Each module that could write to a stream, and with what."""
    for package in (sitecheck, sitecheck_rules):
        folder = Path(next(iter(package.__path__)))
        for path in folder.rglob("*.py"):
            source = path.read_text("utf-8")
            names = set(used(ast.parse(source))) if NAMED.search(source) else set()
            if {"click", "show"} <= names:
                names.add("click.echo")  # an error of click's that shows itself
            yield from (
                (path.relative_to(folder.parent).as_posix(), name) for name in names & (FORBIDDEN | MODULES)
            )


def test_one_module_writes_to_the_streams() -> None:
    assert sorted(set(writers()) - OF_THE_PROCESS) == [(STREAMS, "sys.stderr"), (STREAMS, "sys.stdout")]
