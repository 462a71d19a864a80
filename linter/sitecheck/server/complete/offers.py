"""How a completer answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sitecheck.model.fix import Edit
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.answers import Completion, CompletionKind
from sitecheck.server.asked import Asked

_LONGEST = 500


Completer = Callable[[Asked], "Iterable[Completion] | None"]
"""Gives what could stand at the cursor; ``None`` where something else is to be asked."""


def offer(
    kind: CompletionKind,
    span: Span,
    text: str,
    *,
    label: str = "",
    detail: str = "",
    documentation: str = "",
    sort: str = "",
) -> Completion:
    """One answer: ``text`` in place of what stands at ``span``. ``documentation`` is Markdown of ours."""
    return Completion(
        label=harmless.label(label or text, _LONGEST),
        kind=kind,
        edit=Edit(span, text),
        detail=harmless.label(detail, 120),
        documentation=documentation,
        sort=sort,
    )


def begins(name: str, typed: str) -> bool:
    """Whether ``name`` begins with what is typed, in small or large letters."""
    return name[: len(typed)].lower() == typed.lower()
