"""Every format of a report with every feature, to the last character."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.reference.goldens import Golden
from tests.report.samples import FILES, mark, sample

from sitecheck import __version__
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport, Since
from sitecheck.report import REPORTERS, ReportOptions

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "reports"
PLAIN = ReportOptions()
FULL = ReportOptions(
    color=True,
    links=True,
    width=60,
    show_fixes=True,
    group_by="rule",
    statistics=True,
    folder="/home/me/site",
    prefix="docs",
    source_url="https://github.com/o/r/blob/abc/",
    sarif_category="nightly",
    sarif_max_results=3,
)
_ASSETS = re.compile(r"(<(script|style)\b(?![^>]*json)[^>]*>).*?(?=</\2>)", re.DOTALL)
_DIGEST = re.compile(r"sha256-[\w+/=]+")
"""What is the same in every HTML report, and what its policy says of it."""


def full() -> RunReport:
    """The sample once more, as a run gives it that was compared, cut and cautioned."""
    old = Finding("image-alt", Severity.WARNING, "no text for it", mark(FILES, "index.md", "日本"))
    found = sample()
    return found._replace(
        addresses=7,
        baselined=(old, old._replace(severity=Severity.ERROR)),
        hidden=(old._replace(severity=Severity.INFO),),
        since=Since(revision="main", old=(old,), mended=2),
        caution="the network could not be *asked*",
        notices=("a notice",),
        links=found.links._replace(checked=5, reasons={**found.links.reasons, "a fourth": 1}),
        seconds=1.5,
        phases=(("read", 1.25), ("judge", 0.25)),
    )


SAMPLES = {"plain": (sample(), PLAIN), "full": (full(), FULL)}


def rendered(format_: str, kind: str) -> str:
    report, options = SAMPLES[kind]
    text = REPORTERS[format_].render(report, options)
    return _DIGEST.sub("sha256-", _ASSETS.sub(r"\1", text)).replace(__version__, "VERSION")


def write() -> None:
    """Keep the reports as they are now; the diff is to be read."""
    for format_ in REPORTERS:
        for kind in SAMPLES:
            (FOLDER / f"{format_}-{kind}.txt").write_bytes(rendered(format_, kind).encode())


GOLDENS = (Golden("reports of a sample", write),)


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("format_", REPORTERS)
def test_the_whole_report(format_: str, kind: str) -> None:
    assert rendered(format_, kind).encode() == (FOLDER / f"{format_}-{kind}.txt").read_bytes()
