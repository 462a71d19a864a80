"""What a module says of the place at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.asked import Asked


class Told(NamedTuple):
    """Some lines of Markdown on what stands at ``span``."""

    span: Span
    lines: tuple[str, ...]


Teller = Callable[[Asked], "Told | None"]
"""Says what is known of the place at the cursor; ``None`` where that is not its business."""


def told(span: Span, lines: Iterable[str]) -> Told | None:
    """``lines`` that say something; ``None`` where all are empty."""
    kept = tuple(line for line in lines if line)
    return Told(span, kept) if kept else None
