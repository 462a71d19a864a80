"""What tells that a finding of today is the finding of yesterday: a print that moving a line does not change.

Baselines, ``--since``, ``sitecheck diff`` and the fingerprints of reports all mean these keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.report import Sources
from sitecheck.model.span import Place
from sitecheck.text.digest import digest, public_digest

MOST_MARKED = 10_000
"""Characters that tell a marked text from another; many findings may mark all of a huge file."""


def finding_keys(findings: Iterable[Finding], sources: Sources, names: Mapping[str, str] = {}) -> list[str]:
    """A key per finding, in order, from its rule, its file, the text it marks and how often that came before.

    Blanks in the marked text do not count. What is said of a whole file is told apart by the message. 32
    digits, of the hexadecimal system. ``names`` are those of files that count for their own.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    keys: list[str] = []
    for finding in findings:
        told = finding.message if finding.place.span == WHOLE_FILE else marked(finding.place, sources)
        identity = (finding.rule, names.get(finding.path, finding.path), " ".join(told.split()))
        seen[identity] += 1
        keys.append(public_digest("\0".join((*identity, str(seen[identity]))))[:32])
    return keys


def marked_words(place: Place, sources: Sources) -> str:
    """A hash of the text that ``place`` marks, but for blanks; "" where that is none."""
    words = " ".join(marked(place, sources).split())
    return digest(words) if words else ""


def marked(place: Place, sources: Sources) -> str:
    """The text that ``place`` marks, "" for a whole file; no more than ``MOST_MARKED`` of it."""
    text = sources.text(place.path) if place.span != WHOLE_FILE else None
    if text is None:
        return ""
    start = max(0, min(place.span.start, len(text)))
    end = max(start, min(place.span.end, len(text)))
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return text[start : min(end, start + MOST_MARKED)]
