"""The formulas that KaTeX and our check are compared on: written, by rule or by seed; none from a site."""

from __future__ import annotations

import hashlib
import json
import random
import re
from pathlib import Path
from typing import TypeAlias

Formula: TypeAlias = tuple[str, bool]
"""The text, and whether it is displayed."""

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "linter" / "sitecheck" / "math" / "katex" / "data" / "katex.json"

COMMAND_CONTEXTS = (
    r"\X", r"\X a", r"\X{a}", r"\X{a}{b}", r"\X{a}{b}{c}", r"\X[a]{b}", r"\X[a]{b}{c}", r"a\X b\X c", r"{\X}",
    r"x^\X", r"x_\X{a}{b}", r"\X^a_b", r"\X{a}^b^c", r"\X'", r"\X\limits_a^b", r"\frac\X b", r"\sqrt\X{a}",
    r"\left\X a\right.", r"\big\X", r"\begin{matrix}a&\X b\\c\end{matrix}", r"\text{a \X{b}}", r"\X{2pt} a",
    r"{a\X b}^2",
)  # fmt: skip
ENVIRONMENT_CONTEXTS = (
    r"\begin{E}a\end{E}", r"\begin{E}a&b\\c&d\end{E}", r"\begin{E}{c}a\\b\end{E}", r"\begin{E}{2}a&b&c&d&e\end{E}",
    r"\begin{E}[c]a\\[2pt]b\end{E}", r"\begin{E}a", r"a\end{E}", r"x^\begin{E}a\end{E}", r"\begin{E}a\tag{1}\end{E}",
    r"\left(\begin{E}\hline a\right)\end{E}", r"\text{\begin{E}a\end{E}}", r"\frac{\begin{E}a\cr b\end{E}}{c}",
)  # fmt: skip

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_INSERTED = (
    "{", "}", "{", "}", "^", "_", "^2", "_i", "&", "'", "#", "%", "~", "$", "[", "]", "(", "|", r"\\", " ", "²", "é",
    r"\left", r"\right", r"\left(", r"\right)", r"\middle|", r"\big", r"\begin{matrix}", r"\end{matrix}",
    r"\begin{array}{c}", r"\begin{align}", r"\end{align}", r"\begin{cases}", r"\frac", r"\sqrt", r"\over", r"\limits",
    r"\hline", r"\text", r"\text{", r"\sin", r"\sum", r"\dots", r"\not", r"\displaystyle", r"\rm", r"\large",
    r"\mathrm", r"\tag{1}", r"\label{a}", r"\operatorname", r"\operatorname*", r"\substack", r"\color{red}",
    r"\textcolor", r"\cancel", r"\atop", r"\cr", r"\kern", r"\kern1em", r"\hspace", r"\phantom", r"\mathop", r"\hat",
    r"\xrightarrow", r"\binom", r"\overset", r"\underbrace", r"\foo", r"\verb|", r"\mbox{", r"\newcommand", r"\def",
    r"\let", r"\bm", r"\quad", r"\relax", r"\R", r"\bgroup", r"\egroup", r"\expandafter", r"\genfrac", r"\rule",
)  # fmt: skip


def own_formulas() -> list[Formula]:
    """The written ones, displayed and not."""
    lines = (HERE / "katex_formulas.txt").read_text("utf-8").splitlines()
    texts = [line.replace("⏎", "\n") for line in lines if line and not line.startswith("# ")]
    return [(text, display) for text in texts for display in (True, False)]


def commands_in_contexts() -> list[Formula]:
    """Every command in every context, displayed; every environment in every context, displayed and not."""
    table = json.loads(TABLE.read_text("utf-8"))
    names = {name for row in table["functions"] for name in row["names"]}
    names.update(table["macros"], table["code_macros"])
    names.update(name for mode in table["symbols"].values() for group in mode.values() for name in group)
    commands = sorted(name for name in names if re.fullmatch(r"\\([A-Za-z@]+|.)", name))
    environments = [name for row in table["environments"] for name in row["names"]]
    formulas = [(context.replace(r"\X", name), True) for name in commands for context in COMMAND_CONTEXTS]
    formulas += [
        (context.replace("{E}", "{" + name + "}"), display)
        for name in environments
        for context in ENVIRONMENT_CONTEXTS
        for display in (True, False)
    ]
    return formulas


