from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.engine.findings.suppress import (
    MOST_COMMENTS,
    MOST_IDS,
    read_suppressions,
    silences,
    unknown_ids,
)
from sitecheck.model.span import LineIndex, Span

FORMS = [
    "<!-- sitecheck: ignore[r] because -->",
    "{% comment %} sitecheck: ignore[r] because {% endcomment %}",
    "{%- comment -%}sitecheck: ignore[r] because{%- endcomment -%}",
    "{% # sitecheck: ignore[r] because %}",
    "{::comment} sitecheck: ignore[r] because {:/comment}",
]


def at(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


@pytest.mark.parametrize("comment", FORMS)
def test_every_form_covers_its_own_line_and_no_other(comment: str) -> None:
    text = f"one\ntwo {comment} here\nthree\n"
    (found,) = read_suppressions(text, 0)
    assert not found.problem
    assert [silences(found, "r", "g", at(text, word)) for word in ("one", "two", "here", "three")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("comment", FORMS)
def test_alone_on_a_line_it_covers_the_next_block(comment: str) -> None:
    text = f"one\n\n{comment}\n\ntwo\nthree\n\nfour\n"
    (found,) = read_suppressions(text, 0)
    covered = [word for word in ("one", "two", "three", "four") if silences(found, "r", "g", at(text, word))]
    assert covered == ["two", "three"]


def test_in_yaml_it_covers_a_line_or_the_next_key_with_all_below_it() -> None:
    text = "a: 1 # sitecheck: ignore[r] x\n# sitecheck: ignore[r] y\nb:\n  - c\n\n  - d\ne: 2\n"
    first, second = read_suppressions(text, len(text))
    assert [key for key in ("a:", "b:", "e:") if silences(first, "r", "g", at(text, key))] == ["a:"]
    assert [key for key in ("b:", "- c", "- d", "e:") if silences(second, "r", "g", at(text, key))] == [
        "b:",
        "- c",
        "- d",
    ]


def test_a_hash_is_a_comment_in_front_matter_only() -> None:
    text = "---\na: 1 # sitecheck: ignore[r] x\n---\n# sitecheck: ignore[r] a heading\n"
    assert len(read_suppressions(text, text.rindex("---"))) == 1


def test_a_group_silences_its_rules_and_another_rule_is_not_silenced() -> None:
    (found,) = read_suppressions("x <!-- sitecheck: ignore[links, other] -->", 0)
    assert silences(found, "broken-link", "links", Span(0, 1))
    assert not silences(found, "image-alt", "images", Span(0, 1))
    assert unknown_ids(found, ["links"]) == ["other"]


def test_a_whole_file_is_covered_from_anywhere() -> None:
    text = "one\n\ntwo\n<!-- sitecheck: ignore-file[r] -->"
    (found,) = read_suppressions(text, 0)
    assert silences(found, "r", "g", Span(0, 0))


@pytest.mark.parametrize("body", ["ignore", "ignore[]", "ignore broken-link", "ignroe[r]", ""])
def test_a_comment_that_names_no_rule_is_reported(body: str) -> None:
    (found,) = read_suppressions(f"<!-- sitecheck: {body} -->", 0)
    assert found.problem
    assert not silences(found, "r", "g", Span(0, 0))


@given(
    st.text(alphabet="ab \n\r#<!->{}%:[]", max_size=60).map(lambda s: s.replace("a", "sitecheck: ignore[r]"))
)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for found in read_suppressions(text, len(text)):
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.covers.start <= found.span.start


def test_more_comments_than_anybody_writes_are_not_read() -> None:
    """Each would be held against each finding, and looks for the end of its block."""
    read = read_suppressions("<!-- sitecheck: ignore[broken-link] x -->\n" * 20_000, 0)
    assert len(read) == 301
    assert [bool(comment.problem) for comment in read[-2:]] == [False, True]
    assert read[-1].ids == ()


def test_so_many_ids_of_a_file_are_read_and_what_is_beyond_is_told() -> None:
    comment = f"<!-- sitecheck: ignore[{','.join(f'r{n}' for n in range(MOST_IDS // 2 + 1))}] why -->\n\n"
    first, second, third = read_suppressions(comment * 3, 0)
    assert not first.problem
    assert len(first.ids + second.ids + third.ids) == MOST_IDS
    assert "more rules than are read" in second.problem
    assert "more rules than are read" in third.problem


@pytest.mark.parametrize("comment", FORMS)
@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("one\n\n", "\ntwo\n", "one\n\ntwo\n"),
        ("one\r\n\r\n", "\r\ntwo\r\n", "one\r\n\r\ntwo\r\n"),
        ("one\n  ", "  \n\ntwo\n", "one\n\ntwo\n"),
        ("one\n", "", "one\n"),
        ("one ", "\ntwo\n", "one\ntwo\n"),
        ("one ", " here\ntwo\n", "one here\ntwo\n"),
    ],
)
def test_a_comment_that_is_taken_out_leaves_the_rest(
    comment: str, before: str, after: str, left: str
) -> None:
    text = before + comment + after
    (found,) = read_suppressions(text, 0)
    assert text[: found.removal.start] + text[found.removal.end :] == left


