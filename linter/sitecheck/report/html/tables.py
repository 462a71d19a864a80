"""Tables of the page: hosts of external links, what is not known, what is not published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from sitecheck.model.picture import ExternalAddress, HiddenFile, SitePicture, UnknownThing
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import clip

MOST_HOSTS = 1_000
ANSWERS = {
    "alive": "alive",
    "moved": "moved",
    "dead": "dead",
    "tls": "dead",
    "malformed": "dead",
    "unverifiable": "walled",
    "refused": "walled",
}
"""What the page calls each answer; all else was never asked."""
_LONGEST = 200


class HostRow(NamedTuple):
    """A host and what its addresses answered."""

    host: str
    addresses: int
    links: int
    alive: int
    moved: int
    dead: int
    walled: int
    unasked: int
    oldest: str
    """The day of the oldest answer."""


class Hosts(NamedTuple):
    """All hosts, those with trouble first, then those with most addresses."""

    rows: tuple[HostRow, ...]
    left: int
    total: HostRow


class Group(NamedTuple):
    """Rows that have something in common."""

    name: str
    rows: tuple[UnknownThing, ...] | tuple[HiddenFile, ...]


def hosts(picture: SitePicture | None) -> Hosts:
    """The hosts of the external addresses."""
    by_host: defaultdict[str, list[ExternalAddress]] = defaultdict(list)
    addresses = picture.addresses if picture is not None else ()
    for address in addresses:
        by_host[host_of(address.url)].append(address)
    rows = [_row(host, found) for host, found in by_host.items()]
    rows.sort(key=lambda row: (-row.dead, -row.moved, -row.walled, -row.addresses, row.host))
    return Hosts(tuple(rows[:MOST_HOSTS]), max(0, len(rows) - MOST_HOSTS), _row("", addresses))


def host_of(url: str) -> str:
    """The host of an address, in lower case; "(no host)" for one that cannot be read."""
    try:
        return clip(urlsplit(url).netloc.rpartition("@")[2].lower(), _LONGEST) or "(no host)"
    except ValueError:
        return "(no host)"


def _row(host: str, addresses: Iterable[ExternalAddress]) -> HostRow:
    counts = dict.fromkeys((*ANSWERS.values(), "unasked"), 0)
    number = links = 0
    oldest = ""
    for each in addresses:
        counts[ANSWERS.get(each.answer, "unasked")] += 1
        number += 1
        links += each.places
        oldest = min(filter(None, (oldest, each.asked)), default="")
    return HostRow(host=host, addresses=number, links=links, oldest=oldest, **counts)


def unknown_groups(report: RunReport) -> tuple[Group, ...]:
    """What is not known, by what it is about; of a run without a picture why links are dynamic."""
    if report.picture is None:
        rows = (UnknownThing("where a link leads", *each) for each in report.links.reasons.items())
        things = tuple(rows)
    else:
        things = report.picture.unknown
    by_subject: defaultdict[str, list[UnknownThing]] = defaultdict(list)
    for thing in things:
        by_subject[thing.subject].append(thing)
    return tuple(Group(subject, tuple(rows)) for subject, rows in by_subject.items())


def hidden_groups(picture: SitePicture | None) -> tuple[Group, ...]:
    """What is not published, by why: what somebody may have meant to publish first."""
    by_kind: defaultdict[str, list[HiddenFile]] = defaultdict(list)
    for file in picture.hidden if picture is not None else ():
        by_kind[file.kind].append(file)
    ordered = sorted(by_kind.items(), key=lambda item: (item[0] in _EXPECTED, item[0]))
    return tuple(Group(kind.replace("-", " "), tuple(rows)) for kind, rows in ordered)


_EXPECTED = frozenset(
    {"config", "layout", "include", "data", "sass", "plugin-source", "destination", "hidden-name"}
)
"""Why files are not published that nobody wants to be."""
