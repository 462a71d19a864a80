"""What a run found, as reporters receive it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.span import Place, Point
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.model.picture import SitePicture


class RuleInfo(NamedTuple):
    """What a report tells of a rule that was on."""

    id: str
    group: str
    summary: str
    documentation: str
    """The rule's page in Markdown: the summary line, then sections."""
    severity: Severity
    url: str
    """Absolute address of the rule's page."""


class LinkSummary(NamedTuple):
    """How sure silence about links is: how often each outcome occurred, once per place a link is written."""

    proven: int = 0
    """Internal links found to lead somewhere."""
    broken: int = 0
    dynamic: int = 0
    """Links whose address cannot be known from the sources."""
    external: int = 0
    checked: int = 0
    """External links that were looked up over the network in this run."""
    reasons: Mapping[str, int] = {}
    """Why links are dynamic: reason → how many."""


class Crash(NamedTuple):
    """A rule that raised: the run goes on, and ends with exit status 2."""

    rule: str
    path: str
    error: str
    """The exception in one line."""
    traceback: str = ""


class ForeignDirective(NamedTuple):
    """The first comment of a file that tells another linter to leave something alone."""

    path: str
    line: int
    """From 1."""
    name: str
    """Its first word, such as "markdownlint-disable"."""


class Sources(Protocol):
    """Gives reporters the text that findings point into."""

    def text(self, path: str) -> str | None:
        """The decoded text of ``path`` (relative to the site), or ``None`` when there is none."""


class Since(NamedTuple):
    """What of a site was like that at a revision of git."""

    revision: str
    old: tuple[Finding, ...]
    """Findings that were there: counted, not shown."""
    mended: int
    """How many of those that were there are no more."""


class Seen(NamedTuple):
    """What a run looked at: as long as that is the same, so is the report. Paths count from the site."""

    folders: tuple[str, ...] = ()
    """Folders that were listed, with whatever file is in them."""
    files: tuple[str, ...] = ()
    """Files elsewhere that were asked for, there or not."""
    until: int | None = None
    """The first second (since the epoch) at which the same files make another site; ``None`` for never."""


class Mark(NamedTuple):
    """What is known of a place without the text of its file."""

    start: Point
    words: str
    """A hash of the text that it marks, but for blanks; "" where that is none."""


NOTHING_PUBLISHED = "nothing in this folder would be published by Jekyll"


class RunReport(NamedTuple):
    """The whole outcome of one run. ``findings`` are final, in reading order."""

    root: str
    """The site's folder relative to where reports count from: "/"-separated, "." for that folder itself."""
    findings: tuple[Finding, ...]
    sources: Sources
    marks: Mapping[Place, Mark] = {}
    """What is known of places without their texts."""
    rules: tuple[RuleInfo, ...] = ()
    files: int = 0
    """How many files were read."""
    asked: int | None = None
    """Of how many of them findings are told, where it is not of all."""
    pages: int = 0
    """How many of them become pages of the site."""
    addresses: int = 0
    """How many files Jekyll would write."""
    suppressed: int = 0
    """Findings that a comment in the sources silences."""
    baselined: tuple[Finding, ...] = ()
    """Findings that the baseline accepts: counted, not shown."""
    since: Since | None = None
    """Set when only what is new is told."""
    hidden: tuple[Finding, ...] = ()
    """Findings below the severity that is asked for: counted, not shown."""
    foreign: tuple[ForeignDirective, ...] = ()
    """Of each file that has one, with findings or without."""
    skipped_rules: tuple[str, ...] = ()
    """Rules that were on and could not run, as they need the network."""
    links: LinkSummary = LinkSummary()
    crashes: tuple[Crash, ...] = ()
    notices: tuple[str, ...] = ()
    """One line each, for a person, on stderr."""
    caution: str = ""
    """What has to be known before all else, in one line: that the network could not be asked."""
    seconds: float = 0.0
    phases: tuple[tuple[str, float], ...] = ()
    """What the run did, one thing after the other, and the seconds that it took; empty for one that was
    recalled as a whole."""
    seen: Seen = Seen()
    picture: SitePicture | None = None
    """What the site looks like; gathered when a format asks for it."""

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def ran(self) -> frozenset[str]:
        """The ids of the rules that had the chance to find something."""
        return frozenset(rule.id for rule in self.rules) - frozenset(self.skipped_rules)

    def worst(self) -> Severity | None:
        """The highest severity found, ``None`` for a clean run."""
        return max((finding.severity for finding in self.findings), default=None)


def exit_status(report: RunReport, fail_on: Severity | None) -> int:
    """0 when nothing at or above ``fail_on`` was found, 1 when something was, 2 when a rule crashed.

    ``fail_on`` of ``None`` never fails for findings. The report's format plays no part.
    """
    if report.crashes:
        return 2
    worst = report.worst()
    return int(fail_on is not None and worst is not None and worst >= fail_on)
