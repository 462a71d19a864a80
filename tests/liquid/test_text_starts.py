"""Texts of pages that are cut short are not worked out to their end."""

from __future__ import annotations

import pytest

from sitecheck.liquid import Drop, PlainHost, parse, render
from sitecheck.liquid.values import TextHolder, page_text

TEXT = "<p>One <b>two</b>\nthree</p>\n\n<p>four &amp; five six</p>\n\n<p>seven</p>\n"


class Post(Drop, TextHolder):
    """A page that says how often all of its text was asked for, and how much of its start."""

    def __init__(self, text: str = TEXT, cut: int = 47) -> None:
        self.text = text
        self.cut = cut
        self.asked = 0
        self.sizes: list[int] = []

    def liquid_get(self, key: str) -> object:
        self.asked += key == "content"
        return page_text(self.text) if key == "content" else self if key == "again" else None

    def text_start(self, size: int) -> object:
        self.sizes.append(size)
        return page_text(self.text[: self.cut]) if self.cut else None


def shown(post: Post, markup: str, **host: object) -> str:
    made = PlainHost({"post": post, "n": 2}, **host)  # type: ignore[arg-type]
    return render(parse("{{ post." + markup + " }}", "a.html"), made, "a.html").mapped.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("content | strip_html | truncatewords: 3", "One two three..."),
        ("content | strip_html | truncatewords: 3, '-'", "One two three-"),
        ("content | strip_html | strip_newlines | truncate: 9", "One tw..."),
        ("content | strip_html | truncatewords: 5", "One two three four &amp;..."),
        ("content | strip_html | truncate: 29, ''", "One two\nthree\n\nfour &amp; fiv"),
        ("content | truncate: 12 | upcase", "<P>ONE <B..."),
        ("content | strip_html | normalize_whitespace | escape | truncate: 18, ''", "One two three four"),
        ("content | lstrip | rstrip | strip | newline_to_br | xml_escape | truncate: 12", "&lt;p&gt;..."),
    ],
)
def test_the_start_is_enough(markup: str, text: str) -> None:
    post = Post()
    assert shown(post, markup) == text == shown(Post(cut=0), markup)
    assert (post.asked, post.sizes) == (0, [256])


@pytest.mark.parametrize(
    "markup",
    [
        "content | strip_html | truncatewords: 6",  # of the sixth word it is not known whether it ends
        "content | strip_html | truncatewords",
        "content | strip_html | truncate: 30",
        "content | strip_html | strip | truncate: 50",
    ],
)
def test_a_start_that_is_too_short_is_not_enough(markup: str) -> None:
    post = Post()
    assert post.text[:47].endswith("&amp; five")
    assert shown(post, markup) == shown(Post(cut=0), markup)
    assert (post.asked, len(post.sizes)) == (1, 1)


@pytest.mark.parametrize(
    "markup",
    [
        "content",
        "content | strip_html",
        "content | number_of_words",
        "content | strip_html | upcase | truncate: 9",
        "content | markdownify | truncate: 9",
        "content | replace: 'n', 'm' | truncate: 9",
        "content | truncate: n",
        "content | truncate: '9'",
        "content | truncate: 0",
        "content | truncate: -1",
        "content | truncate: 2049",
        "title | truncate: 9",
        "title.content | truncate: 9",
    ],
)
def test_nothing_else_asks_how_a_text_begins(markup: str) -> None:
    post = Post()
    assert shown(post, markup) == shown(Post(cut=0), markup)
    assert post.sizes == []


@pytest.mark.parametrize(
    ("markup", "size"),
    [
        ("content | truncate", 256),
        ("content | truncatewords", 256),
        ("content | truncate: 1", 256),
        ("content | truncate: 128", 256),
        ("content | truncate: 129", 512),
        ("content | truncatewords: 21", 256),
        ("content | truncatewords: 22", 512),
        ("content | truncatewords: 43", 1024),
        ("content | truncate: 1000", 2048),
        ("content | truncate: 2048", 4096),
        ("again.content | truncate: 9", 256),
        ("content | truncate: 9 | upcase | truncate: 2000", 256),
    ],
)
def test_as_much_is_asked_for_as_is_kept(markup: str, size: int) -> None:
    post = Post()
    assert shown(post, markup) == shown(Post(cut=0), markup)
    assert post.sizes == [size]


@pytest.mark.parametrize(
    "text",
    ["<script>One two three four", "<p>One <!-- two three four", "<style>One two a", "One two three <b"],
)
def test_what_runs_on_may_take_the_start_away(text: str) -> None:
    whole = f"{text}> five --></script></style> six seven"
    assert shown(Post(whole, len(text)), "content | strip_html | truncatewords: 2") == shown(
        Post(whole, 0), "content | strip_html | truncatewords: 2"
    )


def test_a_plugin_may_put_its_own_filter_in_the_place_of_one() -> None:
    class Host(PlainHost):
        replaced_filters = frozenset({"truncate"})

    post = Post()
    render(parse("{{ post.content | truncate: 3 }}", "a.html"), Host({"post": post}), "a.html")
    assert post.sizes == []


def test_a_variable_that_is_not_there_is_told_where_that_stops_the_build() -> None:
    post = Post()
    assert shown(post, "content | truncate: 3", strict_variables=True) == "..."
    assert post.sizes == []
