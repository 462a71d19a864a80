from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sitecheck.api import (
    Edit,
    Finding,
    Fix,
    Invalid,
    PageFacts,
    Place,
    Safety,
    SiteFacts,
    SiteRule,
    Valid,
    package_table,
    slip_of,
)

_LONGEST = 40
_FEW = 3
"""On more pages a key that nobody reads is no slip of the pen."""
_MANY = 5
_MOST_COMPARED = 100_000
"""So many names are compared with one that is like them (about 0.3 s); real sites have some hundred."""
_WORDS = frozenset({"tile", "titled", "untitled", "except", "expert", "payout", "publisher"})
"""Words of their own that are one letter from one of Jekyll's keys."""


class MisspeltKey(SiteRule):
    """A front matter key is a slip of one that is read.

    ## What it does

    Reports a key such as `descripton` or `permalik` that no layout, include, page or known plugin of the site
    reads, when it is one slip away from a key that is read and that the page lacks. The key meant must be one
    of Jekyll's own, or one that most files beside it have; in the `defaults` of `_config.yml` one of Jekyll's
    own. Keys that differ in a plural s or a digit only are taken for others.

    ## Why is this bad?

    Any key is allowed in front matter, so nobody complains: the page has no description, its address is
    another, a draft is published.

    ## Fix safety

    Unsafe: what was meant is not certain.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    - the keys that Jekyll and its plugins read: `data/read_keys.json` beside the rule
    """

    valid = (
        Valid("---\ntitle: A\npublished: true\n---\n"),
        Valid("---\ntitle: A\nlayuot: x\n---\n{{ page.layuot }}", why="the page reads it"),
        Valid("---\nexcerpts: [a]\n---\n", why="a plural may be a key of its own"),
        Valid("---\npublisher: A\n---\n", why="another word, and what a book has"),
        Valid("---\nTitle: A\n---\nlet a = 1;\n", path="a.js", why="a script shows no title"),
        Valid("---\nlayout: none\nlayuot: a\n---\n", why="the page has the key that is meant"),
        Valid(
            "---\n---\n{{ page.titel }}\n",
            files={
                "_config.yml": "defaults:\n- {scope: {path: ''}, values: {layuot: x, layout: y, titel: z}}\n"
            },
        ),
    )
    invalid = (
        Invalid(
            "---\npermalik: /a/\n---\n",
            at="permalik",
            message="nobody reads permalik",
            help="write permalink",
            fixed="---\npermalink: /a/\n---\n",
        ),
        Invalid(
            "defaults:\n- scope: {path: ''}\n  values:\n    permalik: /:title/\n",
            path="_config.yml",
            at="permalik",
            message="nobody reads permalik",
            files={"a.md": "---\n---\n"},
            fixed="defaults:\n- scope: {path: ''}\n  values:\n    permalink: /:title/\n",
        ),
        Invalid(
            "---\npermalik: /a/\npermalnk: /b/\n---\n",
            findings=2,
            fixed="---\npermalink: /a/\npermalnk: /b/\n---\n",
            why="YAML reads the last of two equal keys",
        ),
        Invalid(
            "---\ntitle: A\nsubtitel: B\n---\n",
            files={
                "_config.yml": "plugins: []\n",
                "_layouts/x.html": "<h2>{{ page.subtitle }}</h2>",
                **{f"a{n}.md": f"---\ntitle: A{n}\nsubtitle: B\n---\n" for n in range(6)},
            },
            at="subtitel",
            message="nobody reads subtitel",
            fixed="---\ntitle: A\nsubtitle: B\n---\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        read = {name for facts in site.files.values() for name in facts.names} | _read_by(site.plugins)
        own = frozenset(_table()["own"]["keys"])
        files = [facts for facts in site.files.values() if facts.kind in ("page", "post", "document")]
        uses = Counter(key.name for facts in files for key in facts.keys)
        often = {name for name, count in uses.items() if count > _FEW}
        yield from self._in_defaults(site, own, read | _WORDS | often)
        rare = {name for name, count in uses.items() if count <= _FEW and "." not in name} - read - _WORDS
        asked = sorted(name for name in rare if 4 <= len(name) <= _LONGEST)
        if not asked:
            return
        others = frozenset() if site.theme or site.has_own_plugins else read & uses.keys()
        near = _Near(own | {name for name in others if uses[name] >= _MANY})
        usual = _Usual(site, files)
        meant = {name: near.of(name) for name in asked}
        for facts in files:
            names, told = {key.name for key in facts.keys}, set[str]()
            for key in facts.keys:
                lacking = (each for each in meant.get(key.name, ()) if each not in names)
                fit = (each for each in lacking if each in own or usual.has(facts, each))
                if found := next((each for each in fit if _is_shown(site, facts, each)), ""):
                    finding = self._told(Place(facts.path, key.key), key.name, found)
                    yield finding if found not in told else finding._replace(fix=None)
                    told.add(found)

    def _in_defaults(self, site: SiteFacts, own: frozenset[str], fine: set[str]) -> Iterator[Finding]:
        """The slips of Jekyll's ``own`` keys in the defaults of the configuration."""
        near, entries = _Near(own), site.site.config.default_entries
        names = {(path, *entry.path[1:]) for written in entries.values() for path, entry in written}
        for name, written in entries.items():
            alike = near.of(name) if name not in fine and 4 <= len(name) <= _LONGEST else ()
            for path, entry in written if alike else ():
                beside = (path, *entry.path[1:-1])
                found = next((each for each in alike if (*beside, each) not in names), "")
                if found and entry.key is not None:
                    yield self._told(Place(path, entry.key), name, found)

    def _told(self, place: Place, name: str, meant: str) -> Finding:
        quoted = place.span.end - place.span.start - len(name)
        return self.finding(
            f"nobody reads {name}, and {meant} is missing",
            place,
            help=f"write {meant}",
            fix=Fix(f"write {meant}", (Edit(place.span, meant),), Safety.UNSAFE) if not quoted else None,
        )


def _is_shown(site: SiteFacts, facts: PageFacts, meant: str) -> bool:
    """Whether the page would have something of the key: what is no HTML shows no title."""
    route = site.site.by_source.get(facts.path)
    is_html = route is None or route.output.endswith((".html", ".htm"))
    return is_html or meant not in ("title", "description")


class _Usual:
    """Which keys most files of a collection have."""

    def __init__(self, site: SiteFacts, files: Iterable[PageFacts]) -> None:
        self._site = site
        self._files = Counter[str]()
        self._keys = Counter[tuple[str, str]]()
        for facts in files:
            group = self._group(facts)
            self._files[group] += 1
            self._keys.update((group, name) for name in {key.name for key in facts.keys})

    def _group(self, facts: PageFacts) -> str:
        record = self._site.records.get(facts.path)
        return record.collection if record is not None else ""

    def has(self, facts: PageFacts, name: str) -> bool:
        group = self._group(facts)
        count = self._keys[group, name]
        return count >= _MANY and 2 * count > self._files[group]


class _Near:
    """Finds the names that are a slip away, however many there are, until too many were alike."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_rest: dict[str, set[str]] = {}
        self._left = _MOST_COMPARED
        for name in names:
            if 4 <= len(name) <= _LONGEST:
                for rest in _rests(name):
                    self._by_rest.setdefault(rest, set()).add(name)

    def of(self, name: str) -> tuple[str, ...]:
        """The names of which ``name`` is a slip, but for those that differ in a plural or a digit only; none
        also once too many were compared."""
        alike = [found for rest in _rests(name) if (found := self._by_rest.get(rest))]
        self._left -= sum(map(len, alike))
        if self._left < 0:
            return ()
        close = {each for found in alike for each in found}
        return tuple(each for each in sorted(close) if slip_of(name, (each,)) and not _are_two(name, each))


def _rests(name: str) -> Iterator[str]:
    """A name in small letters, and what is left of it without each of its letters: two names that are a slip
    apart have one of these in common."""
    lowered = name.lower()
    yield lowered
    yield from (lowered[:at] + lowered[at + 1 :] for at in range(len(lowered)))


def _are_two(name: str, other: str) -> bool:
    if name.rstrip("s") == other.rstrip("s"):
        return True
    return [each for each in name if each.isdigit()] != [each for each in other if each.isdigit()]


def _read_by(plugins: Iterable[str]) -> set[str]:
    table = _table()
    return {*table["jekyll"], *(key for name in plugins for key in table["plugins"].get(name, ()))}


@cache
def _table() -> dict[str, Any]:
    return package_table(__package__, "data/read_keys.json")
