"""Changes the program in one small place at a time, and tells which changes no fast test notices.

python tools/mutants.py [--count 200] [--seed 1] [--jobs 1] [--list FILE] [PATH…]

A mutant is a negated condition, a flipped comparison, a dropped call, a number below a thousand that is one
off, None for a value, or an item less in a list of constants. ``--count`` of them are drawn by ``--seed``
from PATH (files or folders; by default the middle of the program, and the rules); ``--list`` names them
instead, one a line, as survivors are printed (without the line number: the first place that reads so)::

    linter/sitecheck/engine/findings/select.py:63: `earlier.pages + finding.pages` → `earlier.pages`

Which test runs which line is measured once and kept (``mutants_map.py``). A mutant meets the tests that run
its line, quickest first, and then those that start processes; it survives when all of them pass and ``make
types``, which is a part of ``make fast``, refuses it neither. Of the tools that exist, mutmut wraps
every function, which tests that count steps or look at names do not bear, and cosmic-ray runs one command, so
the whole suite, for each mutant. Exit status: 1 when a mutant survived.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.mutants_map import Bench, TestMap, measured  # noqa: E402

MIDDLE = ("engine", "document", "jekyll", "rule", "report", "cli")
WHERE = (*(f"linter/sitecheck/{room}" for room in MIDDLE), "rules/sitecheck_rules")
FLIPPED = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
}  # fmt: skip
OPERATOR = re.compile(r"not\s+in|is\s+not|in\b|is\b|[<>=!]=|[<>]")
NAMED = re.compile(r"[-* ]*`?([\w./-]+\.py)`?(?::(\d+))?: `(.*)` → `(.*)`")
LARGE = 1_000
"""From here on a number is a bound of work or size: nobody sees that it is one higher."""
EXAMPLES = ("valid", "invalid")
"""What a rule's class calls its examples: they are tests, and so is what they alone are made of."""


class Mutant(NamedTuple):
    """One change: the bytes ``start`` to ``end`` of a file become ``new``.

    They belong to the ``lines``, which run when the module is ``imported``, or else in a function.
    """

    path: str
    lines: tuple[int, int]
    imported: bool
    start: int
    end: int
    new: str

    def applied(self) -> bytes:
        """The changed file."""
        source = (ROOT / self.path).read_bytes()
        return source[: self.start] + self.new.encode() + source[self.end :]

    def sound(self) -> bool:
        """Whether the changed file is Python, and says something else."""
        try:
            changed = ast.parse(self.applied())
        except SyntaxError:
            return False
        return ast.dump(changed) != ast.dump(ast.parse((ROOT / self.path).read_bytes()))

    def __str__(self) -> str:
        """The change as ``--list`` takes it (unless it is longer than a line), and as a diff."""
        source = (ROOT / self.path).read_bytes()
        line = source.count(b"\n", 0, self.start) + 1
        old = source[self.start : self.end].decode()
        named = "" if "\n" in old + self.new else f" `{old}` → `{self.new}`"
        before, after = (text.decode().splitlines(keepends=True) for text in (source, self.applied()))
        diff = list(difflib.unified_diff(before, after, n=1))[2:]
        return f"{self.path}:{line}:{named}\n{''.join(diff)}"


