"""The file of accepted findings: a line for each, in a fixed order, so that a change of one is a line of a diff."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.samples import Texts, run
from tests.report.samples import rule as rule_info

from sitecheck.engine.adoption.baseline import (
    divide,
    entries_of,
    read_baseline,
    without_accepted,
    write_baseline,
)
from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.engine.findings.suppress import UNUSED
from sitecheck.errors import ConfigError
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span

ONE, TWO = "0" * 31 + "1", "f" * 32
WRITTEN = f"""{{
 "sitecheck-baseline": 1,
 "findings": {{
  "broken-link": {{
   "a.md": [
    "{ONE}",
    "{TWO}"
   ],
   "é.md": [
    "{ONE}"
   ]
  }},
  "image-alt": {{
   "a.md": [
    "{TWO}"
   ]
  }}
 }}
}}
"""


def test_entries_are_written_in_order_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    entries = {
        ("image-alt", "a.md"): frozenset({TWO}),
        ("broken-link", "é.md"): frozenset({ONE}),
        ("broken-link", "a.md"): frozenset({TWO, ONE}),
        ("broken-link", "none.md"): frozenset(),
    }
    write_baseline(str(path), entries)
    assert path.read_text("utf-8") == WRITTEN
    assert read_baseline(str(path)) == {place: keys for place, keys in entries.items() if keys}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WRITTEN.replace(ONE, "0" * 31), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(ONE, "0" * 33), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(ONE, "0" * 31 + "g"), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(f'[\n    "{TWO}"\n   ]', "3"), "a file has other entries than keys of 32 hexadecimal digits"),
        ('{"sitecheck-baseline": 1, "findings": {"image-alt": []}}', "a rule has no files"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_told(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        read_baseline(str(path))
    assert f"is no baseline: {why}; delete it, and 'sitecheck baseline' writes it anew" in str(error.value)


TEXTS = {"a.md": "one\ntwo\none\n", "b.md": "two\n"}
RULES = ("broken-link", "image-alt", UNUSED)


def at(path: str, start: int, rule: str = "broken-link") -> Finding:
    return Finding(rule, Severity.WARNING, "m", Place(path, Span(start, start + 3)))


def reported(*findings: Finding) -> RunReport:
    return run(TEXTS, findings, rules=tuple(map(rule_info, RULES)))


def test_a_baseline_accepts_what_it_was_made_of_and_nothing_else() -> None:
    old, twice, new = at("a.md", 0), at("a.md", 8), at("a.md", 4)
    entries = entries_of(reported(old))
    assert {place: len(keys) for place, keys in entries.items()} == {("broken-link", "a.md"): 1}
    divided = divide(reported(old, new, at("b.md", 0), at("a.md", 0, "image-alt")), entries)
    assert divided.accepted == (old,)
    assert divided.new == (new, at("b.md", 0), at("a.md", 0, "image-alt"))
    assert divided.left == {}
    assert divide(reported(old, twice), entries).new == (twice,), "an entry accepts one finding"
    assert divide(reported(old, twice), entries_of(reported(old, twice))).new == ()


def test_entries_that_accept_nothing_are_left_where_their_rule_ran() -> None:
    entries = entries_of(reported(at("a.md", 0), at("b.md", 0), at("a.md", 0, "image-alt")))
    entries = {**entries, ("dead-link", "a.md"): frozenset(("0" * 32,))}
    left = divide(reported(at("a.md", 0)), entries).left
    assert {place: len(keys) for place, keys in left.items()} == {
        ("broken-link", "b.md"): 1,
        ("image-alt", "a.md"): 1,
    }


@pytest.mark.parametrize(
    ("severity", "whole", "told"),
    [
        (Severity.INFO, True, "an entry of the baseline silences nothing"),
        (Severity.INFO, False, ""),
        (None, True, ""),
    ],
)
def test_entries_that_accept_nothing_are_told_of_a_whole_run(
    severity: Severity | None, whole: bool, told: str, tmp_path: Path
) -> None:
    path = str(tmp_path / "baseline.json")
    write_baseline(path, entries_of(reported(at("a.md", 0), at("b.md", 0))))
    report = without_accepted(reported(at("a.md", 0)), path, severity, whole=whole)
    assert report.baselined == (at("a.md", 0),)
    assert [(each.rule, each.severity, each.message) for each in report.findings] == (
        [(UNUSED, severity, told)] if told else []
    )
    many = without_accepted(reported(), path, severity, whole=whole).findings
    assert [each.message for each in many] == (["2 entries of the baseline silence nothing"] if told else [])


def test_an_idle_baseline_is_told_among_the_others_where_it_stands(tmp_path: Path) -> None:
    for name in ("a.json", "z.json"):
        path = str(tmp_path / name)
        write_baseline(path, entries_of(reported(at("b.md", 0))))
        report = without_accepted(reported(at("m.md", 0)), path, Severity.INFO, whole=True)
        assert list(report.findings) == sorted(report.findings, key=lambda each: each.sort_key)
        assert len(report.findings) == 2


def test_keys_of_findings() -> None:
    """A key hangs on the rule, the file, the marked words and how often they came, and on nothing else."""
    texts = Texts({"a.md": "one two\none  two\r\nthree", "b.md": "one two"})

    def key(*findings: Finding) -> str:
        return finding_keys(findings, texts)[-1]

    base = key(at("a.md", 0))
    assert base == key(at("a.md", 0)._replace(message="other", severity=Severity.ERROR))
    assert len(base) == 32
    others = [at("a.md", 4), at("b.md", 0), at("a.md", 0, "image-alt")]
    assert len({base, *map(key, others)}) == 4
    assert key(at("a.md", 0), at("a.md", 8)) != base, "the second time"
    assert key(at("a.md", 8)) == base
    wide, spaced, ended = (Place("a.md", Span(start, end)) for start, end in ((0, 7), (8, 16), (8, 18)))
    same = {key(at("a.md", 0)._replace(place=place)) for place in (wide, spaced, ended)}
    assert len(same) == 1, "blanks and line ends do not count"
    whole = at("a.md", 0)._replace(place=Place("a.md", WHOLE_FILE))
    assert key(whole) != key(whole._replace(message="other")), "what is said of a whole file is told apart"
    assert finding_keys([at("b.md", 0)], texts, {"b.md": "a.md"}) == [base], (
        "a file that was called otherwise"
    )
    beyond = at("a.md", 0)._replace(place=Place("a.md", Span(90, 99)))
    assert key(beyond) == key(beyond._replace(place=Place("a.md", Span(22, 22))))


@pytest.mark.posix
def test_a_baseline_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"gone\.json: the baseline cannot be read: No such file or directory"
    ):
        read_baseline(str(tmp_path / "gone.json"))


def test_more_than_a_run_would_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    many = frozenset(f"{number:032x}" for number in range(500_000))
    with pytest.raises(OSError, match="it would be larger than 20 MB"):
        write_baseline(str(path), {("broken-link", "a.md"): many})
    assert not path.exists()
