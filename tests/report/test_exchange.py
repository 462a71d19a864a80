"""Formats for build servers, against the schemas of those who read them."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from tests.report.samples import FILES, mark, run, sample
from tests.report.strategies import reports, unhurried

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions

SCHEMAS = Path(__file__).parent / "schemas"
RDJSON = jsonschema.Draft4Validator(json.loads((SCHEMAS / "rdjson.json").read_text("utf-8")))
GITLAB = jsonschema.Draft7Validator(
    {
        "type": "array",
        "items": {
            "required": ["description", "fingerprint", "severity", "location", "check_name"],
            "properties": {
                "description": {"type": "string"},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^(?!\\./)"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                    },
                },
            },
        },
    }
)

CHECKSTYLE = xmlschema.XMLSchema(
    """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:simpleType name="severity"><xs:restriction base="xs:string"><xs:pattern value="error|warning|info"/>
    </xs:restriction></xs:simpleType>
    <xs:element name="error"><xs:complexType>
      <xs:attribute name="line" type="xs:positiveInteger"/><xs:attribute name="column" type="xs:positiveInteger"/>
      <xs:attribute name="severity" type="severity"/>
      <xs:attribute name="message" type="xs:string"/><xs:attribute name="source" type="xs:string"/>
    </xs:complexType></xs:element>
    <xs:element name="exception" type="xs:string"/>
    <xs:element name="file"><xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element ref="error"/><xs:element ref="exception"/></xs:choice>
      <xs:attribute name="name" type="xs:string" use="required"/>
    </xs:complexType></xs:element>
    <xs:element name="checkstyle"><xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element ref="file"/><xs:element ref="exception"/></xs:choice>
      <xs:attribute name="version" type="xs:string"/>
    </xs:complexType></xs:element>
    </xs:schema>"""
)


@cache
def junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "junit.xsd"))


def render(name: str, report: RunReport, **options: object) -> str:
    return REPORTERS[name].render(report, ReportOptions(**options))  # type: ignore[arg-type]


def holds(name: str, text: str) -> None:
    if name == "junit":
        junit().validate(io.BytesIO(text.encode()))
    elif name == "checkstyle":
        CHECKSTYLE.validate(io.BytesIO(text.encode()))
    else:
        (RDJSON if name == "rdjson" else GITLAB).validate(json.loads(text))


NAMES = ("gitlab", "junit", "checkstyle", "rdjson")


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_and_a_clean_run(name: str) -> None:
    holds(name, render(name, sample(), prefix="docs"))
    holds(name, render(name, run({"a.md": ""}, ())))


@unhurried
@given(reports())
def test_hostile_names_and_texts(report: RunReport) -> None:
    for name in NAMES:
        holds(name, render(name, report))


def test_a_file_whose_name_shows_nothing() -> None:
    """JUnit's schema wants a name of more than white space."""
    finding = Finding("broken-link", Severity.INFO, "gone", Place("\r", Span(0, 0)))
    for name in NAMES:
        holds(name, render(name, run({"\r": ""}, (finding,))))


def test_the_schema_of_checkstyle_would_notice_an_error() -> None:
    text = render("checkstyle", sample())
    for good, bad in (
        ('severity="error"', 'severity="note"'),
        ('line="1"', 'line="0"'),
        (" name=", " path="),
    ):
        assert good in text
        with pytest.raises(xmlschema.XMLSchemaException):
            holds("checkstyle", text.replace(good, bad, 1))


def test_gitlab_collapses_nothing() -> None:
    entries = json.loads(render("gitlab", sample(), prefix="docs"))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 7
    assert entries[3]["description"] == "broken-link: no page at /missing/"
    assert entries[3]["location"] == {"path": "docs/index.md", "lines": {"begin": 5, "end": 5}}
    assert [entry["severity"] for entry in entries[:2]] == ["major", "info"]


def test_junit_has_a_failed_case_for_each_finding_with_a_name_of_its_own() -> None:
    root = ET.fromstring(render("junit", sample(), prefix="docs"))
    cases = list(root.iter("testcase"))
    assert len({case.attrib["name"] for case in cases}) == len(cases) == 7
    assert len(list(root.iter("failure"))) == 6
    assert len(list(root.iter("error"))) == 1
    assert "broken-link docs/index.md:5:12 #2" in {case.attrib["name"] for case in cases}
    clean = ET.fromstring(render("junit", run({"a.md": ""}, ())))
    assert [case.attrib["name"] for case in clean.iter("testcase")] == ["no findings"]
    (suite,) = clean
    counted = [suite.attrib[name] for name in ("id", "tests", "failures", "errors")]
    assert counted == ["0", "1", "0", "0"]


def test_checkstyle_tells_file_line_and_rule() -> None:
    root = ET.fromstring(render("checkstyle", sample(), prefix="docs"))
    file = next(each for each in root if each.attrib["name"] == "docs/index.md")
    error = next(each for each in file if each.attrib["source"] == "sitecheck.broken-link")
    assert (error.attrib["line"], error.attrib["column"], error.attrib["severity"]) == ("5", "12", "error")


def test_rdjson_counts_bytes_and_suggests_safe_fixes() -> None:
    text = "日本 😀 [it](http://example.com/) ok\n"
    files = {"a.md": text}
    place = mark(files, "a.md", "http")
    fix = Fix("use https", (Edit(place.span, "https"), Edit(Span(len(text) - 3, len(text) - 1), "fine")))
    found = Finding("insecure-link", Severity.INFO, "m", place, fix=fix)
    (diagnostic,) = json.loads(render("rdjson", run(files, [found])))["diagnostics"]
    start = len("日本 😀 [it](".encode()) + 1
    assert diagnostic["location"]["range"] == {
        "start": {"line": 1, "column": start},
        "end": {"line": 1, "column": start + 4},
    }
    (suggestion,) = diagnostic["suggestions"]
    before = text.encode()
    edges = suggestion["range"]["start"]["column"] - 1, suggestion["range"]["end"]["column"] - 1
    after = before[: edges[0]] + suggestion["text"].encode() + before[edges[1] :]
    assert after.decode() == "日本 😀 [it](https://example.com/) fine\n"


def test_rdjson_suggests_nothing_that_is_not_safe() -> None:
    told = json.loads(render("rdjson", sample()))["diagnostics"]
    assert [each["code"]["value"] for each in told if "suggestions" in each] == ["insecure-link"]
    assert FILES


@pytest.mark.parametrize(("length", "is_suggested"), [(5_000, True), (5_001, False)])
def test_rdjson_suggests_what_is_not_too_long(length: int, is_suggested: bool) -> None:
    fix = Fix("cut", (Edit(Span(0, 1), ""), Edit(Span(length - 1, length), "")))
    finding = Finding("r", Severity.INFO, "m", Place("a.md", Span(0, 1)), fix=fix)
    (told,) = json.loads(render("rdjson", run({"a.md": "x" * 6_000}, [finding])))["diagnostics"]
    assert ("suggestions" in told) is is_suggested
