"""How the KaTeX parser stops: an exception inside the package, turned into a MathError at its edge."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.math.katex.tables import END

if TYPE_CHECKING:
    from sitecheck.math.result import Kind


class Refusal(Exception):  # noqa: N818 - a verdict, not an error of ours
    """The formula is refused at ``token``; ``partner`` is where the construct that is not closed began."""

    def __init__(
        self, kind: Kind, message: str, token: str, *, name: str = "", partner: str | None = None
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.token = token
        self.name = name
        self.partner = partner


def shown(token: str) -> str:
    """A token as messages show it."""
    if token == END:
        return "the end"
    if token == " ":
        return "a space"
    return token


ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
NUMBERS: Final = ("no arguments", "an argument", "two arguments", "three arguments", "four arguments")


def missing(name: str, index: int, count: int) -> str:
    """The sentence for argument ``index`` (from 0) of ``count`` that is not there."""
    if count == 1:
        return f"{name} needs an argument, and there is none"
    wanted = NUMBERS[count] if count < len(NUMBERS) else f"{count} arguments"
    which = f"the {ORDINALS[index]}" if index < len(ORDINALS) else "one"
    return f"{name} needs {wanted}, {which} is missing"


def unknown(token: str) -> Refusal:
    """The refusal of a command that is not defined."""
    return Refusal("unknown-command", f"KaTeX does not know {token}", token, name=token)
