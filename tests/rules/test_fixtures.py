"""Each folder below fixtures/rules/<rule>/ is a page or a small site and the report that it must give."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from tests.reference.goldens import Golden
from tests.sampled import slow

from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "rules"
CASES = sorted(path for path in FIXTURES.glob("*/*") if path.is_dir())
LONG = [case for case in CASES if case.name == "endless-loop"]
QUICK = [case for case in CASES if case not in LONG]
EXPECTED = "expected.txt"


def report(case: Path) -> str:
    """What is said of a copy: in this repository the programs of it would be looked through for each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(case, Path(scratch, case.name), symlinks=True))
        found = mask_report(check_folder(folder, settings_for(load_rules()[case.parent.name], folder=folder)))
        assert not found.crashes, found.crashes[0].traceback
        text = REPORTERS["text"].render(found._replace(root="."), ReportOptions(show_fixes=True))
    return text.replace(EXPECTED, "")


def write() -> None:
    """Keep the reports as they are now; the diff is to be read."""
    for case in CASES:
        (case / EXPECTED).touch()  # it is a file of the site, too, and counts among those that were read
        (case / EXPECTED).write_text(report(case), "utf-8")


GOLDENS = (Golden("rules fixtures", write),)


@pytest.mark.parametrize("case", [*QUICK, *slow(LONG)], ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_fixture_gives_its_report(case: Path) -> None:
    text = report(case)
    assert text == (case / EXPECTED).read_text("utf-8")
    assert case.parent.name in text, "a fixture shows the rule at work"


def test_every_rule_has_a_fixture() -> None:
    network = {rule.id for rule in load_rules().values() if rule.network}
    assert set(load_rules()) - network - {"unreadable-file"} <= {case.parent.name for case in CASES}


def test_no_fixture_is_left_of_a_rule_that_is_gone() -> None:
    assert {case.parent.name for case in CASES} <= set(load_rules())
