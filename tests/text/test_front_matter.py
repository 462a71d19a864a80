"""Front matter: where it is, what it says, and why what looks like it is none."""

from __future__ import annotations

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.text.fence import consequence, has_header, shape
from sitecheck.text.front_matter import (
    FrontMatter,
    FrontMatters,
    JekyllHandler,
    body_start,
    read_front_matter,
)
from sitecheck.text.source import Source


def test_data_places_and_body() -> None:
    text = "---\r\ntitle: Hi\r\nauthor: {name: Jo}\r\n---\r\n\r\n\r\nBody"
    matter = read_front_matter(text)
    assert matter.present
    assert matter.data == {"title": "Hi", "author": {"name": "Jo"}}
    assert text[matter.span.end :] == "Body"
    entry = matter.entry("author", "name")
    assert entry is not None
    assert text[entry.value.start : entry.value.end] == "Jo"
    assert matter.entry("nothing") is None


def test_a_file_without_front_matter_is_all_body() -> None:
    assert read_front_matter("# Hello\n---\n") == FrontMatter(data={})


def test_front_matter_that_was_parsed_before_is_that_of_the_text() -> None:
    """The same file after an edit, and others with the same lines."""
    known = FrontMatters()
    texts = [
        "---\na: 1\n---\nx",
        "---\na: 2\n---\nx",
        "---\na: 1\n---\n\n\nanother",
        "none",
        "---\na: 1\n---\nx",
    ]
    for text in texts:
        assert known.read(Source("a.md", text)) == read_front_matter(text)
        assert body_start(text) == read_front_matter(text).span.end


def test_an_error_leaves_no_data_but_a_problem_at_its_place() -> None:
    text = "---\ntitle: A: B\n---\nx"
    matter = read_front_matter(text)
    assert matter.failed
    assert matter.data == {}
    assert text[matter.problems[0].span.start :].startswith(": B")


@pytest.mark.parametrize("yaml", ["- a\n- b\n", "just words\n"])
def test_front_matter_that_is_no_mapping(yaml: str) -> None:
    text = f"---\n{yaml}---\n"
    matter = read_front_matter(text)
    assert matter.data == {}
    assert matter.failed
    problem = matter.problems[-1]
    assert problem.kind == "not-a-mapping"
    assert text[problem.span.start : problem.span.end] == yaml.rstrip()


def test_python_frontmatter_reads_through_the_handler() -> None:
    post = frontmatter.loads("---\nn: 010\n---\n\nText", handler=JekyllHandler())
    assert post.metadata == {"n": 8}
    assert post.content == "Text"
    with pytest.raises(ValueError, match="no front matter"):
        JekyllHandler().split("text")


@pytest.mark.parametrize(
    ("text", "bom", "kind", "shown"),
    [
        ("---\na: 1\n---\n", True, "bom-before-fence", "---"),
        ("\n\n---\na: 1\n---\n", False, "blank-before-fence", "\n\n"),
        ("  ---\na: 1\n---\n", False, "blank-before-fence", "  "),
        ("<!-- x -->\n---\na: 1\n---\n", False, "comment-before-fence", "<!-- x -->"),
        ("--- # note\na: 1\n---\n", False, "text-on-opening-fence", "# note"),
        ("----\na: 1\n----\n", False, "long-opening-fence", "----"),
        ("----\r\na: 1\r\n----\r\n", False, "long-opening-fence", "----"),
        ("--\na: 1\n---\n", False, "other-opening-fence", "--"),
        ("- - -\na: 1\n---\n", False, "other-opening-fence", "- - -"),
        ("–-\na: 1\n---\n", False, "other-opening-fence", "–-"),
        ("a: 1\nlayout: b\ntags:\n- c\n  # d\n---\n", False, "no-opening-fence", "a: 1"),
        ("a: 1\r\nlayout:\r\ntags: \r\n- c\r\n---\r\n", False, "no-opening-fence", "a: 1"),
        ("---\ra: 1\r---\rx", False, "carriage-returns-only", "---"),
        ("+++\na = 1\n+++\n", False, "foreign-front-matter", "+++"),
        ("---\na: 1\n\ntext\n", False, "unclosed-fence", "---"),
        ("---\na: 1\n----\ntext\n", False, "unclosed-fence", "----"),
        ("---\na: 1\n --- \ntext\n", False, "unclosed-fence", " --- "),
        ("---\na: 1\n--- x\ntext\n", False, "unclosed-fence", "--- x"),
    ],
)
def test_shapes_that_only_look_like_front_matter(text: str, bom: bool, kind: str, shown: str) -> None:
    found = read_front_matter(text, bom).shape
    assert found is not None
    assert found.kind == kind
    assert text[found.span.start : found.span.end] == shown
    assert (
        consequence(found.kind, post=False) != consequence(found.kind, post=True) or kind == "unclosed-fence"
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "text\n---\n", "Title\n---\n\ntext", "---\n\nA rule, then text: like this.\n",
        "----\nA line\n----\n", "\n\ntext\n", "<!-- x -->\ntext", "+++ b\n", "---\na: 1\n---\n",
        "--- a/file\n+++ b/file\n", "***\na: 1\n***\n",
        "--\na: 1\ntext\n", "Name: a\nlayout: b\n---\n",
    ],
)  # fmt: skip
def test_ordinary_texts_have_no_such_shape(text: str) -> None:
    assert shape(text) is None


def test_the_first_line_alone_tells_a_page_from_a_static_file() -> None:
    assert has_header(b"--- \t\r\n\xff")
    assert not has_header(b"---")
    assert not has_header(b"\xef\xbb\xbf---\n")
    assert not has_header(b"---- \n")


@pytest.mark.parametrize(
    "unit",
    ["---\n", "a: 1\n", "\n", " ", "<!--", "-", "\r", "---\na: 1\n", "é", "--- x\n", "a: 1\r\n", "- a\r\n"],
)
def test_long_repetitions_take_linear_time(unit: str) -> None:
    for start in ("", "---\n", "<!-- ", "layout: a\r\n"):
        text = start + unit * 40_000
        matter = read_front_matter(text)
        assert 0 <= matter.span.end <= len(text)


@given(st.text(alphabet="-. \n\r\ta:'é<!>+;{", max_size=30))
def test_any_text_is_read(text: str) -> None:
    matter = read_front_matter(text)
    assert 0 <= matter.span.start <= matter.span.end <= len(text)
    assert matter.shape is None or 0 <= matter.shape.span.start <= matter.shape.span.end <= len(text)
