"""The tokenizer against html5lib's, on random text made of markup."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples

from sitecheck import html
from sitecheck.html.head import read_head

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import html5lib
    from html5lib._tokenizer import HTMLTokenizer
    from html5lib.constants import tokenTypes

_RAW = {
    "script": "scriptDataState",
    "style": "rawtextState",
    "textarea": "rcdataState",
    "title": "rcdataState",
}
_RAW |= {
    "xmp": "rawtextState",
    "iframe": "rawtextState",
    "noembed": "rawtextState",
    "noframes": "rawtextState",
}
_RAW |= {"plaintext": "plaintextState"}

_PIECES = st.sampled_from(
    [
        "<p",
        "<a",
        "<b>",
        "</b>",
        "</p",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "--!>",
        "<!doctype",
        "<?",
        "<![CDATA[",
        "]]>",
        "id",
        "class=",
        "href='x'",
        'title="y"',
        "=",
        "'",
        '"',
        ">",
        "/>",
        "/",
        "<",
        "&",
        "&amp;",
        "&copy=1",
        "&notit;",
        "a",
        "é",
        "<!",
        "</",
        "<1",
        "<!-->",
        "<!--->",
        "data-x=1",
        "A=B",
        "\n",
        "\t",
        "\r\n",
        " ",
        " ",
        "\n",
        ">",
    ]
)
documents = st.lists(_PIECES, max_size=25).map("".join)


def _theirs(text: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    tokenizer: Any = HTMLTokenizer(text)
    for token in tokenizer:
        if token["type"] not in (tokenTypes["StartTag"], tokenTypes["EndTag"], tokenTypes["EmptyTag"]):
            continue
        start = token["type"] != tokenTypes["EndTag"]
        attrs = tuple(token["data"].items()) if start else ()
        yield ("start" if start else "end", token["name"], attrs)
        if start and token["name"] in _RAW:
            tokenizer.state = getattr(tokenizer, _RAW[token["name"]])


def _ours(text: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    for tag in html.read(text).tags:
        values: dict[str, str] = {}
        for attr in tag.attrs:
            values.setdefault(attr.name, attr.value)
        start = tag.kind != "end"
        yield ("start" if start else "end", tag.name, tuple(values.items()) if start else ())


@examples(1500)
@given(documents)
def test_tags_are_those_html5lib_reads(text: str) -> None:
    assert list(_ours(text)) == list(_theirs(text))


@examples(500)
@given(st.one_of(documents, st.text()))
def test_tokens_cover_the_text_in_order(text: str) -> None:
    pos = 0
    for token in html.tokens(text):
        assert token.start >= pos
        assert token.end > token.start
        pos = token.end
    assert pos <= len(text)


_OF_HEADS = (
    *(
        "<head>",
        "</head>",
        "</head>",
        "<title>t</title>",
        "<meta name=a>",
        "<meta name=b>",
        "<style>a</style>",
    ),
    *(
        "</meta>",
        "</div>",
        "</br>",
        "<body>",
        "</body>",
        "</html>",
        "<html>",
        "<!doctype html>",
        "<!-- c -->",
    ),
    *("<p>", "<br>", "<img>", "x", " ", "\n"),
)
beginnings = st.lists(st.sampled_from(_OF_HEADS), max_size=9).map("".join)


@examples(1500)
@given(beginnings)
def test_what_is_in_a_head_is_what_html5lib_puts_there(text: str) -> None:
    """Behind ``</head>``, too."""
    tree: Any = html5lib.parse(text, namespaceHTMLElements=False).find("head")
    theirs = {"title" if each.tag == "title" else each.get("name") for each in tree} & {"title", "a", "b"}
    said = text.replace("<meta name=", "<meta content=x name=")
    assert {value.key for value in read_head(said).values if not value.late} == theirs
