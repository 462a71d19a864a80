from __future__ import annotations

from tests.report.samples import run, sample

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place
from sitecheck.report import REPORTERS, ReportOptions


def test_one_line_per_finding() -> None:
    assert REPORTERS["concise"].render(sample()._replace(root="docs"), ReportOptions()) == (
        "docs/_layouts/a b#[x].html:1:9: error broken-link no page at /missing/\n"
        "docs/_layouts/a b#[x].html:1:1: info missing-image no image anywhere\n"
        "docs/index.md:2:8: warning empty-title the title is empty\n"
        "docs/index.md:5:12: error broken-link no page at /missing/\n"
        "docs/index.md:6:12: info insecure-link http where https is known\n"
        "docs/index.md:8:1: warning obsolete-html <font> is obsolete\n"
    )


def test_text_of_the_site_cannot_make_lines_or_commands() -> None:
    finding = Finding(
        "a-rule", Severity.ERROR, "x\n::error::y ##[error]z", Place("::notice::.md", WHOLE_FILE)
    )
    assert REPORTERS["concise"].render(run({}, [finding]), ReportOptions()) == (
        "./::notice::.md:1:1: error a-rule x ::error::y ##\\[error]z\n"
    )
