"""How the KaTeX parser stops: an exception inside the package, turned into a MathError at its edge."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.math.katex_tables import END

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
