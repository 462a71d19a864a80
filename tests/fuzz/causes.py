"""Searches for addresses that are told to come from a value which they do not come from.

``python -m tests.fuzz.causes`` makes sites, changes the value at each place that stands for an address which is
printed elsewhere, and holds that the address changes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line
from tests.fuzz.frames import Maker

from sitecheck.document import ResolvedLink, SiteFacts, SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.model.span import Place
from sitecheck.testing import write_site

Shown = Counter[tuple[str, str, str, int]]
"""Pages, the addresses on them, and where those are written: a file, and where in it."""
_ADDED = "Zq"
"""What changes a value."""
_PAGE = """---
layout: outer
lang: en
links: [/one/, /p0.html]
more: {a: /two/, b: "#three"}
---
{% include i.html to=page.more.a what="/four/" %} [x]({{ page.more.b }}) {% for l in page.links %}[y]({{ l }}) {% endfor %}
"""
_DATA = 'url,name\n/six/,six\n\n"/se,ven/",seven\n'
_MORE = "{% for r in site.data.rows %}<a href='{{ r.url | relative_url }}'>{{ r.name }}</a>{% endfor %}<a href='{{ site.x.y[0] }}'></a>"


class Mistake(NamedTuple):
    """An address that stays the same when what it is told to come from changes."""

    number: int
    page: str
    href: str
    place: Place

    def __str__(self) -> str:
        return f"--count 1 --first {self.number}: {self.href} on {self.page} is not of {self.place}"


def write(folder: Path, random: Random) -> None:
    """A site whose links come from layouts, includes, front matter, data and the configuration."""
    files = Maker(random).files()
    files["_config.yml"] += "x: {y: [/five/]}\ndefaults: [{scope: {path: ''}, values: {given: /gone/}}]\n"
    files["q.md"], files["_data/rows.csv"] = _PAGE, _DATA
    files["_layouts/outer.html"] += random.choice((_MORE, "", "<a href='{{ page.given }}'></a>"))
    write_site(folder, files)


def facts_of(folder: Path) -> SiteFacts:
    """The facts of a site."""
    return read_facts(SiteReader(load_site(folder)))


def shown(facts: SiteFacts) -> Shown:
    """What is on the pages of a site."""
    return Counter(
        (page.path, each.link.href or "", each.link.place.path, each.link.place.span.start)
        for each in facts.links
        for page in each.on
    )


def of_values(facts: SiteFacts) -> Iterator[tuple[ResolvedLink, Place]]:
    """The links that are told to be written where a value stands as it is, and where they are printed."""
    for resolved in facts.links:
        for each in facts.at_causes(resolved):
            if each.printed_at is not None:
                yield each, resolved.link.place


def mistakes(count: int, seed: int, first: int = 0) -> Iterator[Mistake]:
    """The mistakes on ``count`` sites."""
    for number in range(first, first + count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, Random(f"{seed} {number}"))
            facts = facts_of(folder)
            before = shown(facts)
            links = {(each.link.place, each.link.href): (each, printed) for each, printed in of_values(facts)}
            for _, (each, printed) in sorted(links.items(), key=lambda link: link[0])[:12]:
                yield from _tried(folder, each, printed, before, number)


def _tried(folder: Path, each: ResolvedLink, printed: Place, before: Shown, number: int) -> Iterator[Mistake]:
    place = each.link.place
    path = folder / place.path
    text = path.read_text()
    written = text[place.span.start : place.span.end]
    if not written or written[0] in "\"'{[":
        return  # not the text itself: a tag, or what a filter has changed
    path.write_text(f"{text[: place.span.start]}{_other(written)}{text[place.span.end :]}")
    after = shown(facts_of(folder))
    path.write_text(text)
    href = each.link.href or ""
    is_behind = printed.path == place.path and printed.span.start > place.span.start
    start = printed.span.start + len(_ADDED) * is_behind
    for page in each.on:
        was = before[page.path, href, printed.path, printed.span.start]
        if was and after[page.path, href, printed.path, start] >= was:
            yield Mistake(number, page.path, href, place)
            return


def _other(written: str) -> str:
    at = next((at for at, character in enumerate(written) if character.isalnum()), len(written))
    return f"{written[:at]}{_ADDED}{written[at:]}"


def main() -> int:
    """Try sites with fresh seeds."""
    return command_line.numbered("causes", mistakes, count=50)


if __name__ == "__main__":
    sys.exit(main())