@pytest.mark.parametrize(
    ("before", "after", "of_liquid", "of_others"),
    [
        ("one\n", "\ntwo\n", "one\n\ntwo\n", "one\ntwo\n"),
        ("one\n", "\n\ntwo\n", "one\n\ntwo\n", "one\n\ntwo\n"),
        ("one  ", "\ntwo\n", "one  \ntwo\n", "one\ntwo\n"),
        ("one  ", " here\n", "one here\n", "one here\n"),
        ("", "\ntwo\n", "two\n", "two\n"),
    ],
)
def test_what_a_comment_of_liquid_leaves_of_its_line_stays(
    before: str, after: str, of_liquid: str, of_others: str
) -> None:
    """An empty line parts two paragraphs, two blanks break the line."""
    for comment in FORMS:
        text = before + comment + after
        (found,) = read_suppressions(text, 0)
        left = of_liquid if comment.startswith("{% ") else of_others
        assert text[: found.removal.start] + text[found.removal.end :] == left


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("a: 1\n# sitecheck: ignore[r] x", ""),
        ("a: 1\n# sitecheck: ignore[r] x\n", ""),
        ("# sitecheck: ignore[r] x\na: 1", "a:"),
        ("# sitecheck: ignore[r] x\na:\n  b: 1\n  c: 1", "a: b: c:"),
        ("# sitecheck: ignore[r] x\na:\n  b: 1\n\n  c: 1\nd: 1\n", "a: b: c:"),
        ("a:\n  # sitecheck: ignore[r] x\n  b:\n    c: 1\n  d: 1\n", "b: c:"),
        ("a:\n\t# sitecheck: ignore[r] x\n\tb:\n\t\tc: 1\n\td: 1\n", "b: c:"),
        ("# sitecheck: ignore[r] x\na:\n- b: 1\n- c: 1\nd: 1\n", "a: b: c:"),  # as most write lists
        ("a:\n# sitecheck: ignore[r] x\n- b: 1\n  c: 1\n- d: 1\n", "b: c:"),
        ("# sitecheck: ignore[r] x\n---\na: 1\n", ""),
        ("# sitecheck: ignore[r] x\n# more words\n\na:\n# of b\n  b: 1\nc: 1\n", "a: b:"),
    ],
)
def test_in_yaml_what_is_indented_deeper_belongs_to_a_key(text: str, covered: str) -> None:
    (found,) = read_suppressions(text, len(text))
    keys = [key for key in ("a:", "b:", "c:", "d:") if key in text]
    assert [key for key in keys if silences(found, "r", "g", at(text, key))] == covered.split()
    assert found.covers.end <= len(text) + 1


