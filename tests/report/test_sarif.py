from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from tests.report.samples import FILES, mark, rule, run, sample
from tests.report.sarif_validation import schema_errors
from tests.report.strategies import reports, unhurried

from sitecheck import __version__
from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.report import Crash, RuleInfo, RunReport
from sitecheck.model.span import Place
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.sarif_rules import full_description, pascal_case
from sitecheck.report.sarif_text import plain_message


def sarif(report: RunReport, **options: Any) -> Any:
    return json.loads(REPORTERS["sarif"].render(report, ReportOptions(**options)))["runs"][0]


def results(report: RunReport, **options: Any) -> list[Any]:
    found: list[Any] = sarif(report, **options)["results"]
    return found


def test_schema_and_frame() -> None:
    document = json.loads(REPORTERS["sarif"].render(sample(), ReportOptions()))
    assert schema_errors(document) == []
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    assert len(document["runs"]) == 1


def test_the_schema_would_notice_an_error() -> None:
    document = json.loads(REPORTERS["sarif"].render(sample(), ReportOptions()))
    document["runs"][0]["results"][0]["level"] = "info"
    assert schema_errors(document)


def test_run_of_a_clean_site_still_has_results_and_rules() -> None:
    report = run({"a.md": ""}, (), rules=sample().rules)
    document = sarif(report)
    assert document["results"] == []
    assert [rule["id"] for rule in document["tool"]["driver"]["rules"]] == sorted(
        rule.id for rule in report.rules
    )
    assert document["invocations"] == [{"executionSuccessful": True}]
    assert document["originalUriBaseIds"] == {
        "%SRCROOT%": {"description": {"text": "Root of the repository."}}
    }
    assert document["columnKind"] == "utf16CodeUnits"
    assert "automationDetails" not in document


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_the_pages_that_show_a_fault_are_counted_unless_it_is_one(pages: int) -> None:
    finding = sample().findings[0]._replace(pages=pages)
    (result,) = results(run({finding.path: ""}, (finding,), rules=sample().rules))
    assert result.get("properties", {"pages": 1}) == {"pages": pages}


def test_category_is_an_id_without_a_run() -> None:
    assert sarif(sample(), sarif_category="docs/site")["automationDetails"] == {"id": "docs/site/"}
    assert sarif(sample(), sarif_category="site/")["automationDetails"] == {"id": "site/"}


def test_rule_descriptor() -> None:
    driver = sarif(sample())["tool"]["driver"]
    assert driver["version"] == driver["semanticVersion"] == __version__
    assert driver["rules"][0] == {
        "id": "broken-link",
        "name": "BrokenLink",
        "shortDescription": {"text": "Something about broken link."},
        "fullDescription": {"text": "Looks for *broken-link* in pages."},
        "help": {
            "text": sample().rules[0].documentation,
            "markdown": sample().rules[0].documentation.rstrip()
            + "\n\n[broken-link](https://example.com/rules/broken-link/)",
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["links"], "precision": "high", "problem.severity": "warning"},
        "helpUri": "https://example.com/rules/broken-link/",
    }


def test_levels_of_rules_and_results() -> None:
    info = RuleInfo("a", "g", "s", "d", Severity.INFO, "https://example.com/a")
    error = RuleInfo("b", "g", "s", "d", Severity.ERROR, "https://example.com/b")
    rules = sarif(run({}, (), rules=(error, info)))["tool"]["driver"]["rules"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["note", "error"]
    assert [rule["properties"]["problem.severity"] for rule in rules] == ["recommendation", "error"]
    assert {result["level"] for result in results(sample())} == {"error", "warning", "note"}


def test_rule_that_only_a_finding_names_is_described() -> None:
    finding = Finding("unused-suppression", Severity.WARNING, "m", Place("a.md", WHOLE_FILE))
    report = run({"a.md": ""}, [finding], rules=())
    document = sarif(report)
    assert document["tool"]["driver"]["rules"][0]["id"] == "unused-suppression"
    assert schema_errors(json.loads(REPORTERS["sarif"].render(report, ReportOptions()))) == []


def test_result_with_related_place_and_fix() -> None:
    result = next(r for r in results(sample(), prefix="docs") if "fixes" in r and r["level"] == "error")
    layout = {"uri": "docs/_layouts/a%20b%23%5Bx%5D.html", "uriBaseId": "%SRCROOT%"}
    page = {"uri": "docs/index.md", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 21}
    assert result["message"]["text"] == (
        "no page at /missing/. did you mean /found/? See [the layout has it, too](1)."
    )
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": page, "region": region}}]
    assert result["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": layout,
                "region": {"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 20},
            },
            "message": {"text": "the layout has it, too"},
        }
    ]
    replacement = {"deletedRegion": region, "insertedContent": {"text": "/found/"}}
    assert result["fixes"] == [
        {
            "description": {"text": "link to /found/"},
            "artifactChanges": [{"artifactLocation": page, "replacements": [replacement]}],
        }
    ]


def test_columns_are_utf16_units() -> None:
    result = next(r for r in results(sample()) if r["ruleId"] == "insecure-link")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (6, 13, 32)


