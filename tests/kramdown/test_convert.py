"""Markdown to HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples

from sitecheck.kramdown import Highlighter, Options, html_start, to_html
from sitecheck.kramdown.html.block_writer import write_html
from sitecheck.kramdown.span.leaf import Reading
from sitecheck.kramdown.structure import read_structure
from sitecheck.text.source_map import UNKNOWN


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A *b*\n", '<h1 id="a-b">A <em>b</em></h1>\n'),
        ("a\n{: .k #i}\n", '<p class="k" id="i">a</p>\n'),
        ('*a*{:.k} [b](c "t"){:#l}\n', '<p><em class="k">a</em> <a href="c" title="t" id="l">b</a></p>\n'),
        ('a & b &amp; &copy; <b>"q"</b>\n', "<p>a &amp; b &amp; © <b>“q”</b></p>\n"),
        ("- [x] a\n- b\n", None),
        ("~~~ ruby\na < b\n~~~\n", '<pre><code class="language-ruby">a &lt; b\n</code></pre>\n'),
        ("$$x<y$$ and\n", "<p>\\(x&lt;y\\) and</p>\n"),
        ("HTML\n\n*[HTML]: H T\n", '<p><abbr title="H T">HTML</abbr></p>\n\n'),
        ('<div markdown="1">\n*a*\n</div>\n', "<div>\n  <p><em>a</em></p>\n</div>\n"),
        ("a  \nb\\\nc\n", "<p>a<br />\nb<br />\nc</p>\n"),
    ],
)
def test_writes_html_as_kramdown_does(text: str, html: str | None) -> None:
    made = to_html(text)
    if html is None:
        assert 'class="task-list"' in made
        assert made.count('class="task-list-item"') == 2
    else:
        assert made == html


def test_wraps_code_for_the_highlighter() -> None:
    made = to_html("`a`\n\n~~~ ruby\nb\n~~~\n", Options(), Highlighter())
    assert '<code class="language-plaintext highlighter-rouge">a</code>' in made
    assert '<div class="language-ruby highlighter-rouge"><div class="highlight">' in made


def test_table_of_contents_has_no_links_of_headings() -> None:
    made = to_html("* x\n{:toc}\n\n# [A](b)\n## B[^1]\n\n[^1]: n\n")
    assert made.startswith('<ul id="markdown-toc">\n  <li><a href="#a" id="markdown-toc-a">A</a>')
    assert made.count('class="footnote"') == 1


def test_keeps_what_is_not_known() -> None:
    assert to_html(f"# {UNKNOWN}\n\n[a]({UNKNOWN})\n").count(UNKNOWN) >= 2


def test_refuses_other_dialects() -> None:
    with pytest.raises(ValueError, match="kramdown"):
        to_html("a", Options(input="CommonMark"))


_PARTS = st.sampled_from(
    ["*a*", "**", "[x](y)", "[", "](", "`", "<b>", "</b>", "<div>", "</div>\n", "\n", "\n\n", "- ", "> ", "| a |", "$$",
     "{:.c}", "{:toc}", "# h", "    ", "~~", "&amp;", "[^1]", "[^1]: n", "^", '"', "---", "\\", UNKNOWN]
)  # fmt: skip


@examples(300)
@given(st.lists(_PARTS, max_size=40), st.sampled_from(["GFM", "kramdown"]), st.booleans())
def test_never_fails(parts: list[str], dialect: str, wrap: bool) -> None:
    options = Options.from_config({"input": dialect, "hard_wrap": wrap})
    assert "\0" not in to_html("".join(parts), options, Highlighter())


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["<div>", "<b>", "*a ", "> ", "- a\n  ", "[a](", "<div markdown=1>", "| a ", "\x00"]
)
def test_stands_repetition(part: str) -> None:
    assert isinstance(to_html(part * 3000), str)


PIECES = [
    *(
        "word",
        "A",
        "x1",
        "日本",
        "1986",
        "www.x.org",
        "http://a.b/c",
        " ",
        "  ",
        "\n",
        "\t",
        "\xa0",
        ",",
        ";",
        "?",
    ),
    *(
        "!",
        "%",
        "@",
        "(",
        ")",
        "/",
        "+",
        ".",
        ":",
        "-",
        "'",
        '"',
        "\\\\",
        "*",
        "~",
        "$",
        "|",
        "=",
        "#",
        "`",
        "^",
        "[a]",
    ),
    *(
        "<em>a</em>",
        '<a href="x_y">b *c*</a>',
        "<code>*</code>",
        "<em>",
        "</em>",
        "<br>",
        "&amp;",
        "{: .a}",
        UNKNOWN,
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.booleans(), st.booleans())
@examples(400)
def test_short_ways_lead_to_the_same_html(pieces: list[str], in_paragraph: bool, hard: bool) -> None:
    text, options = "".join(pieces), Options(hard_wrap=hard)
    text = f"<p>{text}</p>\n" if in_paragraph else text
    assert to_html(text, options) == write_html(read_structure(text, options, Reading.HTML), None)


@pytest.mark.parametrize(
    ("text", "size", "html"),
    [
        ("a\n\n*b*\n\nc\n", 1, "<p>a</p>\n"),
        ("a\n\n*b*\n\nc\n", 3, "<p>a</p>\n\n"),
        ("a\n\n*b*\n\nc\n", 4, "<p>a</p>\n\n<p><em>b</em></p>\n"),
        ("[a]\n\nb\n\n[a]: c\n", 1, '<p><a href="c">a</a></p>\n'),
        ("a[^1]\n\nb\n\n[^1]: n\n", 1, None),
        ("a\n\nb\n{: .c}\n", 1, "<p>a</p>\n"),
    ],
)
def test_how_a_text_begins_asks_for_its_first_blocks_alone(text: str, size: int, html: str | None) -> None:
    made = html_start(text, size)
    if html is None:  # the note itself stands at the end
        assert made is not None
        assert made.count('href="#fn:1"') == 1
        assert "footnotes" not in made
    else:
        assert made == html


def test_nothing_less_than_the_whole_is_known_where_what_follows_may_change_it() -> None:
    assert html_start("* a\n{:toc}\n\nb\n\n# H\n", 1) is None
    assert html_start("a[^1]\n\n* b\n{:footnotes}\n\n[^1]: n\n\nc\n", 12) is None
    assert html_start("# H\n\na\n\n{::options auto_ids='false' /}b\n", 1) is None
    with pytest.raises(ValueError, match="kramdown"):
        html_start("a\n", 1, Options(input="CommonMark"))
