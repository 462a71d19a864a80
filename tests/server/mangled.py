"""Texts as they are while somebody types, and worse."""

from __future__ import annotations

import random
from collections.abc import Sequence

MANGLES = (
    "{{",
    "}}",
    "{%",
    "%}",
    "](",
    "#",
    "$$",
    "\\",
    "\n",
    "---\n",
    "```",
    '"',
    "'",
    ": ",
    "- ",
    "<",
    "\u202e",
    "{% raw %}",
)


def mangled(dice: random.Random, texts: Sequence[str], text: str) -> str:
    """One of ``texts`` before ``text``, with pieces of syntax in place of a few characters here and there."""
    text = dice.choice(texts) + text
    for _ in range(dice.randrange(6)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(MANGLES) + text[at + dice.randrange(8) :]
    return text
