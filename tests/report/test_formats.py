"""What holds for every format."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from tests.report.samples import run, sample
from tests.report.strategies import reports, unhurried

from sitecheck.model.report import RunReport
from sitecheck.report import REPORTERS, ReportOptions

LOG_COMMAND = re.compile(r"##(vso|teamcity)?\[", re.IGNORECASE)


@pytest.mark.parametrize("name", REPORTERS)
def test_reports_are_deterministic_and_end_in_a_newline(name: str) -> None:
    first = REPORTERS[name].render(sample(), ReportOptions())
    assert first == REPORTERS[name].render(sample(), ReportOptions())
    assert first.endswith("\n")


@pytest.mark.parametrize("name", sorted(set(REPORTERS) - {"concise", "github"}))
def test_a_clean_run_says_so(name: str) -> None:
    assert REPORTERS[name].render(run({"a.md": ""}, ()), ReportOptions()).strip()


@pytest.mark.parametrize("name", ["concise", "github"])
def test_line_formats_say_nothing_of_a_clean_run(name: str) -> None:
    assert REPORTERS[name].render(run({"a.md": ""}, ()), ReportOptions()) == ""


@unhurried
@given(reports())
def test_no_format_breaks_on_hostile_text(report: RunReport) -> None:
    for name, reporter in REPORTERS.items():
        text = reporter.render(report, ReportOptions(show_fixes=True, folder="/site", width=60))
        assert text.encode("utf-8").decode() == text
        assert not LOG_COMMAND.search(text) or name == "github"


@unhurried
@given(reports())
def test_no_control_character_and_no_command_reaches_a_log(report: RunReport) -> None:
    for name in ("text", "concise", "summary"):
        for line in REPORTERS[name].render(report, ReportOptions(show_fixes=True)).split("\n"):
            assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in line)
            assert not any(unicodedata.bidirectional(char) in ("RLO", "LRO", "RLI", "LRI") for char in line)
            assert not line.lstrip().startswith("::")


def test_formats_are_imported_when_they_are_used() -> None:
    code = (
        "import sys, sitecheck.report as report\n"
        "assert not {'sitecheck.report.sarif', 'sitecheck.report.text', 'json'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
