r"""Commands and environments of TeX in formulas: those of the page's engine, and what the site defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.server import harmless
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import offer
from sitecheck.server.page_math import commands_of, environments_of, setups_at
from sitecheck.server.tex_cursor import TexAt, tex_at

_DEFINED = lazy_pattern(
    r"\\(?:(?:re|provide)?newcommand|(?:re|provide)command|DeclareMathOperator|def|gdef|let|DeclarePairedDelimiter)\*?"
    r"\s{0,3}\{?\s{0,3}\\([A-Za-z]+)"
)
_ENVIRONMENT = lazy_pattern(r"\\(?:re)?newenvironment\*?\{([A-Za-z]+\*?)\}")
_LABEL = lazy_pattern(r"\\label\s{0,3}\{([^{}\n]{1,100})\}")
_READ = 200_000


def complete_tex(asked: Asked) -> Iterable[Completion] | None:
    """A command, environment or label; ``None`` outside of formulas."""
    cursor = asked.cursor
    if cursor.code or asked.kind in ("config", "data", "static"):
        return None
    near = cursor.text[max(0, cursor.offset - 130) : cursor.offset]
    if "\\" not in near:
        return None
    if tex_at(cursor.text, cursor.offset, cursor.body, single=True, bare=True) is None:
        return None
    setups = setups_at(asked.view, asked.index, asked.path, cursor.text)
    single = any(setup.delimiters.has("$") for setup in setups)
    bare = any(setup.engine != "katex" for setup in setups)
    at = tex_at(cursor.text, cursor.offset, cursor.body, single=single, bare=bare)
    return _offers(asked, at) if at is not None else None


def _offers(asked: Asked, at: TexAt) -> Iterator[Completion]:
    text = asked.cursor.text[: asked.cursor.body + _READ]
    setups = setups_at(asked.view, asked.index, asked.path, asked.cursor.text)
    if at.role in ("ref", "eqref", "label"):
        yield from _labels(text, at)
        return
    if at.role in ("begin", "end"):
        yield from _environments(text, at, environments_of(setups))
        return
    if at.role == "opening":
        names = (name for name in ("begin", "eqref", "ref") if at.typed and name.startswith(at.typed))
        yield from (offer("command", at.span, f"\\{name}") for name in names)
        return
    own = dict.fromkeys(_DEFINED.findall(text), "defined on this page")
    macros = {name.lstrip("\\"): macro.body for setup in setups for name, macro in setup.macros.items()}
    for number, (name, about) in enumerate((*own.items(), *macros.items())):
        if name.startswith(at.typed) and name.isalpha():
            detail = harmless.label(about, 60)
            yield offer("command", at.span, f"\\{name}", detail=detail, sort=f"0{number:05}")
    for name, about in commands_of(setups):
        if name.startswith(at.typed) and name not in own and name not in macros:
            yield offer("command", at.span, f"\\{name}", detail=about, sort=f"1{name}")


def _environments(text: str, at: TexAt, known: Iterable[str]) -> Iterator[Completion]:
    names = dict.fromkeys((*reversed(at.environments[-1:]), *_ENVIRONMENT.findall(text), *sorted(known)))
    if at.role == "end" and at.environments:
        names = dict.fromkeys(reversed(at.environments))
    for number, name in enumerate(names):
        if name.startswith(at.typed):
            yield offer("environment", at.span, name, sort=f"{number:05}")


def _labels(text: str, at: TexAt) -> Iterator[Completion]:
    for name in dict.fromkeys(_LABEL.findall(text)):
        if name.startswith(at.typed) and at.role != "label":
            yield offer("anchor", at.span, name)
