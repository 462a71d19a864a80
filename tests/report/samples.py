"""Run reports made by hand, for the tests of the formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.report import Crash, LinkSummary, RuleInfo, RunReport
from sitecheck.model.span import Place, Span


class Texts:
    """Sources held in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def text(self, path: str) -> str | None:
        return self.files.get(path)


def mark(files: Mapping[str, str], path: str, marked: str) -> Place:
    """The place of the first ``marked`` in the file."""
    start = files[path].index(marked)
    return Place(path, Span(start, start + len(marked)))


def rule(name: str, severity: Severity = Severity.WARNING) -> RuleInfo:
    summary = f"Something about {name.replace('-', ' ')}"
    documentation = f"{summary}\n\n## What it does\n\nLooks for *{name}*\nin pages.\n\n## Why\n\nBecause.\n"
    return RuleInfo(name, "links", summary, documentation, severity, f"https://example.com/rules/{name}/")


def run(files: Mapping[str, str], findings: Iterable[Finding], **changes: Any) -> RunReport:
    found = tuple(findings)
    rules = tuple(rule(name) for name in sorted({finding.rule for finding in found}))
    defaults: dict[str, Any] = {"root": ".", "rules": rules, "files": len(files), "pages": len(files)}
    return RunReport(findings=found, sources=Texts(files), **{**defaults, **changes})


FILES = {
    "index.md": '---\ntitle: ""\n---\n\nSee [here](/missing/) and\n\t日本 😀 [it](http://example.com/).\n\n'
    "<font\n  color=red>\nold\n</font>\n",
    "_layouts/a b#[x].html": "<a href='/missing/'>Anfang</a>\r\n<p>Ende</p>\r\n",
}


def sample() -> RunReport:
    """A report with every feature: help, related places, fixes, several lines, a whole file, a crash."""
    here = mark(FILES, "index.md", "/missing/")
    http = mark(FILES, "index.md", "http://")
    layout = mark(FILES, "_layouts/a b#[x].html", "'/missing/'")
    font = mark(FILES, "index.md", "<font\n  color=red>\nold\n</font>\n")
    related = (Related(layout, "the layout has it, too"),)
    findings = (
        Finding("broken-link", Severity.ERROR, "no page at /missing/", layout, pages=3),
        Finding(
            "missing-image", Severity.INFO, "no image anywhere", Place("_layouts/a b#[x].html", WHOLE_FILE)
        ),
        Finding(
            "empty-title",
            Severity.WARNING,
            "the title is empty",
            mark(FILES, "index.md", '""'),
            help="write what the page is about.",
        ),
        Finding(
            "broken-link",
            Severity.ERROR,
            "no page at /missing/",
            here,
            help="did you mean /found/?",
            related=related,
            fix=Fix("link to /found/", (Edit(here.span, "/found/"),), Safety.UNSAFE),
        ),
        Finding(
            "insecure-link",
            Severity.INFO,
            "http where https is known",
            mark(FILES, "index.md", "http://example.com/"),
            fix=Fix("use https", (Edit(http.span, "https://"),)),
        ),
        Finding("obsolete-html", Severity.WARNING, "<font> is obsolete", font),
    )
    return run(
        FILES,
        findings,
        suppressed=1,
        skipped_rules=("dead-link",),
        links=LinkSummary(120, 2, 14, 31, 0, {"page.url": 9, "a loop": 4, "a filter": 1}),
        crashes=(Crash("heading-increment", "index.md", "ValueError: no heading"),),
    )
