r"""The formulas of one page, judged in order by the engines that may show it.

>>> from sitecheck.math.page.setup import Setup
>>> from sitecheck.math.page.judge import PageJudge
>>> judge = PageJudge([Setup("mathjax3")])
>>> judge.judge(r"\newcommand{\R}{\mathbb{R}}", display=True)
()
>>> judge.judge(r"x \in \R", display=False)
()
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math import Engine, MacroEnv, MathError, check
from sitecheck.math.page.setup import Setup

_UNKNOWN_NAMES: Final = 5
"""How many unknown commands of one formula are reported."""
_LABEL: Final = lazy_pattern(r"\\label\s*\{([^{}]*)\}")


class PageJudge:
    """Judges one formula after the other; what one defines holds for the next, as the engines keep it.

    With several engines only what all of them refuse is an error.
    """

    def __init__(self, setups: Sequence[Setup]) -> None:
        self.setups = tuple(setups)
        self._environments: list[tuple[Engine, MacroEnv]] = [
            (setup.engine, setup.environment()) for setup in self.setups
        ]
        self.labels: set[str] = set()
        """Every label of a formula so far."""

    def judge(self, tex: str, *, display: bool, maybe: bool = False) -> tuple[MathError, ...]:
        """What is wrong with the page's next formula; ``maybe``: it may not be on the page at all."""
        self.labels.update(match[1] for match in _LABEL.finditer(tex))
        found = [self._errors(engine, env, tex, display, maybe) for engine, env in self._environments]
        if not found or not all(found):
            return ()
        return min(found, key=lambda errors: errors[0].kind == "unknown-command")

    @property
    def work(self) -> int:
        """What the formulas so far have cost; see :attr:`MacroEnv.work`."""
        return sum(env.work for _, env in self._environments)

    def distrust(self) -> None:
        """From here on there may be definitions that nobody could read."""
        for _, env in self._environments:
            env.complete = False

    def _errors(
        self, engine: Engine, env: MacroEnv, tex: str, display: bool, maybe: bool
    ) -> tuple[MathError, ...]:
        errors = check(tex, display, engine, env)
        if errors and errors[0].kind == "unknown-command" and engine != "katex":
            errors = _after_unknown(errors, tex, display, engine=engine, env=env)
        if maybe:
            env.labels -= env.latest_labels
        return errors


def _after_unknown(
    errors: tuple[MathError, ...],
    tex: str,
    display: bool,
    *,
    engine: Engine,
    env: MacroEnv,
) -> tuple[MathError, ...]:
    """MathJax shows an unknown command in red and reads on; so do we, and what follows counts."""
    found = list(errors)
    unknown: list[str] = []
    while found[-1].kind == "unknown-command" and found[-1].name and len(unknown) < _UNKNOWN_NAMES:
        unknown.append(found[-1].name)
        env.define(found[-1].name, None)
        env.labels -= env.latest_labels
        more = check(tex, display, engine, env)
        if not more or more[0] in found:
            break
        found.append(more[0])
    for name in unknown:
        macro = env.macros.get(name)
        if macro is not None and macro.kind == "opaque":
            del env.macros[name]
    return tuple(found)
