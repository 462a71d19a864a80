from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from tests.report.samples import run, sample
from tests.report.strategies import paths, reports, texts, unhurried

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place
from sitecheck.output.safe import without_controls, without_log_commands
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.github import command
from sitecheck.report.places import repository_path


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def parse(line: str) -> Command | None:
    """A model of how actions/runner reads a line (``ActionCommand.TryParseV2``)."""
    line = line.lstrip()
    if not line.startswith("::"):
        return None
    end = line.find("::", 2)
    if end < 0:
        return None
    name, _, values = line[2:end].partition(" ")
    properties = {}
    for value in filter(None, values.strip().split(",")):
        key, equals, text = value.partition("=")
        if equals and text:
            properties[key] = unescape(text, ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","))
    return Command(name.lower(), properties, unescape(line[end + 2 :], ("%0D", "\r"), ("%0A", "\n")))


def unescape(text: str, *table: tuple[str, str]) -> str:
    for code, char in table:
        text = text.replace(code, char)
    return text.replace("%25", "%")


def tame(text: str) -> str:
    """The text without controls other than line ends, and without commands of the old form."""
    return without_log_commands(without_controls(text, keep="\r\n"))


def runner_lines(text: str) -> list[str]:
    """The log as the runner's line reader splits it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]


def github(report: RunReport, **options: object) -> str:
    return REPORTERS["github"].render(report, ReportOptions(**options))  # type: ignore[arg-type]


def test_the_whole_report() -> None:
    lines = github(sample(), prefix="docs").split("\n")
    assert (
        "::error file=docs/index.md,line=5,endLine=5,col=12,endColumn=21,"
        "title=sitecheck%3A broken-link::no page at /missing/%0Adid you mean /found/?"
    ) in lines[:2]
    kinds = [line.split()[0] for line in lines[:-1]]
    assert kinds == ["::error"] * 2 + ["::warning"] * 2 + ["::notice"] * 2 + ["::error"]


def test_columns_only_when_the_finding_is_on_one_line() -> None:
    parsed = parse(next(line for line in github(sample()).split("\n") if "obsolete" in line))
    assert parsed is not None
    assert parsed.properties == {
        "file": "index.md",
        "line": "8",
        "endLine": "11",
        "title": "sitecheck: obsolete-html",
    }


def test_what_github_will_not_annotate_is_said_and_still_written() -> None:
    found = [
        Finding("a-rule", severity, f"m{number}", Place(path, WHOLE_FILE))
        for number in range(13)
        for path, severity in (("b.md", Severity.INFO), ("a.md", Severity.ERROR))
    ]
    lines = runner_lines(github(run({"a.md": "", "b.md": ""}, found)))
    commands = [line for line in map(parse, lines) if line]
    assert [line.name for line in commands] == ["error"] * 10 + ["notice"] * 10
    told = {line.message for line in commands if line.name == "error"}
    assert {f"a.md:1:1: error: m{n} [a-rule]" for n in range(13) if f"m{n}" not in told} <= set(lines)
    assert lines[-1] == "sitecheck: 6 more findings not annotated, as GitHub shows 10 of each kind"


def test_long_messages_are_cut_where_the_runner_cuts() -> None:
    finding = Finding("a-rule", Severity.ERROR, "%" * 9000, Place("a.md", WHOLE_FILE))
    parsed = parse(github(run({"a.md": ""}, [finding])).rstrip("\n"))
    assert parsed is not None
    assert len(parsed.message) == 4096


@unhurried
@given(paths, texts)
def test_the_runner_reads_back_what_was_written(path: str, message: str) -> None:
    path, message = tame(path), tame(message)
    line = command("error", {"file": path, "title": message}, message)
    assert "\n" not in line
    assert "\r" not in line
    parsed = parse(line)
    assert parsed is not None
    assert parsed.properties.get("file", "") == path
    assert parsed.properties.get("title", "").rstrip() == message.rstrip()
    assert parsed.message == message


@unhurried
@given(reports())
def test_every_line_is_the_command_of_its_finding(report: RunReport) -> None:
    lines = runner_lines(github(report))
    commands = [command for command in map(parse, lines) if command]
    assert len(commands) == len(report.findings) + len(report.crashes)
    paths_of = sorted(tame(repository_path(report, finding.path, None)) for finding in report.findings)
    told = [parsed for parsed in commands if "file" in parsed.properties]
    assert sorted(parsed.properties["file"] for parsed in told) == paths_of
    for parsed in told:
        assert parsed.name in ("error", "warning", "notice")
        assert int(parsed.properties["line"]) <= int(parsed.properties["endLine"])


def test_what_has_to_be_known_first_is_one_line_before_all_else() -> None:
    lines = github(run({}, (), caution="no\nnetwork")).splitlines()
    assert lines == ["::warning title=sitecheck::no network"]


@pytest.mark.parametrize(("number", "told"), [(510, ""), (512, "; 2 are in the JSON report only")])
def test_so_many_lines_stand_in_the_log(number: int, told: str) -> None:
    found = [Finding("a-rule", Severity.INFO, f"m\n{at}", Place("a.md", WHOLE_FILE)) for at in range(number)]
    lines = github(run({"a.md": ""}, found)).splitlines()
    assert len(lines) == 511
    assert "a.md:1:1: info: m 500 [a-rule]" in lines
    assert lines[-1].endswith(f"as GitHub shows 10 of each kind{told}")


def test_what_is_held_back_is_counted() -> None:
    finding = Finding("a-rule", Severity.INFO, "m", Place("a.md", WHOLE_FILE))
    for held in ("baselined", "hidden"):
        assert "1 info " in github(run({"a.md": ""}, (), **{held: (finding,)}))
