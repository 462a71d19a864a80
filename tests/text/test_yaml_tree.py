"""YAML values with their places, and errors in plain words."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples

from sitecheck.text.yaml_tree import MAX_DEPTH, load_yaml


def spans(text: str) -> dict[tuple[object, ...], tuple[str | None, str]]:
    """Key path → how key and value are written."""
    return {
        entry.path: (
            text[entry.key.start : entry.key.end] if entry.key else None,
            text[entry.value.start : entry.value.end],
        )
        for entry in load_yaml(text).entries
    }


def test_every_key_and_value_has_its_place() -> None:
    text = (
        "title: 'A: b' # note\nauthor:\n  name: Jo\ntags: [a, b]\nlist:\n- x: 1\n- y\nempty:\n"
        "last: |\n  one\n\n  two\n\n"
    )
    assert spans(text) == {
        ("title",): ("title", "'A: b'"),
        ("author",): ("author", "name: Jo"),
        ("author", "name"): ("name", "Jo"),
        ("tags",): ("tags", "[a, b]"),
        ("tags", 0): (None, "a"),
        ("tags", 1): (None, "b"),
        ("list",): ("list", "- x: 1\n- y"),
        ("list", 0): (None, "x: 1"),
        ("list", 0, "x"): ("x", "1"),
        ("list", 1): (None, "y"),
        ("empty",): ("empty", ""),
        ("last",): ("last", "|\n  one\n\n  two"),
    }


def test_places_count_code_points_from_the_given_offset() -> None:
    text = "é: 日本 😀\r\nb: x\r\n"
    document = load_yaml(text, offset=100)
    assert [(e.path, e.value) for e in document.entries] == [(("é",), (103, 107)), (("b",), (112, 113))]


def test_values_are_psychs_where_pyyaml_differs() -> None:
    text = "a: 1,000\nb: 010\nc: 08\nd: 12:30\ne: :sym\nf: y\ng: 2024-02-30\nh: 1e3\ni: No\nj: .5"
    value = load_yaml(text).value
    assert value == {
        "a": 1000, "b": 8, "c": "08", "d": 45000, "e": ":sym", "f": "y", "g": "2024-02-30", "h": "1e3",
        "i": False, "j": 0.5,
    }  # fmt: skip


def test_times_without_a_zone_are_utc_shown_in_the_sites_zone() -> None:
    east = timezone(timedelta(hours=9))
    value = load_yaml("a: 2024-01-02 20:00:00\nb: 2024-01-02 20:00:00 -05:00\nc: 2024-01-02", zone=east).value
    assert value["a"] == datetime(2024, 1, 3, 5, tzinfo=east)
    assert value["a"].utcoffset() == timedelta(hours=9)
    assert value["b"].utcoffset() == timedelta(hours=-5)
    assert value["c"] == date(2024, 1, 2)


def test_merge_keys_and_aliases() -> None:
    text = "base: &b {x: 1, y: 2}\nuse:\n  y: 0\n  <<: *b\n  z: 3\n"
    document = load_yaml(text)
    assert document.value["use"] == {"y": 2, "x": 1, "z": 3}
    entry = document.entry("use", "<<")
    assert entry is not None
    assert text[entry.value.start : entry.value.end] == "*b"


def test_a_mapping_may_merge_what_stands_before_in_itself() -> None:
    """As the language tables of Minimal Mistakes do by mistake; read by Jekyll 4.3.4 (Psych)."""
    document = load_yaml("a: &x\n  k: 1\n  b:\n    <<: *x\n    j: 2\n  c: 3\n")
    assert document.value == {"a": {"k": 1, "b": {"k": 1, "j": 2}, "c": 3}}


def test_what_merges_itself_over_and_over_is_refused() -> None:
    keys = "".join(f"  k{n}: 1\n" for n in range(2_000))
    parts = "".join(f"  b{n}:\n    <<: *x\n" for n in range(2_000))
    assert load_yaml(f"a: &x\n{keys}{parts}").problems[-1].kind == "too-large"


def test_of_duplicate_keys_the_last_wins_and_both_are_shown() -> None:
    text = "a: 1\nb: 2\na: 3\n"
    document = load_yaml(text)
    assert document.value == {"b": 2, "a": 3}
    (problem,) = document.problems
    assert problem.kind == "duplicate-key"
    assert problem.span == (10, 11)
    assert problem.related == (0, 1)
    assert not document.failed
    entry = document.entry("a")
    assert entry is not None
    assert entry.data == 3


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("title: A: B\n", ": B", "colon"),
        ("a:\n\tb: 1\n", "\t", "tab"),
        ("a: 'It's'\n", "s'", "follows the closing quote"),
        ('a: "x\nb: y\n', '"x', "double quote"),
        ("a: [1, 2\nb: 3\n", "[", "not closed"),
        ("a: {b: 1\nc: 3\n", "{", "not closed"),
        ("a: {{ page.x }\nb: 1\n", "{{", "{{"),
        ('a: "\\d"\n', "\\d", "escape"),
        ("a: @x\n", "@x", "@"),
        ("a: %x\n", "%x", "%"),
        ("a: *x\n", "*x", "*x"),
        ("a: 1\n  b: 2\n", ":", "indentation"),
        ("a: x\x07\n", "\x07", "control character"),
        ("a: 1\nplain words\nb: 2\n", "plain", "colon after the key is missing"),
    ],
)
def test_errors_are_in_plain_words_at_the_right_place(text: str, at: str, words: str) -> None:
    document = load_yaml(text)
    assert document.failed
    assert document.value is None
    problem = document.problems[-1]
    assert text[problem.span.start :].startswith(at)
    assert words in f"{problem.message} {problem.hint}"


def test_values_are_read_without_tags_of_ruby_as_safe_yaml_reads_them() -> None:
    document = load_yaml("a: !ruby/object:DateTime 2019\nb: !ruby/object:X {c: 1}\nd: !set {e}\n")
    assert not document.failed
    assert document.value == {"a": 2019, "b": {"c": 1}, "d": {"e": None}}
    assert [problem.kind for problem in document.problems] == ["forbidden-tag"]
    assert document.problems[0].span.start == 3


@pytest.mark.parametrize(
    ("value", "is_class"),
    [("!ruby/hash:Hash {a: 1}", True), ("!map:X {a: 1}", True), ("!seq:X [a]", True), ("!str:X a", True),
     ("!ruby/hash {a: 1}", False), ("!ruby/array [a]", False), ("!str a", False), ("!ruby/sym a", False),
     ("!ruby/hash-with-ivars:X {elements: {}}", True), ("!ruby/string:X a", True), ("!map {a: 1}", False)],
)  # fmt: skip
def test_a_tag_that_names_a_class_is_told(value: str, is_class: bool) -> None:
    kinds = [problem.kind for problem in load_yaml(f"a: {value}\n").problems]
    assert kinds == ["forbidden-tag"] * is_class


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[" * (MAX_DEPTH + 1), "too-deep"),
        ("[" * 50_000, "too-deep"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, MAX_DEPTH + 5)), "too-deep"),
        ("a: &a [*a]", "recursive-alias"),
        ("a: &a {b: {c: *a}}", "recursive-alias"),
    ],
)
def test_hostile_documents_are_refused(text: str, kind: str) -> None:
    assert load_yaml(text).problems[-1].kind == kind


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    problem = load_yaml("\n".join(lines)).problems[-1]
    assert problem.kind == "too-large"


_PIECES = st.sampled_from(
    ["a", "b: ", "c:", "- ", "? ", "\n", "\n  ", "\n    ", "'", '"', "[", "]", "{", "}", ", ", " #", "&x ",
     "*x", "!t ", "|\n", ">-\n", "1", "2024-01-02", "yes", "~", "é", "😀", "\\", "<<: ", "\t", "\r\n", "--- ",
     ": ", "\0"]
)  # fmt: skip


@examples(400)
@given(st.lists(_PIECES, max_size=16).map("".join))
def test_any_text_gives_a_document_whose_places_lie_in_it(text: str) -> None:
    document = load_yaml(text)
    for entry in document.entries:
        for span in (entry.key, entry.value):
            assert span is None or 0 <= span.start <= span.end <= len(text)
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text) + 1
        assert problem.message