def test_the_lines_of_yaml_are_read_once_for_all_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 300 comments, each of which covers all that is below, no more than a few times each line."""
    asked: list[int] = []
    line_text = LineIndex.line_text

    def counted(lines: LineIndex, number: int) -> str:
        asked.append(number)
        return line_text(lines, number)

    monkeypatch.setattr(LineIndex, "line_text", counted)
    levels = (" " * depth for depth in range(MOST_COMMENTS))
    text = "".join(f"{level}# sitecheck: ignore[r] x\n{level}a:\n" for level in levels) + "\n" * 1_000
    assert len(read_suppressions(text, len(text))) == MOST_COMMENTS
    assert len(asked) < 3 * len(LineIndex(text))


@pytest.mark.parametrize("comment", FORMS)
@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_at_the_end_it_covers_nothing_that_is_not_there(comment: str, end: str) -> None:
    text = f"one\n\n{comment}{end}"
    (found,) = read_suppressions(text, 0)
    assert not silences(found, "r", "g", at(text, "one"))
    assert found.covers.end <= len(text) + 1


def test_a_comment_for_the_next_line_covers_the_last_line_and_nothing_past_it() -> None:
    for text, covered in (
        ("one\n<!-- sitecheck: ignore-next-line[r] x -->\ntwo", True),
        ("one\ntwo <!-- sitecheck: ignore-next-line[r] x -->", False),
    ):
        (found,) = read_suppressions(text, 0)
        assert silences(found, "r", "g", at(text, "two")) is covered
        assert not silences(found, "r", "g", at(text, "one"))


def test_just_so_many_ids_are_read() -> None:
    (found,) = read_suppressions(f"<!-- sitecheck: ignore[{','.join(f'r{n}' for n in range(1_000))}] -->", 0)
    assert (len(found.ids), found.problem) == (1_000, "")


def test_just_so_many_comments_are_read() -> None:
    found = read_suppressions("<!-- sitecheck: ignore[broken-link] x -->\n" * 300, 0)
    assert len(found) == 300
    assert not any(comment.problem for comment in found)


@pytest.mark.parametrize(
    ("text", "yaml_until", "read"),
    [
        ('one\n<!-- sitecheck: ignore[a, b] why -->\ntwo\nthree\n\nfour\n', 0, [('<!-- sitecheck: ignore[a, b] why -->', (4, 52), (4, 41), ('a', 'b'), '')]),
        ('one\r\n<!-- sitecheck: ignore-next-line[a] -->\r\ntwo\r\nthree\r\n', 0, [('<!-- sitecheck: ignore-next-line[a] -->', (46, 50), (5, 46), ('a',), '')]),
        ('one <!-- sitecheck: ignore[a] --> two\nthree\n', 0, [('<!-- sitecheck: ignore[a] -->', (0, 38), (3, 33), ('a',), '')]),
        ('one\t <!-- sitecheck: ignore-file[a] -->\nthree', 0, [('<!-- sitecheck: ignore-file[a] -->', (0, 46), (3, 39), ('a',), '')]),
        ('one\n  <!-- sitecheck: ignore[] -->', 0, [('<!-- sitecheck: ignore[] -->', (4, 35), (4, 34), (), 'names no rule; write the i')]),
        ('<!-- sitecheck: ignroe[a] -->\ntwo\n', 0, [('<!-- sitecheck: ignroe[a] -->', (0, 35), (0, 30), (), 'says neither sitecheck: ig')]),
        ('---\n# sitecheck: ignore[a]\nkey:\n  - b\n  - c\nnext: 1\n---\nbody\n# sitecheck: ignore[a]\n', 45, [('# sitecheck: ignore[a]', (4, 44), (4, 27), ('a',), '')]),
        ('---\nkey: 1 # sitecheck: ignore[a]\nnext: 1\n---\n', 40, [('# sitecheck: ignore[a]', (4, 34), (10, 33), ('a',), '')]),
        ('{% comment %}\nsitecheck: ignore[a]\n{% endcomment %}\n\n# head\ntext\n', 0, [('{% comment %}\nsitecheck: ignore[a]\n{% endcomment %}', (0, 66), (0, 52), ('a',), '')]),
        ('<!-- sitecheck: ignore[a]\ntwo\n{% # sitecheck: ignore[b] %}\nthree\n', 0, [('{% # sitecheck: ignore[b] %}', (30, 66), (30, 58), ('b',), '')]),
        ('{::comment} sitecheck: ignore-next-line[a] {:/comment}\n', 0, [('{::comment} sitecheck: ignore-next-line[a] {:/comment}', (55, 56), (0, 55), ('a',), '')]),
        ('<!-- sitecheck: ignore[a] --><!-- sitecheck: ignore[b] -->\nx\n', 0, [('<!-- sitecheck: ignore[a] -->', (0, 59), (0, 29), ('a',), ''), ('<!-- sitecheck: ignore[b] -->', (0, 59), (29, 58), ('b',), '')]),
    ],
)  # fmt: skip
def test_all_that_is_read_of_comments(text: str, yaml_until: int, read: list[tuple[object, ...]]) -> None:
    """The comment, what it covers, what goes with it, the ids, and how the problem begins."""
    found = read_suppressions(text, yaml_until)
    assert [(text[slice(*s.span)], s.covers, s.removal, s.ids, s.problem[:26]) for s in found] == read
