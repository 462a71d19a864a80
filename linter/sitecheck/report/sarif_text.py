"""SARIF message texts."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.safe import clip, encodable

MAX_TEXT = 4_000
"""Longest message; a rule that quotes a huge line must not swell the file."""

_EMBEDDED_LINK = lazy_pattern(r"\](?=\((?:\d+\)|[A-Za-z][A-Za-z0-9+.-]*:))")
_SENTENCE_END = tuple(".!?…:")


def plain_message(text: str) -> str:
    """``text`` so that no viewer takes a quoted ``[a](1)`` or ``[a](https:…)`` for a link of ours.

    SARIF reads ``[text](number)`` and ``[text](URI)`` in plain messages as links (3.11.6).
    """
    return clip(_EMBEDDED_LINK.sub("] ", encodable(text)), MAX_TEXT)


def sentence(text: str) -> str:
    """``text`` with a full stop unless it ends like a sentence."""
    stripped = text.rstrip()
    return stripped if stripped.endswith(_SENTENCE_END) else f"{stripped}."
