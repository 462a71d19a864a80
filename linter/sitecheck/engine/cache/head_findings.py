"""What the rules on heads found, kept until anything changes that they can see.

They see the heads of all pages together, and of files no more than their front matter
(:meth:`sitecheck.document.SiteFacts.of_heads`). The text of a page is hardly ever among what that comes of:
so most edits need neither the heads nor these rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitecheck.document import SiteFacts
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.model.facts import PageFacts, Read
from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

SPARE = 2
"""So many times what the heads have cost must be there: then what is there does not decide what they are."""

Found = Mapping[str, tuple[Finding, ...]]
"""What each rule found, by its id."""


class _StoredFindings(NamedTuple):
    reads: tuple[Read, ...]
    """All that was read to know it."""
    spent: int
    """What all heads have cost (steps)."""
    found: tuple[tuple[str, tuple[Finding, ...]], ...]


class HeadFindings:
    """The findings on the heads of one site's last run."""

    def __init__(
        self, folder: str, key: str, states: DependencyStates, steps: int, seen: Mapping[str, str]
    ) -> None:
        """``key`` stands for all that concerns every page; ``steps`` may be spent on all heads together.
        ``seen`` is what :func:`seen_in_heads` tells of files, as far as it is known."""
        self._folder = folder
        self._key = key
        self._states = states
        self._steps = steps
        self._seen = dict(seen)

    def recall(self, rules: Iterable[str], facts: SiteFacts) -> Found | None:
        """What ``rules`` find, if all that it hangs on is as it was."""
        value = cache_folder.load(self._folder, "head-findings", self._key_of(rules, facts))
        try:
            stored = decode(_StoredFindings, value)
        except ValueError:
            return None
        enough = stored.spent * SPARE <= self._steps
        found = dict(stored.found)
        is_whole = enough and found.keys() == set(rules)
        return found if is_whole and all(map(self._states.holds, stored.reads)) else None

    def remember(self, found: Found, facts: SiteFacts, reads: Iterable[Read], spent: int) -> None:
        """Stores what was found, ``reads`` being all that was read for it, and ``spent`` what that cost."""
        if spent * SPARE > self._steps:
            return
        stored = _StoredFindings(
            tuple(sorted(set(map(self._states.noted, reads)))), spent, tuple(found.items())
        )
        cache_folder.save(self._folder, "head-findings", self._key_of(found, facts), stored)

    def _key_of(self, rules: Iterable[str], facts: SiteFacts) -> str:
        for path, each in facts.files.items():  # asked for twice: before the heads are read, and after
            self._seen[path] = self._seen.get(path) or seen_in_heads(each)
        files = map(self._seen.__getitem__, facts.files)
        return digest(self._key, self._states.whole, *sorted(rules), *files)


def seen_in_heads(facts: PageFacts) -> str:
    """What tells the facts of a file that rules on heads may see."""
    return digest(repr((facts.path, facts.kind, facts.keys, facts.names, facts.begins_with_heading)))
