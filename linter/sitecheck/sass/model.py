"""What is known of a Sass file."""

from __future__ import annotations

from typing import Literal

from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple


class Load(NamedTuple):
    """A file that a sheet asks for."""

    rule: Literal["import", "use", "forward"]
    name: str
    """As it is written; "" where it is not known before the sheet is compiled."""
    span: Span
    maybe: bool = False
    """Whether it stands where the compiler may not come."""


class Use(NamedTuple):
    """A variable (``$x``), mixin (``@include x``), placeholder (``%x``) or class (``@extend .x``) that is
    needed for certain."""

    name: str
    """With its mark: ``$x``, ``@x``, ``%x``, ``.x``; dashes and underscores are one."""
    span: Span


class Call(NamedTuple):
    """A call of a function of Sass that it refuses, unless the site has a function of that name."""

    name: str
    """As in :class:`Use`: ``x()``."""
    message: str
    span: Span


class Fault(NamedTuple):
    """What no Sass takes."""

    message: str
    span: Span


class Sheet(NamedTuple):
    """What is known of a file; spans are offsets into its text."""

    loads: tuple[Load, ...] = ()
    fault: Fault | None = None
    old_fault: Fault | None = None
    """What LibSass and Ruby Sass refuse, and Dart Sass takes."""
    uses: tuple[Use, ...] = ()
    calls: tuple[Call, ...] = ()
    defines: frozenset[str] = frozenset()
    """All that it may define anywhere, marked as in :class:`Use`, functions as in :class:`Call`; "." where it
    may have any class."""
    whole: bool = True
    """Whether all of it was read, and as every Sass reads it."""


def plain(name: str) -> str:
    """A name as Sass compares it."""
    return name.replace("_", "-")
