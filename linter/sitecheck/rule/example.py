"""Examples that a rule carries: they are its documentation and its tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

MAIN = "index.md"
"""The path an example's text has unless it says otherwise."""


class Valid(NamedTuple):
    """A tiny site on which the rule is silent.

    ``text`` is the page at ``path``; ``files`` are further files of the site (``_config.yml`` among them).
    """

    text: str = ""
    path: str = MAIN
    files: Mapping[str, str] = {}
    why: str = ""

    def site(self) -> dict[str, str]:
        """Every file of the example: path → text."""
        return {self.path: self.text, **self.files} if self.text or not self.files else dict(self.files)


class Invalid(NamedTuple):
    """A tiny site on which the rule speaks.

    ``at`` is the exact text that the first finding marks ("" for a finding about a whole file), ``message``
    a part of what it says. ``fixed`` is what ``path`` reads after the fix; without it the rule must offer
    no safe or unsafe fix. ``findings`` is how many there are.
    """

    text: str = ""
    at: str = ""
    message: str = ""
    path: str = MAIN
    files: Mapping[str, str] = {}
    fixed: str | None = None
    findings: int = 1
    why: str = ""
    options: Mapping[str, object] = {}

    def site(self) -> dict[str, str]:
        """Every file of the example: path → text."""
        return {self.path: self.text, **self.files} if self.text or not self.files else dict(self.files)
