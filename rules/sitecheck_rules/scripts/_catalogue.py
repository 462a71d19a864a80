"""The life-cycle catalogue: which addresses are hostile, dead, vulnerable or left behind, and what to use.

    from sitecheck_rules.scripts._catalogue import catalogue

    hit = catalogue().match("https://cdn.mathjax.org/mathjax/latest/MathJax.js", "script")
    hit.id, hit.category        # → "mathjax-cdn-host", "dead-host"

The entries are written in ``data/*.yml`` and read from ``data/catalogue.json``, which
``tools/check_scripts_catalogue.py`` makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Protocol

from sitecheck.api import UNKNOWN, NamedTuple, option, package_table
from sitecheck_rules.scripts._address import Address, parse
from sitecheck_rules.scripts._networks import PackageFile, package_files
from sitecheck_rules.scripts._versions import in_range, parse_version
from sitecheck_rules.scripts._words import Words

CATEGORIES = (
    "hijacked",
    "dead-host",
    "vulnerable",
    "removed-feature",
    "deprecated-service",
    "superseded-major",
    "obsolete-api",
)
"""From the worst to the mildest; when several entries fit an address the first category wins."""

HOSTILE, DEAD = CATEGORIES[:2]

LOADS = ("script", "style", "image", "media", "frame", "form")
"""What an element does with an address; ``object`` and ``embed`` count as frames, fonts as styles."""

LINK = "link"
"""Another use of an address: a visitor may follow it. Entries count for that where they say so."""

ANY_PACKAGE = "*"
"""As a package name of an entry: every package on a network that serves npm."""


class Bump(NamedTuple):
    """Put ``version`` in the place of the one that is written, on these networks."""

    version: str
    networks: tuple[str, ...]


class Remedy(NamedTuple):
    """How an entry can be repaired in the page.

    ``rewrite`` holds pairs of a pattern for the address without its scheme and a template for the new one;
    ``remove`` takes the whole element out, ``unless`` a pattern stands in an inline script of the file, which
    needs it. ``same_bytes`` says that the new address serves the same file.
    """

    safe: bool = False
    rewrite: tuple[tuple[str, str], ...] = ()
    bump: Bump | None = None
    remove: bool = False
    unless: str = ""
    same_bytes: bool = False


class Calendar(Protocol):
    """Who knows the day of the build: a document, or the facts of the site."""

    def has_come(self, day: str) -> bool:
        """Whether a day has begun."""
        ...


class Entry(NamedTuple):
    """One fact of the catalogue, in words for a site's owner.

    ``why`` and ``effect`` are clauses without a final stop, ``advice`` begins with a verb. ``since`` is a
    date of one to three parts, or "", and may lie in the future. ``links``: a link leads nowhere, too.
    ``optional`` entries still work and are told only to who asks.
    """

    id: str
    category: str
    why: str
    effect: str
    advice: str
    since: str = ""
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    affected: str = ""
    file: str = ""
    files: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()
    unless: str = ""
    loads: tuple[str, ...] = LOADS
    links: bool = False
    severity: str = ""
    optional: bool = False
    remedy: Remedy = Remedy()

    @property
    def rank(self) -> int:
        """The place of its category, 0 for the worst."""
        return CATEGORIES.index(self.category)

    def counts_for(self, load: str) -> bool:
        """Whether the entry is about this use of an address (one of :data:`LOADS`, or :data:`LINK`)."""
        return self.links if load == LINK else load in self.loads

    def holds(self, calendar: Calendar) -> bool:
        """Whether what the entry says has happened when the site is built."""
        return not self.since or calendar.has_come(self.since)


class Match(NamedTuple):
    """An entry that fits, and the package file that decided it, if one did."""

    entry: Entry
    package: PackageFile | None = None


class Catalogue:
    """Entries, indexed by host, package, file name and markup so that a look-up reads only what may fit."""

    def __init__(self, entries: Iterable[Entry], https: Iterable[str], integrity: Mapping[str, str]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.rank))
        self.integrity = integrity
        """npm package file ("jquery@3.7.1/dist/jquery.min.js") → its ``integrity`` value."""
        self._https = frozenset(https)

    def serves_https(self, host: str) -> bool:
        """Whether ``host`` is known to answer over https."""
        return any(name in self._https for name in _names(host))

    def match(self, address: str, load: str, optional: bool = False) -> Match | None:
        """The worst entry for ``address`` in a use of it (one of :data:`LOADS`, or :data:`LINK`)."""
        return next(self.matches(address, load, optional), None)

    def matches(self, address: str, load: str, optional: bool = False) -> Iterator[Match]:
        """Every entry that fits ``address``, the worst first."""
        parsed = parse(address)
        if parsed is None:
            return
        found = [*self._by_host(parsed), *self._by_package(parsed), *self._by_file(parsed)]
        for match in sorted(found, key=lambda match: match.entry.rank):
            entry = match.entry
            if entry.counts_for(load) and (optional or not entry.optional) and not _excused(entry, parsed):
                yield match

    def match_markup(self, name: str, classes: Iterable[str], type_: str = "") -> list[Entry]:
        """The entries for an element by its name, its classes or its ``type``, the worst first."""
        keys = (name, *(f".{word}" for word in classes), f"[type={type_}]")
        found = [entry for key in keys for entry in self._markup.get(key, ())]
        return sorted(found, key=lambda entry: entry.rank)

    def _by_host(self, address: Address) -> Iterator[Match]:
        for name in _names(address.host):
            for entry in self._hosts.get(name, ()):
                if not entry.paths or any(folded_pattern(path).match(address.path) for path in entry.paths):
                    yield Match(entry)

    def _by_package(self, address: Address) -> Iterator[Match]:
        for package in package_files(address) if address.host else ():
            entries = [*self._packages.get(package.name, ())]
            if package.network == "npm":
                entries += self._packages.get(ANY_PACKAGE, ())
            yield from (Match(entry, package) for entry in entries if affects(entry, package))

    def _by_file(self, address: Address) -> Iterator[Match]:
        name = address.file_name
        for key in (name, f"*.{name.rpartition('.')[2]}"):
            yield from (Match(entry) for entry in self._files.get(key, ()))

    @cached_property
    def _hosts(self) -> Mapping[str, list[Entry]]:
        return _index(self.entries, "hosts")

    @cached_property
    def _packages(self) -> Mapping[str, list[Entry]]:
        return _index(self.entries, "packages")

    @cached_property
    def _files(self) -> Mapping[str, list[Entry]]:
        return _index(self.entries, "files")

    @cached_property
    def _markup(self) -> Mapping[str, list[Entry]]:
        return _index(self.entries, "markup")

    @cached_property
    def texts(self) -> list[tuple[Entry, Words]]:
        """Entries that words of an inline script give away, the worst first, and those words."""
        return [(entry, Words(entry.text)) for entry in self.entries if entry.text]


def _names(host: str) -> Iterator[str]:
    """Under which names ``host`` may be listed: itself, and ``*.domain`` for each domain that holds it."""
    yield host
    yield f"*.{host}"
    while "." in host:
        host = host.partition(".")[2]
        yield f"*.{host}"


def _index(entries: Iterable[Entry], field: str) -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        for key in getattr(entry, field):
            index.setdefault(key, []).append(entry)
    return index


@cache
def folded_pattern(text: str) -> re.Pattern[str]:
    """A pattern of the catalogue, for which all letters are small ones."""
    return re.compile(text, re.IGNORECASE)


def affects(entry: Entry, package: PackageFile) -> bool:
    if entry.file and not folded_pattern(entry.file).match(package.file):
        return False
    if not entry.affected:
        return True
    if entry.affected == "unpinned":
        return package.version in ("", "latest")
    version = parse_version(package.version)
    return version is not None and in_range(version, entry.affected)


def _excused(entry: Entry, address: Address) -> bool:
    """Whether the address holds what clears it; an unknown part may hold it."""
    if not entry.unless:
        return False
    return UNKNOWN in address.path or folded_pattern(entry.unless).search(address.path) is not None


def read_entry(record: Mapping[str, Any]) -> Entry:
    """The entry of a record of plain values; raises ``TypeError`` or ``KeyError`` for a malformed one."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in record.items()}
    values["remedy"] = _remedy(record.get("remedy", {}))
    return Entry(**values)


def _remedy(record: Mapping[str, Any]) -> Remedy:
    values = dict(record)
    values["rewrite"] = tuple((old, new) for old, new in record.get("rewrite", ()))
    if bump := record.get("bump"):
        values["bump"] = Bump(bump["version"], tuple(bump["networks"]))
    return Remedy(**values)


@cache
def catalogue() -> Catalogue:
    """The built-in catalogue, read once."""
    data = package_table(__package__, "data/catalogue.json")
    return Catalogue(map(read_entry, data["entries"]), data["https"], data["integrity"])


def ignored_entries() -> tuple[str, ...]:
    """The option of a rule that names entries to pass over."""
    return option(
        (), "catalogue entries to pass over, by the name that stands in the help", words=_entry_names
    )


def _entry_names() -> frozenset[str]:
    return frozenset(entry.id for entry in catalogue().entries)