def test_fingerprints() -> None:
    text = "---\nlayout: post\ntitle: Hello\n---\n\nSee [here](/missing/).\n\nSee [here](/missing/).\n"
    finding = Finding("broken-link", Severity.ERROR, "m", mark({"a.md": text}, "a.md", "/missing/"))
    prints = results(run({"a.md": text}, [finding]))[0]["partialFingerprints"]
    assert prints["primaryLocationLineHash"] == "f8693cea9b80078d:1"
    assert len(prints["sitecheckFinding/v1"]) == 32
    unreadable = results(run({}, [finding]))[0]["partialFingerprints"]
    assert list(unreadable) == ["sitecheckFinding/v1"]


def test_results_are_in_reading_order_and_rule_indices_fit() -> None:
    document = sarif(sample()._replace(findings=sample().findings[::-1]))
    assert document == sarif(sample())
    rules = document["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in document["results"])


def test_the_most_severe_results_are_kept_and_the_cut_is_told() -> None:
    told: list[str] = []
    kept = results(sample(), sarif_max_results=3, notify=told.append)
    assert [result["level"] for result in kept] == ["error", "warning", "error"]
    assert told == ["the SARIF report leaves out 3 findings of the lowest severities"]


def test_crashes_are_told_and_the_run_is_not_successful() -> None:
    invocation = sarif(sample())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == (
        "Rule heading-increment failed on index.md: ValueError: no heading"
    )


def test_quoted_markdown_is_no_link_of_ours() -> None:
    assert plain_message("the link [a](1) and [b](https://evil.example/)") == (
        "the link [a] (1) and [b] (https://evil.example/)"
    )
    assert plain_message("the link [a](/b/)") == "the link [a](/b/)"
    assert plain_message("the file \udce4.md") == "the file \ufffd.md"


def test_related_notes_are_escaped_as_link_texts() -> None:
    place = mark(FILES, "index.md", "/missing/")
    finding = Finding(
        "a-rule", Severity.ERROR, "m", place, related=(Related(place, "see [x]\\y"), Related(place, ""))
    )
    assert results(run(FILES, [finding]))[0]["message"]["text"] == (
        "m. See [see \\[x\\]\\\\y](1), [related place](2)."
    )


def test_names_and_descriptions() -> None:
    assert pascal_case("missing-image-alt") == "MissingImageAlt"
    assert full_description("Summary.\n\n## What\n\nOne\n  two.\n\nThree.") == "One two."
    assert full_description("Summary only.") == ""


@unhurried
@given(reports())
def test_hostile_text_never_breaks_the_schema(report: RunReport) -> None:
    document = json.loads(REPORTERS["sarif"].render(report, ReportOptions()))
    assert schema_errors(document) == []
    assert len(document["runs"][0]["results"]) == len(report.findings)


def test_what_is_said_of_a_crash_holds_no_link() -> None:
    report = run(FILES, [], crashes=(Crash("a-rule", "a.md", "ValueError: see [x](1)"),))
    (told,) = sarif(report)["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "Rule a-rule failed on a.md: ValueError: see [x] (1)"


def test_a_hundred_related_places_are_kept_and_linked() -> None:
    place = mark(FILES, "index.md", "/missing/")
    related = tuple(Related(place, f"place {number}") for number in range(101))
    finding = Finding("a-rule", Severity.ERROR, "m", place, related=related)
    (result,) = results(run(FILES, [finding]))
    assert [each["id"] for each in result["relatedLocations"]] == list(range(1, 101))
    assert result["message"]["text"].startswith("m. See [place 0](1), [place 1](2), ")
    assert result["message"]["text"].endswith(", [place 99](100).")


def test_a_rule_that_says_nothing_is_described_by_its_name() -> None:
    silent = RuleInfo("a-rule", "", "", "", Severity.INFO, "")
    odd = RuleInfo("b-rule", "", "s\udcff", "d\udcff\n\n one\n\ttwo ", Severity.INFO, "")
    first, second = sarif(run({}, (), rules=(silent, odd)))["tool"]["driver"]["rules"]
    assert first["shortDescription"] == first["fullDescription"] == {"text": "a-rule."}
    assert first["help"] == {"text": "a-rule.", "markdown": "a-rule."}
    assert first["properties"]["tags"] == []
    assert "helpUri" not in first
    assert second["shortDescription"] == {"text": "s\ufffd."}
    assert second["fullDescription"] == {"text": "one two"}
    assert second["help"]["text"] == "d\ufffd\n\n one\n\ttwo "


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ("A\ufffd.", "c\ufffd d", "b\ufffd\n\nc\ufffd d\n", ["links"])),
        ({"summary": "", "group": ""}, ("a-rule.", "c\ufffd d", "b\ufffd\n\nc\ufffd d\n", [])),
        ({"documentation": ""}, ("A\ufffd.", "A\ufffd.", "A\ufffd.", ["links"])),
    ],
)
def test_what_a_pack_says_of_a_rule_can_be_written(changes: dict[str, str], told: tuple[Any, ...]) -> None:
    odd = (
        rule("a-rule")._replace(summary="A\udcff", documentation="b\udcff\n\nc\udcff d\n")._replace(**changes)
    )
    (said,) = sarif(run({}, [], rules=(odd,)))["tool"]["driver"]["rules"]
    short, full = said["shortDescription"]["text"], said["fullDescription"]["text"]
    assert (short, full, said["help"]["text"], said["properties"]["tags"]) == told
    assert said["help"]["markdown"] == f"{told[2].rstrip()}\n\n[a-rule]({odd.url})"
