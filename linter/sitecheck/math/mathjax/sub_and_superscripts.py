r"""Superscripts, subscripts, primes and \limits: what the base of a script already has decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.tables import (
    FIXED,
    FREE,
    HAS_SUB,
    HAS_SUP,
    MOVES,
    NAMED,
    OPERATOR,
    OVER,
    PLAIN,
    SCRIPTS,
    STACKED,
)

if TYPE_CHECKING:
    from sitecheck.math.mathjax.stack import Stack


def wait_for_script(parser: Stack, sign: str) -> None:
    """A superscript or subscript whose argument comes next."""
    parser.next_character()  # what is a blank to JavaScript may be none elsewhere in a formula
    top = parser.stack[-1]
    primes = top.kind == Kind.PRIME
    if primes:
        parser.stack.pop()
    flags = with_script(parser, top.row if primes else _take_last(top), sign)
    parser.wait(Kind.SCRIPT, flags | HAS_SUP if primes else flags, sign)


def _take_last(top: Frame) -> int:
    """Takes the last thing out of a frame to make it a base; nothing there makes an empty base."""
    flags = top.last
    if flags is None:
        return PLAIN
    top.last = None
    top.size -= 1
    return flags


def with_script(parser: Stack, flags: int, sign: str) -> int:
    """The flags of a base after it got a script; refuses a second one at the same place."""
    mine = HAS_SUP if sign == "^" else HAS_SUB
    if flags & SCRIPTS:
        if flags & mine:
            raise parser.refuse("double-sup" if sign == "^" else "double-sub", sign)
        return flags | mine
    if flags & STACKED and flags & mine and not flags & (FREE | OVER):
        raise parser.refuse("double-sup" if sign == "^" else "double-sub", sign)
    kept = flags & (MOVES | FIXED | OPERATOR | NAMED)
    # MathJax: scripts of what moves them in displays are stacked (munderover), others at the side.
    if not flags & MOVES:
        return SCRIPTS | mine | kept
    if not flags & STACKED or flags & OVER or flags & mine:
        return STACKED | mine | kept
    return flags | mine


def limits(parser: Stack, stacked: bool) -> None:
    r"""\limits or \nolimits."""
    top = parser.stack[-1]
    flags = top.last
    if flags is None or top.kind == Kind.PRIME or not flags & (OPERATOR | NAMED | MOVES | FIXED):
        raise parser.refuse("limits")
    if stacked and flags & SCRIPTS:
        flags = flags & ~SCRIPTS | STACKED
    elif not stacked and flags & STACKED:
        flags = flags & ~(STACKED | OVER | FREE) | SCRIPTS
    top.last = (flags | MOVES if stacked else flags & ~MOVES) | FIXED


def prime(parser: Stack) -> None:
    """A prime, and those that follow it."""
    flags = _take_last(parser.stack[-1])
    blocked = flags & SCRIPTS and flags & HAS_SUP
    # MathJax 4 looks at what is stacked, too; 2 and 3 put the prime on the whole.
    if parser.session.version == 4:
        blocked = blocked or (flags & STACKED and flags & HAS_SUP and not flags & (FREE | OVER))
    if blocked:
        raise parser.refuse("double-prime")
    while parser.next_character() in ("'", "’"):
        parser.pos += 1
    after = flags | HAS_SUP if flags & SCRIPTS else flags & OPERATOR
    parser.wait(Kind.PRIME, after).row = flags