def mutants(pool: list[str], count: int, seed: int) -> list[Formula]:
    """``count`` formulas of the pool with one change, every second one with two."""
    rng = random.Random(seed)
    made: list[Formula] = []
    for number in range(count):
        text = pool[rng.randrange(len(pool))]
        for _ in range(1 + number % 2):
            text = _mutant(text, pool, rng)
        made.append((text, rng.random() < 0.7))
    return made


def _mutant(text: str, pool: list[str], rng: random.Random) -> str:
    tokens = _TOKEN.findall(text)
    at = rng.randrange(len(tokens) + 1)
    kind = rng.randrange(9) if tokens else 0
    there = min(at, len(tokens) - 1)
    if kind <= 2:
        tokens.insert(at, _INSERTED[rng.randrange(len(_INSERTED))])
    elif kind == 3:
        del tokens[there]
    elif kind == 4:
        tokens.insert(at, tokens[there])
    elif kind == 5 and there:
        tokens[there - 1], tokens[there] = tokens[there], tokens[there - 1]
    elif kind == 6:
        tokens[there] = _misspelt(tokens[there], rng)
    elif kind == 7:
        braces = [index for index, token in enumerate(tokens) if token in "{}"]
        if braces:
            del tokens[braces[rng.randrange(len(braces))]]
    else:
        other = _TOKEN.findall(pool[rng.randrange(len(pool))])
        begin = rng.randrange(len(other) + 1)
        tokens[at:at] = other[begin : begin + 1 + rng.randrange(6)]
    return "".join(tokens)


def _misspelt(token: str, rng: random.Random) -> str:
    if len(token) < 3:
        return "x" + token
    at = 1 + rng.randrange(len(token) - 1)
    return token[:at] + token[at + 1 :] if rng.random() < 0.5 else token[:at] + token[at] + token[at:]


_NAMES = (r"\a", r"\b", r"\c", r"\dd")
_BODIES = (
    "x",
    "^2",
    "_1",
    "{y}",
    r"\frac12",
    r"\sqrt",
    "(",
    ")",
    r"\R",
    r"\text{t}",
    "|",
    "'",
    r"\,",
    *_NAMES,
)
_MEANINGS = (*_NAMES, r"\frac", "x", r"\R", r"\sum", "(", r"\undefd", "~")
_DEFINERS = (
    r"\def", r"\gdef", r"\global\def", r"\edef", r"\xdef", r"\long\gdef", r"\let", r"\global\let",
    r"\newcommand", r"\renewcommand", r"\providecommand",
)  # fmt: skip


def pages(count: int, seed: int) -> list[list[str]]:
    """Pages of formulas that define commands and use those defined before."""
    rng = random.Random(seed)
    return [[_defining(rng) for _ in range(rng.randrange(1, 8))] for _ in range(count)]


def _defining(rng: random.Random) -> str:
    text = ""
    for _ in range(rng.randrange(1, 5)):
        kind = rng.randrange(8)
        if kind < 4:
            text += _definition(rng)
        elif kind == 4:
            text += "{" + _definition(rng) + _body(rng, 0) + "}"
        else:
            text += _body(rng, 0)
    return text


def _definition(rng: random.Random) -> str:
    definer = _DEFINERS[rng.randrange(len(_DEFINERS))]
    name = _NAMES[rng.randrange(len(_NAMES))]
    arity = rng.randrange(3)
    if definer.endswith("let"):
        return definer + name + ("", "=", "= ")[arity] + _MEANINGS[rng.randrange(len(_MEANINGS))] + " "
    if definer.endswith("command"):
        return definer + "{" + name + "}" + (f"[{arity}]" if arity else "") + "{" + _body(rng, arity) + "}"
    ends = (".", ";", "", r"\x") if rng.randrange(4) == 0 else ("",)
    parameters = "".join(f"#{number + 1}" + ends[rng.randrange(len(ends))] for number in range(arity))
    return definer + name + parameters + "{" + _body(rng, arity) + "}"


def _body(rng: random.Random, arity: int) -> str:
    choices = [*_BODIES, *(f"#{number + 1}" for number in range(arity)), *("#1" for _ in range(2 * arity))]
    parts = [choices[rng.randrange(len(choices))] for _ in range(rng.randrange(5))]
    return "".join(part + " " if part[0] == "\\" and part[-1].isalpha() else part for part in parts)


def fingerprint(formulas: object) -> str:
    """A digest by which a golden file recognizes the formulas it was made for."""
    return hashlib.sha256(json.dumps(formulas).encode()).hexdigest()[:16]
