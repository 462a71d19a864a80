"""What every report format has in common: the reporter's contract, its options, and the tool's name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from sitecheck.model.finding import Severity
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple

TOOL_NAME = "sitecheck"
TOOL_URL = "https://github.com/sitecheck/sitecheck"

SARIF_MAX_RESULTS = 5_000
"""GitHub code scanning shows no more results of one run, and refuses an upload above 25,000."""


GroupBy = Literal["cause", "file", "rule"]


def sarif_limit(env: Mapping[str, str]) -> int:
    """How many results a SARIF report holds: all, but in a workflow of GitHub's no more than it takes."""
    return SARIF_MAX_RESULTS if env.get("GITHUB_ACTIONS") else sys.maxsize


def _silent(notice: str) -> None:
    """Drop a notice."""


class ReportOptions(NamedTuple):
    """How to write a report. Every format reads the fields that concern it and ignores the others."""

    color: bool = False
    """text, concise: colour with ANSI escape sequences."""
    links: bool = False
    """text, concise: make paths and rule names clickable (OSC 8); paths need ``folder``."""
    width: int = 100
    """text: columns of the terminal."""
    show_fixes: bool = False
    """text: show what each fix would change."""
    group_by: GroupBy = "cause"
    """text: what stands together."""
    statistics: bool = False
    """text: count the findings of each rule, and tell every reason why links are dynamic."""
    folder: str = ""
    """text, concise, html: the absolute folder that ``RunReport.root`` counts from."""
    prefix: str | None = None
    """html, sarif, github, summary, json's ``file``: the site's folder relative to the repository's root;
    ``RunReport.root`` when ``None``."""
    source_url: str = ""
    """html, summary: web address of the repository's files at the commit that was read; links the places."""
    sarif_category: str = ""
    """sarif: the category that keeps uploads of one commit apart."""
    sarif_max_results: int = SARIF_MAX_RESULTS
    """sarif: how many results to write at most; the most severe are kept."""
    notify: Callable[[str], None] = _silent
    """Receives one-line notices about the report itself, for stderr."""


class Reporter(Protocol):
    """One report format."""

    @property
    def draws_site(self) -> bool:
        """Whether it shows ``RunReport.picture``."""
        ...

    def make_ready(self) -> None:
        """Raise :class:`sitecheck.errors.UsageError` where a library is missing, before a run is made."""
        ...

    def render(self, report: RunReport, options: ReportOptions) -> str:
        """The whole report, ending in a newline; always text that encodes as UTF-8."""
        ...


def counted(number: int, noun: str) -> str:
    """``number`` and ``noun`` in its plural where that is due: "1 error", "2 errors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def severity_counts(report: RunReport) -> str:
    """How many findings of each severity there are, worst first: "2 errors, 1 warning"."""
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
    numbers = [(report.count(severity), noun) for severity, noun in nouns.items()]
    return ", ".join(counted(number, noun) for number, noun in numbers if number) or "no findings"
