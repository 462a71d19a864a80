"""``sitecheck diff``: two JSON reports, and what came and went between them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Cli, WriteSite

PAGE = "---\ntitle: A page\ndescription: d\n---\n"


@pytest.fixture
def reports(site: WriteSite, cli: Cli, tmp_path: Path) -> tuple[Path, Path]:
    """Before and after a link was mended, another broken, and all moved down."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    for path, text in (
        (before, "[a](gone.html) [b](lost.html) <font>x</font>\n"),
        (after, "New\n\n[a](gone.html) [c](new.html) [d](gone.html)\n"),
    ):
        folder = site({"a.md": PAGE + text})
        cli("check", folder, "--select", "broken-link,obsolete-html", "--output", f"json:{path}")
    return before, after


def test_what_came_and_what_went(reports: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("diff", *reports)
    assert answer.code == 1
    assert [line.rpartition("a.md:")[2] for line in answer.out.splitlines()] == [
        "7:20: new: error broken-link new.html leads nowhere",
        "7:34: new: error broken-link gone.html leads nowhere",
        "5:20: mended: error broken-link lost.html leads nowhere",
        "5:31: mended: info obsolete-html <font> is obsolete",
        "    +1  broken-link (2 → 3)",
        "    -1  obsolete-html (1 → 0)",
        "2 new findings, 2 mended, 1 as before",
    ]


def test_as_json(reports: tuple[Path, Path], cli: Cli) -> None:
    told = json.loads(cli("diff", *reports, "--output-format", "json").out)
    assert told["rules"] == {
        "broken-link": {"before": 2, "after": 3},
        "obsolete-html": {"before": 1, "after": 0},
    }
    assert (len(told["new"]), len(told["mended"]), told["kept"]) == (2, 2, 1)


def test_the_rules_of_both_are_in_the_order_of_their_names(tmp_path: Path, cli: Cli) -> None:
    for name, rules in (("before", "cade"), ("after", "fbag")):
        findings = [{**FINDING, "rule": rule} for rule in rules]
        (tmp_path / name).write_text(json.dumps({"schema_version": 1, "findings": findings}))
    told = json.loads(cli("diff", tmp_path / "before", tmp_path / "after", "--output-format", "json").out)
    assert "".join(told["rules"]) == "abcdefg"


def test_the_largest_changes_are_told_first(tmp_path: Path, cli: Cli) -> None:
    for name, rules in (("before", "aaaabccccc"), ("after", "bbbcccccccd")):
        findings = [{**FINDING, "rule": rule, "line": line} for line, rule in enumerate(rules, 1)]
        (tmp_path / name).write_text(json.dumps({"schema_version": 1, "findings": findings}))
    told = cli("diff", tmp_path / "before", tmp_path / "after").out
    assert [line.split()[:2] for line in told.splitlines() if "→" in line] == [
        ["-4", "a"],
        ["+2", "b"],
        ["+2", "c"],
        ["+1", "d"],
    ]


def test_nothing_new(reports: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("diff", reports[0], reports[0])
    assert (answer.code, answer.out) == (0, "0 new findings, 0 mended, 3 as before\n")


FINDING = {"rule": "a", "severity": "error", "file": "f", "message": "m", "key": "k", "line": 1, "column": 1}


@pytest.mark.parametrize(
    "odd",
    [
        "", "[]", "{", "[" * 200_000, '{"schema_version": 2, "findings": []}', '{"schema_version": 1}',
        json.dumps({"schema_version": 1, "findings": [{**FINDING, "line": "1"}]}),
        json.dumps({"schema_version": 1, "findings": [{**FINDING, "rule": 1}]}),
        json.dumps({"schema_version": 1, "findings": [3]}),
    ],
)  # fmt: skip
def test_what_is_no_report_is_told(odd: str, reports: tuple[Path, Path], cli: Cli) -> None:
    reports[1].write_text(odd)
    answer = cli("diff", *reports)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "is no JSON report of sitecheck" in answer.err
    assert cli("diff", reports[0], "nowhere.json").code == 2


def test_a_hostile_report_is_harmless(reports: tuple[Path, Path], cli: Cli) -> None:
    evil: dict[str, Any] = {**FINDING, "file": "::error::x", "message": "\x1b[31m\n::error::y ##[x]"}
    reports[1].write_text(json.dumps({"schema_version": 1, "findings": [evil]}))
    out = cli("diff", *reports).out
    assert "\x1b" not in out
    assert "##[" not in out
    assert not [line for line in out.splitlines() if line.startswith("::")]
