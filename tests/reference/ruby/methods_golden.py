"""Methods and what Ruby returns for them; the answers are ``methods.json.gz``.

Each expression of ``expressions.txt`` is asked for all values, and each pair of them where it has two.
"""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import Any

from tests.reference.ask_ruby import ask_ruby
from tests.reference.goldens import Golden, needs

HERE = Path(__file__).parent
GOLDEN = HERE / "methods.json.gz"
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        2,
        -3,
        1.5,
        "",
        "a",
        "b",
        " x y ",
        "a,b,,",
        "Ärger",
        "Line\nTwo\n",
        "7up",
        "b-a_B",
    ),
    *([], ["b", "a", "b"], [3, None, 1], [["b", 2], ["a", 1]], {}, {"a": "b", "b": None}, {"b": {"a": 2}}),
]
SHORT: list[Any] = [None, True, 0, 2, -1, "", "a", "b", " ", ",", "a,b,,", ["b"], [], {"a": "c"}]


def methods() -> list[str]:
    """The bodies of modules: an expression of ``a``, or of ``a`` and ``b``, or whole methods."""
    lines, *found = (HERE / "expressions.txt").read_text("utf-8").split("\n---\n")
    return [*(f"def f({_parameters(line)})\n{line}\nend\n" for line in lines.splitlines()), *found]


def _parameters(expression: str) -> str:
    words = expression.replace("(", " ").replace(")", " ").replace("{", " ").replace("}", " ")
    words = words.replace("[", " ").replace("]", " ").replace("!", " ").replace(",", " ").replace(".", " ")
    return "a, b" if "b" in words.split() else "a"


def calls(script: str) -> list[list[Any]]:
    """The arguments that a method is called with."""
    if "(a, b" in script:
        return [list(pair) for pair in itertools.product(VALUES, SHORT)]
    return [[value] for value in VALUES]


def ask(scripts: list[str]) -> list[Any]:
    """The answers of the installed Ruby."""
    return ask_ruby(HERE / "methods.rb", [json.dumps([script, calls(script)]) for script in scripts])


def read() -> list[Any]:
    """The committed answers."""
    found: list[Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Ask about all methods and keep the answers."""
    text = json.dumps(ask(methods()), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("methods of Ruby scripts", write, needs("ruby")),)