class Finder(ast.NodeVisitor):
    """Finds what can be changed in one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.source = (ROOT / path).read_bytes()
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", self.source))]
        self.lines = (1, 1)
        self.imported = True
        self.found: list[Mutant] = []
        tree = ast.parse(self.source)
        self.examples = {*EXAMPLES, *_parts_of_examples(tree)}
        self.visit(tree)

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def text(self, node: ast.expr) -> str:
        return self.source[self.start(node) : self.end(node)].decode()

    def add(self, start: int, end: int, new: str) -> None:
        """Let the bytes ``start`` to ``end`` read ``new``."""
        self.found.append(Mutant(self.path, self.lines, self.imported, start, end, new))

    def change(self, node: ast.expr | ast.stmt, new: str) -> None:
        """Let ``node`` read ``new``."""
        self.add(self.start(node), self.end(node), new)

    def negate(self, test: ast.expr) -> None:
        inner = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else None
        self.change(test, f"({self.text(inner)})" if inner else f"(not ({self.text(test)}))")

    def nothing(self, value: ast.expr | None) -> None:
        """Put None in the place of a value."""
        if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            self.change(value, "None")

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            self.lines = (node.lineno, max(node.lineno, last))
        super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Only the body and the defaults: no decorators, no annotations."""
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        outside, self.imported = self.imported, False
        for part in node.body:
            self.visit(part)
        self.imported = outside

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """No decorators: a record that is not frozen is as good where nobody changes it."""
        for part in (*node.bases, *node.keywords, *node.body):
            self.visit(part)

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" not in self.text(node.test):
            self.negate(node.test)
            self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.negate(test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, right in pairwise((node.left, *node.comparators)):
            first, last = self.end(left), self.start(right)
            sign = OPERATOR.search(self.source[first:last].decode())
            if sign:
                new = FLIPPED[" ".join(sign[0].split())]
                self.add(first + sign.start(), first + sign.end(), new)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in pairwise(node.values):
            between = re.search(rb"\b(and|or)\b", self.source[self.end(left) : self.start(right)])
            if between:
                first = self.end(left) + between.start()
                new = "or" if between[0] == b"and" else "and"
                self.add(first, first + len(between[0]), new)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Drop a call or yield made for its effect; leave docstrings."""
        if not isinstance(node.value, ast.Constant):
            self.change(node, "pass")
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Drop a call around a value, or a method's after one."""
        function = node.func
        if isinstance(function, ast.Attribute) and isinstance(
            function.value, (ast.Name, ast.Attribute, ast.Call)
        ):
            self.change(node, self.text(function.value))
        elif isinstance(function, ast.Name) and len(node.args) == 1 and not node.keywords:
            if function.id == "frozenset" and isinstance(node.args[0], ast.Set):
                self.generic_visit(node)  # a set that nobody changes is as good
                return
            self.change(node, f"({self.text(node.args[0])})")
        is_zip = isinstance(function, ast.Name) and function.id == "zip"
        keywords = [] if is_zip else node.keywords  # strict=True says what is so
        for keyword in keywords:
            self.nothing(keyword.value)
        for part in (function, *node.args, *keywords):
            self.visit(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        if type(node.value) is int and node.value < LARGE:
            self.change(node, str(node.value + 1))
        elif type(node.value) is bool:
            self.change(node, str(not node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Nothing inside: before Python 3.12 its parts do not know where they stand."""

    def visit_Return(self, node: ast.Return) -> None:
        self.nothing(node.value)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if names.intersection(self.examples) or any(name.startswith("__") for name in names):
            return
        if isinstance(node.value, ast.Subscript) and node.col_offset == 0:
            return  # a type's other name
        self.nothing(node.value)
        self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        is_type = isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias"
        if node.value is not None and not is_type:
            self.nothing(node.value)
            self.visit(node.value)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        self.shorten(node)

    def visit_List(self, node: ast.List) -> None:
        self.shorten(node)

    def visit_Set(self, node: ast.Set) -> None:
        self.shorten(node)

    def shorten(self, node: ast.Tuple | ast.List | ast.Set) -> None:
        """Leave one out where all are constants; a tuple stays one."""
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(map(_is_constant, node.elts)):
            for item in node.elts:
                self.change(node, f"({self.text(item)},)")
        elif len(node.elts) > 1 and all(map(_is_constant, node.elts)):
            for item, following in pairwise((*node.elts, None)):
                if following is not None:
                    first, last = self.start(item), self.start(following)
                    self.add(first, last, "")
                else:
                    self.change(item, "")
        self.generic_visit(node)


def _parts_of_examples(tree: ast.Module) -> set[str]:
    """The private names of a module that only its examples ask for, or what these are made of."""
    asked: dict[str, set[str]] = {}
    for statement in tree.body:
        parts = statement.body if isinstance(statement, ast.ClassDef) else [statement]
        for part in parts:
            targets = part.targets if isinstance(part, ast.Assign) else []
            by = next((target.id for target in targets if isinstance(target, ast.Name)), "")
            for node in ast.walk(part):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id != by:
                    asked.setdefault(node.id, set()).add(by)
    found: set[str] = set()
    while new := {n for n, by in asked.items() if n[0] == "_" and by <= found | {*EXAMPLES}} - found:
        found |= new
    return found


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def drawn(paths: Iterable[str], count: int, seed: int) -> list[Mutant]:
    """``count`` mutants of the files at ``paths``, by chance."""
    files = sorted(
        str(file.relative_to(ROOT))
        for path in paths
        for file in ([ROOT / path] if path.endswith(".py") else (ROOT / path).rglob("*.py"))
    )
    every = [mutant for file in files for mutant in Finder(file).found]
    random.Random(seed).shuffle(every)
    found: list[Mutant] = []
    for mutant in every:
        if len(found) < count and mutant.sound():
            found.append(mutant)
    print(f"{len(found)} of {len(every)} changes, seed {seed}", flush=True)
    return found


def listed(text: str) -> Iterator[Mutant]:
    """The mutants that a list names; a line that names none is told."""
    for name in filter(None, map(NAMED.fullmatch, map(str.strip, text.splitlines()))):
        path = name[1]
        source = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b""
        after = sum(map(len, source.splitlines(keepends=True)[: int(name[2] or 1) - 1]))
        start = source.find(name[3].encode(), after)
        if start < 0:
            print(f"gone: {name[0]}")
            continue
        end = start + len(name[3].encode())
        holding = min(
            (m for m in Finder(path).found if m.start <= end and start <= m.end),
            key=lambda m: m.lines[1] - m.lines[0],
            default=None,
        )
        line = source.count(b"\n", 0, start) + 1
        lines, imported = (holding.lines, holding.imported) if holding else ((line, line), True)
        yield Mutant(path, lines, imported, start, end, name[4])


class Verdict(NamedTuple):
    """What became of a mutant: the test that killed it, or ``""``."""

    mutant: Mutant
    killer: str
    seconds: float


Judge = Callable[[Mutant], Verdict]


def judge(benches: SimpleQueue[Bench], tests: TestMap, chosen: Callable[..., list[str]]) -> Judge:
    """What lets the ``chosen`` tests look for a mutant."""

    def judged(mutant: Mutant) -> Verdict:
        bench, began = benches.get(), time.monotonic()
        try:
            patience = tests.patience(chosen(mutant.path, None if mutant.imported else mutant.lines))
            killer = bench.killer(mutant.path, mutant.applied(), patience)
        finally:
            benches.put(bench)
        return Verdict(mutant, killer, time.monotonic() - began)

    return judged


def rounds(mutants: Sequence[Mutant], jobs: int) -> list[Mutant]:
    """Which mutants survive the tests that run their lines, and then those that start processes. The first
    are asked for all mutants before the others, which take as long for each as all of the first together."""
    tests = measured()
    made = [Bench() for _ in range(jobs)]
    benches: SimpleQueue[Bench] = SimpleQueue()
    for bench in made:
        benches.put(bench)
    left = list(mutants)
    for chosen in (tests.near, tests.spawning):
        asked, left = left, []
        with ThreadPoolExecutor(jobs) as pool:
            for number, verdict in enumerate(pool.map(judge(benches, tests, chosen), asked), 1):
                if not verdict.killer:
                    left.append(verdict.mutant)
                tell(verdict, f"{chosen.__name__} {number}/{len(asked)}")
    refused = [mutant for mutant in left if made[0].refused(mutant.path, mutant.applied())]
    for mutant in refused:
        print(f"killed by make types: {str(mutant).splitlines()[0]}", flush=True)
    for bench in made:
        bench.close()
    return [mutant for mutant in left if mutant not in refused]


def tell(verdict: Verdict, count: str) -> None:
    """One line of a mutant that was killed, the change of one that was not."""
    killer, told = verdict.killer or "SURVIVED", str(verdict.mutant)
    said = told.split("\n", 1)[0] if verdict.killer else told
    print(f"[{count}, {verdict.seconds:.0f} s] {killer} {said}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", default=WHERE)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", type=Path, metavar="FILE")
    given = parser.parse_args()
    mutants = (
        list(listed(given.list.read_text("utf-8")))
        if given.list
        else drawn(given.paths, given.count, given.seed)
    )
    left = rounds(mutants, given.jobs)
    print(f"{len(mutants) - len(left)} of {len(mutants)} killed")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
