"""The formulas that MathJax and our check are compared on: by hand, by rule or by seed, none from a site."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TypeAlias

Formula: TypeAlias = tuple[str, bool]

DATA = Path(__file__).parents[3] / "linter" / "sitecheck" / "math" / "mathjax" / "data"

COMMAND_CONTEXTS = (
    r"\X",
    r"\X a",
    r"\X{a}",
    r"\X{a}{b}",
    r"\X{a}{b}{c}",
    r"\X[a]{b}",
    r"\X[a]{b}{c}",
    r"\X{a}[b]{c}",
    r"x^\X",
    r"x_\X{a}",
    r"{\X}",
    r"\X^a_b",
    r"\X{a}^b^c",
    r"\X'",
    r"\X\limits_a^b",
    r"\frac\X b",
    r"\sqrt\X{a}",
    r"\left\X a\right.",
    r"\begin{matrix}a&\X b\\c\end{matrix}",
    r"\text{a \X{b}}",
    r"a\X b\X c",
    r"\mathrm{\X(a)}",
    r"\X 2pt a",
)
ENVIRONMENT_CONTEXTS = (
    r"\begin{E}a\end{E}",
    r"\begin{E}a&b\\c&d\end{E}",
    r"\begin{E}{cc}a&b\\c&d\end{E}",
    r"\begin{E}{2}a&b&c&d&e\end{E}",
    r"\begin{E}[t]a\\[2pt]b\end{E}",
    r"\begin{E}a",
    r"a\end{E}",
    r"x^\begin{E}a\end{E}",
    r"\begin{E}a\tag{1}\end{E}",
    r"\begin{E}a\label{x}\label{y}\end{E}",
    r"\begin{E}{c}\hline a\\\hline b\end{E}",
    r"\begin{equation}\begin{E}a\end{E}\end{equation}",
)


def names(version: int, default: bool = False) -> tuple[list[str], list[str]]:
    """Every command and environment of all packages of a version, or of those it has by ``default``."""
    table = json.loads((DATA / f"mathjax{version}.json").read_text("utf-8"))
    loading = {
        *table["component"],
        *(name for loads in table["autoload"].values() for name in loads.values()),
    }
    commands: set[str] = set()
    environments: set[str] = set()
    used = {
        mapping: handler
        for name, package in table["packages"].items()
        if name in loading or not default
        for handler, maps in package["handlers"].items()
        for mapping, _ in maps
    }
    for name, handler in used.items():
        mapping = table["maps"].get(name)
        if mapping is None or handler in ("character", "delimiter"):
            continue
        entries = mapping["entries"]
        if mapping["kind"] in ("character", "delimiter"):
            entries = [entry.lstrip("\\") for group in entries.values() for entry in group.split(" ")]
        (environments if handler == "environment" else commands).update(entries)
    environments.discard("prooftree")  # cannot be judged without a browser that measures it
    return sorted(commands - {""}), sorted(environments)


def commands_in_contexts(version: int) -> list[Formula]:
    """Every command in every context (displayed), every environment in every context (both ways)."""
    commands, environments = names(version)
    formulas = [
        (context.replace(r"\X", "\\" + name), True) for name in commands for context in COMMAND_CONTEXTS
    ]
    formulas += [
        (context.replace("{E}", "{" + name + "}"), display)
        for name in environments
        for context in ENVIRONMENT_CONTEXTS
        for display in (True, False)
    ]
    return formulas


# Mutants

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[^\\]", re.DOTALL)
_INSERTED = (
    "{",
    "}",
    "^",
    "_",
    "&",
    "'",
    "#",
    "%",
    "~",
    "$",
    r"\\",
    r"\left",
    r"\right",
    r"\middle|",
    r"\left(",
    r"\right)",
    r"\begin{matrix}",
    r"\end{matrix}",
    r"\begin{array}{c}",
    r"\end{array}",
    r"\frac",
    r"\sqrt",
    r"\over",
    r"\limits",
    r"\hline",
    r"\text",
    r"\sin",
    r"\dots",
    r"\not",
    r"\displaystyle",
    r"\rm",
    r"\mathrm",
    r"\tag{1}",
    r"\label{a}",
    r"\operatorname",
    r"\substack",
    r"\color{red}",
    r"\textcolor",
    r"\cancel",
    r"\atop",
    r"\choose",
    r"\raise1pt",
    r"\big",
    r"\overset",
    r"\underbrace",
    r"\nonumber",
    r"\cr",
    r"\kern",
    "[",
    "]",
    "^2",
    "_i",
    r"\phantom",
    r"\mathop",
    r"\hat",
    r"\xrightarrow",
    r"\binom",
    r"\stackrel",
    r"\foo",
    r"\verb|",
    r"\mbox{",
    r"\newcommand",
    r"\bm",
    r"\quad",
)


def mutant(formula: str, rng: random.Random) -> str:
    """``formula`` with one thing changed."""
    tokens = _TOKEN.findall(formula)
    at = rng.randrange(len(tokens) + 1)
    kind = rng.randrange(8)
    if kind == 0 and at < len(tokens):
        del tokens[at]
    elif kind == 1 and at < len(tokens):
        tokens.insert(at, tokens[at])
    elif kind == 2 and at + 1 < len(tokens):
        tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
    elif kind == 3:
        structural = [i for i, token in enumerate(tokens) if token in "{}^_&" or token.startswith("\\")]
        if structural:
            del tokens[rng.choice(structural)]
    elif kind == 4 and at < len(tokens):
        tokens[at] = rng.choice(_INSERTED)
    elif kind == 5 and at < len(tokens) and len(tokens[at]) > 3:
        tokens[at] = tokens[at][:-1]
    elif kind == 6:
        end = min(len(tokens), at + rng.randrange(1, 5))
        del tokens[at:end]
    else:
        tokens.insert(at, rng.choice(_INSERTED))
    return "".join(tokens)


def mutants(formulas: list[Formula], count: int, seed: int, changes: int = 1) -> list[Formula]:
    """``count`` mutants, each with ``changes`` changes, of formulas drawn by ``seed``."""
    rng = random.Random(seed)
    found: dict[Formula, None] = {}
    while len(found) < count:
        tex, display = rng.choice(formulas)
        for _ in range(changes):
            tex = mutant(tex, rng)
        if tex.strip():
            found[tex, display] = None
    return list(found)


def written() -> list[Formula]:
    """The list of formulas that was written by hand, each displayed and in the text."""
    lines = (Path(__file__).parent / "mathjax_formulas.txt").read_text("utf-8").splitlines()
    return [(line, display) for line in lines for display in (True, False)]


class Composer:
    """Formulas put together at random from every command and environment that a version has by default."""

    def __init__(self, version: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.commands, self.environments = names(version, default=True)

    def formula(self, depth: int = 3) -> str:
        """A few things in a row."""
        return "".join(self.thing(depth) for _ in range(self.rng.randrange(1, 5)))

    def thing(self, depth: int) -> str:
        """A symbol, a group, scripts, a command with arguments, an environment, a fence, a slip."""
        rng = self.rng
        kind = rng.randrange(24) if depth else rng.randrange(6)
        if kind < 6:
            return rng.choice(
                ("a", "x", "2", "+", "=", " ", "(", ")", "|", ",", "12", r"\alpha ", r"\sum", r"\int", "'")
            )
        if kind < 8:
            return "{" + self.formula(depth - 1) + "}"
        if kind < 11:
            return rng.choice("^_") + self.argument(depth - 1)
        if kind < 18:
            return self.command(depth)
        if kind < 20:
            return self.environment(depth)
        if kind < 21:
            return (
                r"\left("
                + self.formula(depth - 1)
                + rng.choice((r"\right)", r"\right.", r"\middle|b\right]"))
            )
        if kind < 22:
            return r"\text{" + self.formula(depth - 1) + "}"
        return rng.choice(
            ("&", r"\\", "{", "}", "^", "_", "%c\n", "~", r"\limits", r"\over ", r"\hline ", r"\tag{1}", "#")
        )

    def argument(self, depth: int) -> str:
        """What a command may take."""
        rng = self.rng
        kind = rng.randrange(8)
        if kind < 2:
            return rng.choice(("a", "2", " b", r"\beta ", "2pt", "."))
        if kind < 3:
            return self.thing(max(0, depth - 1))
        return "{" + self.formula(max(0, depth - 1)) + "}"

    def command(self, depth: int) -> str:
        """A command and perhaps what it takes."""
        rng = self.rng
        text = "\\" + rng.choice(self.commands) + rng.choice(("", " "))
        if rng.randrange(6) == 0:
            text += "[" + self.formula(0) + "]"
        return text + "".join(self.argument(depth) for _ in range(rng.randrange(4)))

    def environment(self, depth: int) -> str:
        """An environment with cells."""
        rng = self.rng
        name = rng.choice(self.environments)
        start = rng.choice(("", "", "{cc}", "{2}", "[t]"))
        cells = [self.formula(depth - 1) for _ in range(rng.randrange(1, 5))]
        body = "".join(cell + rng.choice(("&", r"\\", "")) for cell in cells)
        return rf"\begin{{{name}}}{start}{body}\end{{{name}}}"


def composed(version: int, count: int, seed: int) -> list[Formula]:
    """``count`` formulas put together by ``seed``, displayed and in the text in turn."""
    composer = Composer(version, seed)
    return [(composer.formula(), number % 2 == 0) for number in range(count)]


# Physics

_PHYSICS = (
    r"\sin", r"\cos", r"\exp", r"\log", r"\tr", r"\det", r"\qty", r"\pqty", r"\Bqty", r"\abs", r"\norm",
    r"\eval", r"\order", r"\comm", r"\acomm", r"\va", r"\vb", r"\vu", r"\grad", r"\div", r"\curl",
    r"\laplacian", r"\dd", r"\var", r"\dv", r"\pdv", r"\fdv", r"\bra", r"\ket", r"\ip", r"\dyad", r"\ev",
    r"\mel", r"\mqty", r"\pmqty", r"\smqty", r"\mdet", r"\imat", r"\Re", r"\Res", r"\pv", r"\qq", r"\qif",
    r"\flatfrac", r"\rank", r"\erf", r"\cross", r"\vnabla", r"\diffd",
)  # fmt: skip
_AROUND = (
    "x", "2", "a", "+", " ", "(", ")", "(", ")", "[", "]", "|", ",", "{", "}", "^2", "_1", "^", "'", r"\alpha ",
    r"\frac{a}{b}", r"\left(", r"\right)", r"\middle|", r"\over ", "&", r"\\", r"\text{a}", r"\displaystyle ",
    r"\not", r"\dots ", r"\big", r"\sum", r"\limits", r"\begin{matrix}a&b\end{matrix}", r"\nosuch",
)  # fmt: skip


class Physicist:
    """Puts formulas together from the commands of the package physics, with brackets of all kinds."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def formula(self, depth: int) -> str:
        """Commands with what they may take, and what they may not."""
        rng = self.rng
        if not depth:
            return rng.choice(_AROUND[:7]) + rng.choice(("", rng.choice(_AROUND)))
        parts = []
        for _ in range(rng.randrange(1, 4)):
            if rng.randrange(2):
                parts += [rng.choice(_PHYSICS), rng.choice(("", "*", " "))]
                parts += [self.argument(depth - 1) for _ in range(rng.randrange(1, 4))]
            else:
                parts.append(rng.choice(_AROUND))
        return "".join(parts)

    def argument(self, depth: int) -> str:
        """What a command may take."""
        opening, closing = self.rng.choice(("{}", "{}", "{}", "()", "[]", "||"))
        return opening + self.formula(depth) + closing


