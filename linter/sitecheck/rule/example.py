"""Examples that a rule carries: they are its documentation and its tests."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck.model.finding import Severity
from sitecheck.named_tuple import NamedTuple

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
        return _site_of(self.text, self.path, self.files)


class Invalid(NamedTuple):
    """A tiny site on which the rule speaks.

    Of the first finding, ``at`` is the exact text that it marks ("" for one about a whole file), ``message``
    and ``help`` are parts of what it says and advises, ``severity`` is its weight (``None``: that of its
    rule), ``related`` are the exact texts of the places it points to besides. ``fixed`` is what ``path``
    reads after the fix; without it the rule must offer no safe or unsafe fix. ``findings`` is how many there
    are.
    """

    text: str = ""
    at: str = ""
    message: str = ""
    path: str = MAIN
    files: Mapping[str, str] = {}
    help: str = ""
    severity: Severity | None = None
    related: tuple[str, ...] = ()
    fixed: str | None = None
    findings: int = 1
    why: str = ""
    options: Mapping[str, object] = {}

    def site(self) -> dict[str, str]:
        """Every file of the example: path → text."""
        return _site_of(self.text, self.path, self.files)


def _site_of(text: str, path: str, files: Mapping[str, str]) -> dict[str, str]:
    return {path: text, **files} if text or not files else dict(files)
