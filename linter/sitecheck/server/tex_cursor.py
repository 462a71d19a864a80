r"""What stands at the cursor inside a formula: a command, the name of an environment, of a label.

Where formulas begin and end is told from the text: ``$$``, ``\(``, ``\[`` (in Markdown with two backslashes),
``\begin{…}``, and ``$`` where the page's engine reads it.
"""

from __future__ import annotations

import re
from typing import Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

REACH = 20_000
"""Characters before the cursor in which the beginning of a formula is looked for."""
_COMMAND = lazy_pattern(r"\\([A-Za-z]*)\Z")
_ARGUMENT = lazy_pattern(r"\\(begin|end|ref|eqref|label)\s{0,3}\{([^{}\\\n]{0,100})\Z")
_MARK = lazy_pattern(
    r"(?P<blank>\n[ \t]*(?=\r?\n))|(?P<code>`{1,9}[^`\n]{0,300}`{1,9})|(?P<fence>\n[ \t]*(?:```|~~~))"
    r"|\\?(?P<dollars>\$\$)|\\\$|(?P<dollar>\$)|(?P<opens>\\{1,2}[(\[])|(?P<closes>\\{1,2}[)\]])"
    r"|\\begin\{(?P<begin>[A-Za-z]+\*?)\}|\\end\{(?P<end>[A-Za-z]+\*?)\}"
)
_LONGEST = 20_000
"""A formula is not longer than so many characters; where one seems to be, its end is missing."""
_DEEPEST = 20
_WORD_END = lazy_pattern(r"[A-Za-z]{0,60}")
_ARGUMENT_END = lazy_pattern(r"[^{}\\\n$]{0,100}")

Role = Literal["command", "opening", "begin", "end", "ref", "eqref", "label"]


class TexAt(NamedTuple):
    r"""A word of TeX: ``span`` is what is written of it, ``typed`` that before the cursor without backslash.

    ``opening`` is a command in the running text, where only ``\begin`` and references are read.
    """

    role: Role
    span: Span
    typed: str
    environments: tuple[str, ...]
    """Those that are open, from the outside in."""


class _State(NamedTuple):
    opened: str = ""
    at: int = 0
    environments: tuple[str, ...] = ()


def tex_at(text: str, offset: int, body: int, *, single: bool, bare: bool) -> TexAt | None:
    r"""The word of TeX at ``offset``; ``single``: a lone dollar sign begins a formula, ``bare``:
    ``\begin{…}`` does so, and ``\ref`` is read, in the running text."""
    near = text[max(body, offset - 130) : offset]
    command = _COMMAND.search(near)
    word = command or _ARGUMENT.search(near)
    if word is None:
        return None
    state = _state(text, offset - len(word[0]), max(body, offset - REACH), single)
    role: Role = "command" if command else word[1]  # type: ignore[assignment]
    is_inside = state.opened or (state.environments and bare) or role in ("ref", "eqref")
    if not is_inside and role == "command" and bare:
        role = "opening"
    if not is_inside and not (bare and role in ("begin", "opening")):
        return None
    is_command = command is not None
    typed = word[1] if is_command else word[2]
    end = (_WORD_END if is_command else _ARGUMENT_END).match(text, offset)
    stop = end.end() if end is not None else offset
    return TexAt(role, Span(offset - len(typed) - is_command, stop), typed, state.environments)


def _state(text: str, offset: int, begin: int, single: bool) -> _State:
    """What is open at ``offset``."""
    state, in_fence = _State(), False
    for match in _MARK.finditer(text, begin, offset):
        kind = match.lastgroup or ""
        if kind == "fence":
            in_fence, state = not in_fence, _State()
        elif not in_fence:
            state = _after(state, kind, match, single)
    if state.opened and offset - state.at > _LONGEST:
        return _State()
    return state


def _after(state: _State, kind: str, match: re.Match[str], single: bool) -> _State:
    if kind == "blank":
        return state if state.opened == "$$" or state.environments else _State()
    if kind in ("dollars", "dollar"):
        if kind == "dollar" and not single:
            return state
        mark = "$$" if kind == "dollars" else "$"
        if state.opened == mark:
            return _State()
        return state if state.opened else _State(mark, match.start())
    if kind == "opens":
        return state if state.opened else _State(match[0], match.start())
    if kind == "closes":
        return _State() if state.opened.startswith("\\") else state
    if kind == "begin":
        return state._replace(environments=(*state.environments[-_DEEPEST:], match["begin"]))
    if kind == "end":
        return state._replace(environments=state.environments[:-1])
    return state