def physics(count: int, seed: int) -> list[Formula]:
    """``count`` formulas for the package physics."""
    drawn = Physicist(seed)
    return [(drawn.formula(1 + number % 3), number % 2 == 0) for number in range(count)]


# Pages

_DEFINITIONS = (
    r"\newcommand{\R}{\mathbb{R}}",
    r"\newcommand{\pair}[2]{(#1,#2)}",
    r"\newcommand{\opt}[2][x]{#1_{#2}}",
    r"\renewcommand\R[1]{#1}",
    r"\renewcommand{\vec}[1]{\mathbf{#1}}",
    r"\def\foo#1{#1^2}",
    r"\def\foo{\bar x}",
    r"\def\bar(#1;#2){#1+#2}",
    r"\def\until#1.{[#1]}",
    r"\let\eps\varepsilon",
    r"\let\sq\sqrt",
    r"\let\R\foo",
    r"\let\lb=\langle",
    r"\let\par=(",
    r"\DeclareMathOperator{\tr}{tr}",
    r"\DeclareMathOperator*{\argmin}{arg\,min}",
    r"\newenvironment{box}[1]{\left(#1}{\right)}",
    r"\newenvironment{rows}{\begin{matrix}}{\end{matrix}}",
    r"\renewenvironment{rows}{\begin{array}{c}}{\end{array}}",
    r"\definecolor{mine}{rgb}{1,0,0}",
    r"\definecolor{mine}{rgb}{1,0,2}",
    r"{\newcommand{\inner}{i}}",
    r"\frac{\def\deep{d}}{2}",
    r"\text{$\def\texty{t}$}",
    r"\require{cancel}",
    r"\require{color}",
    r"\require{physics}",
    r"\newcommand{\bad}[1]{#2}",
    r"\newcommand{\half{",
    r"\newcommand{\bi}{\begin{matrix}}\newcommand{\ei}{\end{matrix}}",
    r"\label{one}",
    r"\begin{align}a\label{two}\end{align}",
    r"\newcommand{\frac}[1]{#1}",
    r"\def\loop{\loop}",
    r"\def\@{at}",
    r"\newcommand{\1}{one}",
    r"\newcommand{no}{x}",
)
_USES = (
    r"\R^n",
    r"x\in\R",
    r"\R{a}",
    r"\pair{a}{b}",
    r"\pair ab",
    r"\pair{a}",
    r"\opt[y]{z}",
    r"\opt{z}",
    r"\opt",
    r"\vec{x}^2",
    r"\vec",
    r"\foo{a}^3",
    r"x^\foo",
    r"\foo^2",
    r"\bar(a;b)",
    r"\bar{x}",
    r"\until abc.",
    r"\until abc",
    r"\eps^2_3",
    r"\sq[3]{x}",
    r"\left\lb x\right.",
    r"\left\par x\right)",
    r"\tr A",
    r"x^\tr",
    r"\argmin_x^y",
    r"\argmin\limits_x",
    r"\begin{box}{a}b\end{box}",
    r"\begin{box}a\end{box}",
    r"\begin{rows}a&b\\c\end{rows}",
    r"\begin{rows}a\end{box}",
    r"\color{mine}x",
    r"\textcolor{mine}{x}",
    r"\inner",
    r"\deep",
    r"\texty",
    r"\cancel{x}",
    r"\bad{x}",
    r"\half",
    r"\bi a&b\ei",
    r"\bi a",
    r"\ref{one}\eqref{three}",
    r"\label{one}",
    r"x\label{two}",
    r"\frac{a}{b}",
    r"\frac{a}",
    r"\loop",
    r"\@\1",
    r"\qty{x}",
    r"a+b",
    r"\sum_i",
)


def pages(count: int, seed: int) -> list[list[Formula]]:
    """Pages of formulas that define things and use them, later or before."""
    rng = random.Random(seed)
    return [
        [
            (rng.choice(_DEFINITIONS if rng.randrange(3) == 0 else _USES), rng.randrange(2) == 0)
            for _ in range(rng.randrange(4, 14))
        ]
        for _ in range(count)
    ]
