"""What Liquid finds wrong with a template, as plain records."""

from __future__ import annotations

from sitecheck.model.span import Place
from sitecheck.model.unknown import Reasons
from sitecheck.named_tuple import NamedTuple

MAX_PROBLEMS = 10_000
"""So many are told of one text."""


LIMIT = "limit"
"""The code of a problem: from here on nothing is read, as it is too much."""
MISSING_INCLUDE = "missing-include"
"""The code of a problem: a tag includes a file that is not there."""
ELSE_IF = "else-if"
"""The code of a problem: what stands after ``else`` was meant for a condition."""


class LiquidProblem(NamedTuple):
    """One thing that is wrong, at the place where the author can mend it.

    ``code`` names the kind of problem (kebab-case, stable). ``fatal`` says that Jekyll's build stops
    there (at an ``unknown-tag``: unless a plugin brings it); otherwise Liquid goes on with a reading of its
    own and the output may surprise. ``related`` is a second place that explains the first, such as the tag
    that a stray end meant.
    """

    code: str
    message: str
    place: Place
    fatal: bool
    related: Place | None = None
    name: str = ""
    """The tag, filter, include, path or post that is not known."""

    meant: str = ""
    """Where Liquid reads laxly: what should be written instead; "" where nobody knows."""
    harmless: bool = False
    """Whether Liquid reads what was meant all the same."""

    @property
    def is_limit(self) -> bool:
        """Whether nothing is wrong, but too much to be read."""
        return self.code == LIMIT

    def stops(self, strict_syntax: bool) -> bool:
        """Whether the build stops there; ``strict_syntax`` is the setting ``error_mode: strict``."""
        return self.fatal or (strict_syntax and self.code == "lax-syntax")


class LiquidError(Exception):
    """Raised while rendering where the gem raises: Jekyll stops with this message. ``name`` is what was
    looked for and is not there."""

    def __init__(self, message: str, code: str = "render-error", name: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.name = name


class UndecidedError(Exception):
    """Raised by a filter whose result hangs on a value that is not known; ``reasons`` say which."""

    def __init__(self, reasons: Reasons) -> None:
        super().__init__(reasons)
        self.reasons = reasons
