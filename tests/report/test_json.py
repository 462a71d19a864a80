from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import given
from tests.report.samples import mark, run, sample
from tests.report.strategies import reports, texts, unhurried

from sitecheck import __version__
from sitecheck.engine.settings.schema import written_schema_text
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.report import RunReport, Since
from sitecheck.output.json_text import dumps
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.json import SCHEMA_VERSION


def loaded(**options: Any) -> Any:
    return json.loads(REPORTERS["json"].render(sample(), ReportOptions(**options)))


def test_an_edit_that_takes_a_line_out_takes_its_end_too() -> None:
    files = {"a.md": "one\ntwo\nthree\n"}
    place = mark(files, "a.md", "two\n")
    finding = Finding("a-rule", Severity.INFO, "m", place, fix=Fix("take it out", (Edit(place.span, ""),)))
    (found,) = json.loads(REPORTERS["json"].render(run(files, [finding]), ReportOptions()))["findings"]
    (edit,) = found["fix"]["edits"]
    assert (found["end_line"], found["end_column"]) == (2, 4), "what is shown ends with the line"
    assert (edit["line"], edit["column"], edit["end_line"], edit["end_column"]) == (2, 1, 3, 1)


def test_frame() -> None:
    report = loaded()
    assert list(report) == ["schema_version", "tool", "findings", "summary"]
    assert report["schema_version"] == 1
    assert report["tool"]["name"] == "sitecheck"
    assert report["tool"]["version"] == __version__


def test_every_finding_has_the_keys_of_the_contract() -> None:
    contract = {
        "rule",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "help",
        "pages",
    }
    for finding in loaded()["findings"]:
        assert contract <= set(finding)


def test_a_finding() -> None:
    finding = loaded(prefix="docs")["findings"][3]
    assert len(finding.pop("key")) == 32
    assert finding == {
        "rule": "broken-link",
        "severity": "error",
        "path": "index.md",
        "file": "docs/index.md",
        "line": 5,
        "column": 12,
        "end_line": 5,
        "end_column": 21,
        "message": "no page at /missing/",
        "help": "did you mean /found/?",
        "pages": 1,
        "fix": {
            "title": "link to /found/",
            "safety": "unsafe",
            "edits": [{"line": 5, "column": 12, "end_line": 5, "end_column": 21, "text": "/found/"}],
        },
        "related": [
            {
                "path": "_layouts/a b#[x].html",
                "file": "docs/_layouts/a b#[x].html",
                "line": 1,
                "column": 9,
                "end_line": 1,
                "end_column": 20,
                "note": "the layout has it, too",
            }
        ],
    }


def test_columns_are_code_points() -> None:
    assert (loaded()["findings"][4]["line"], loaded()["findings"][4]["column"]) == (6, 12)


def test_summary() -> None:
    assert loaded()["summary"] == {
        "files": 2,
        "pages": 2,
        "findings": 6,
        "errors": 2,
        "warnings": 2,
        "infos": 2,
        "rules": {
            "broken-link": 2,
            "empty-title": 1,
            "insecure-link": 1,
            "missing-image": 1,
            "obsolete-html": 1,
        },
        "fixable": 2,
        "suppressed": 1,
        "baselined": 0,
        "hidden": 0,
        "since": None,
        "skipped_rules": ["dead-link"],
        "links": {
            "proven": 120,
            "broken": 2,
            "dynamic": 14,
            "external": 31,
            "checked": 0,
            "reasons": {"page.url": 9, "a loop": 4, "a filter": 1},
        },
        "crashes": [{"rule": "heading-increment", "path": "index.md", "error": "ValueError: no heading"}],
    }


@unhurried
@given(texts)
def test_escaping_loses_nothing(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    written = dumps({text: text})
    assert json.loads(written) == {text: text}
    assert "##" not in written
    assert not set(written) & set("\x1b\x7f\x85\u2028\u202e\u2066")


SCHEMA = jsonschema.Draft7Validator(json.loads(written_schema_text("report")))


@unhurried
@given(reports())
def test_every_report_is_as_the_schema_says(report: RunReport) -> None:
    since = Since("main", report.findings, 3)
    for each in (report, report._replace(since=since, baselined=report.findings)):
        SCHEMA.validate(json.loads(REPORTERS["json"].render(each, ReportOptions())))


def test_the_schema_knows_every_key() -> None:
    def keys(schema: Any, value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                keys(schema["items"], item)
        elif isinstance(value, dict) and "properties" in schema:
            assert set(value) <= set(schema["properties"])
            for key, item in value.items():
                keys(schema["properties"][key], item)

    assert SCHEMA.schema["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    keys(SCHEMA.schema, loaded())
