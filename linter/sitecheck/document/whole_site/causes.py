"""Which part of an address is at fault, and whether its value is to blame or the template that prints it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Iterable, Sequence

from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link
from sitecheck.model.origin import LinkValue, Origin
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple

MOST_VALUES = 5
"""So many values may be wrong by themselves; when more are, the template that prints them is at fault."""


class _Printed(NamedTuple):
    """What is printed at one place: the origins of each address, and which addresses are good."""

    origins: dict[str, set[Origin]]
    good: set[str]

    @property
    def may_be_right(self) -> bool:
        """Whether the template is: it makes good addresses of some values, or there are few."""
        return bool(self.good) or sum(map(len, self.origins.values())) <= MOST_VALUES

    @property
    def is_wrong(self) -> bool:
        """Whether no address is good, of more than one."""
        return not self.good and len(self.origins) > 1


class Blame:
    """Tells the value that makes an address wrong. ``links`` are all of the site that have values, with their
    verdicts and the paths of some of the pages on which they stand; ``shown_on`` tells the origin of a value
    on one of them."""

    def __init__(
        self,
        links: Iterable[tuple[Link, LinkVerdict, Sequence[str]]],
        shown_on: Callable[[Origin, str], Origin] = Origin.on,
    ) -> None:
        self._printed: dict[Place, _Printed] = {}
        for link, verdict, pages in links:
            if link.href is not None:
                printed = self._printed.setdefault(link.place, _Printed({}, set()))
                printed.origins.setdefault(link.href, set()).update(
                    shown_on(value.origin, page) for value in link.values for page in pages
                )
                if verdict.status in ("ok", "external"):
                    printed.good.add(link.href)
        self._right = {place for place, printed in self._printed.items() if printed.may_be_right}
        """Where a value may be wrong. A list of thousands has as many links: it is not counted for each."""

    def value(self, link: Link, verdict: LinkVerdict, bases: Container[str]) -> LinkValue | None:
        """The value to blame, ``None`` for the template; of a link without fault, the value that it is.

        ``bases`` are what addresses of the site may begin with.
        """
        if not link.values or link.href is None:
            return None
        if verdict.status not in ("broken-page", "broken-anchor"):
            whole = (each for each in link.values if each.end == len(link.href))
            return next((each for each in whole if link.href[: each.start].rstrip("/#") in bases), None)
        if not self._blames_values(link.place, link.href):
            return None
        near = verdict.nearest if self._printed[link.place].is_wrong else ""
        start, end = _wrong_part(link.href, verdict.status, near)
        found = [each for each in link.values if each.start < end and each.end > start]
        return found[-1] if found else None

    def _blames_values(self, place: Place, href: str) -> bool:
        """Whether it is a value that makes ``href`` wrong, not the template; few values make this one."""
        return place in self._right and len(self._printed[place].origins[href]) <= MOST_VALUES


def _wrong_part(href: str, status: str, near: str) -> tuple[int, int]:
    """The fragment that no page has, or the last name of a path that leads nowhere: of those which the page
    that may be meant, ``near``, does not have there."""
    path, mark, _ = href.partition("#")
    if status == "broken-anchor":
        return len(path) + len(mark), len(href)
    path = path.partition("?")[0].rstrip("/")
    end, near = len(path), near.rstrip("/")
    while (name := posixpath.basename(path[:end])) and name == posixpath.basename(near):
        end, near = end - len(name) - 1, near.removesuffix(f"/{name}")
    if not name:
        end = len(path)
    return end - len(posixpath.basename(path[:end])), end
