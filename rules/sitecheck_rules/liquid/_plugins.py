"""What the rules about unknown tags and filters ask: who may bring a name, and what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sitecheck.api import Document, NamedTuple, slip_of, words

_MOST_NAMES = 500
"""Of more that plugins bring none is looked for that was meant: each page would be compared with all."""


class Guess(NamedTuple):
    """What is known of a name that is neither Liquid's nor Jekyll's."""

    advice: str
    """What to write or to configure; "" for no idea."""
    unsure: str
    """Why something unknown may bring the name all the same; "" when nothing can."""


def guess(doc: Document, name: str, known: Set[str], bringers: Mapping[str, str]) -> Guess | None:
    """What to say of ``name``; ``None`` when there is nothing worth saying: a plugin may well bring it."""
    unsure = words(doc.liquid_names.reasons)
    advice = ""
    if name in bringers:
        if unsure:  # it may be brought by the same name
            return None
        advice = f"the plugin {bringers[name]} brings it; add that to plugins in _config.yml"
    elif len(known) <= _MOST_NAMES and (slip := slip_of(name, known)):
        if unsure and slip in name:  # a letter before or behind a word makes another, as in jdate
            return None
        advice = f"did you mean '{slip}'?"
    return Guess(advice, unsure) if advice or not unsure else None


def sentences(*parts: str) -> str:
    """One text of several, without those that are empty."""
    return ". ".join(part.removesuffix(".") for part in parts if part).replace("?. ", "? ")
