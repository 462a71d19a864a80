"""What a browser finds in a head: cases of the HTML standard's tree construction."""

from __future__ import annotations

import pytest

from sitecheck.html.head import read_head


def said(text: str) -> dict[str, str]:
    return {value.key: value.value + (" (late)" if value.late else "") for value in read_head(text).values}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("<!doctype html><html lang=' fr '><head><title>A\n  &amp; <b>B</b></title></head>", {"lang": "fr", "title": "A & <b>B</b>"}),
        ('<meta name="Description" content="a "quoted" word">', {"description": "a"}),
        ('<meta property="og:title" name="twitter:title" content="x">', {"og:title": "x", "twitter:title": "x"}),
        ('<link rel="canonical nofollow" href=/a><link rel=alternate hreflang=FR href=/fr/>', {"canonical": "/a", "hreflang fr": "/fr/"}),
        ('<link rel="alternate" type="application/atom+xml" href="/feed.xml">', {}),
        ('<meta charset=utf-8><meta http-equiv="Refresh" content="0; url=/x">', {"charset": "utf-8", "refresh": "0; url=/x"}),
        ('<meta http-equiv=Content-Type content="text/html; charset = &quot;utf-8&quot;">', {"content-type": 'text/html; charset = "utf-8"', "charset": "utf-8"}),
        ('<meta http-equiv=content-type content=text/html><meta name=content-type content="charset=x">', {"content-type": "charset=x"}),
        ("<head></head><body><title>x</title>", {}),
        ("<head></head>\n<!-- c --><head></link>\n<title>x</title></head><meta name=a content=b><style>p</style><link rel=icon href=/i>", {"title": "x", "a": "b", "icon": "/i"}),
        ("<head></head></div><title>x</title><p><meta name=a content=b>", {"title": "x"}),
        ("<head></head>a<title>x</title>", {}),
        ("<head></head>\0<title>x</title>", {}),
        ("<head></head><noscript></noscript><title>x</title>", {}),
        ("<head></head></body><title>x</title>", {}),
        ("<head></head><svg></svg><title>x</title>", {}),
        ("<head><template></template></head><template><title>t</title></template><title>x</title>", {"title": "x"}),
        ("<head><p></head><title>x</title>", {}),
        ("<head></br></head><title>x</title>", {}),
        ("<head><div></div><title>x</title></head>", {"title": "x (late)"}),
        ("<head>text <title>x</title></head>", {"title": "x (late)"}),
        ("<head><noscript><img><title>n</title></noscript><template><title>t</title></template><title>x</title>", {"title": "x"}),
        ('<noscript><meta http-equiv=refresh content="0; url=/x"><meta name=a content=b></noscript>', {"refresh": "0; url=/x"}),
        ('<noscript><meta http-equiv=refresh content="9; url=/x"></noscript>', {}),
        ("<head><script>'<title>s</title>'</script><!-- <title>c</title> --><title>x</title>", {"title": "x"}),
        ("<head></meta></link></div><title>x</title>", {"title": "x"}),
        ("<title>cut off", {"title": "cut off"}),
        ('<title>x</title><meta name="description" content="cut', {"title": "x"}),
    ],
)  # fmt: skip
def test_values(text: str, values: dict[str, str]) -> None:
    assert said(text) == values


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("<head><noscript><title>n</title></noscript><template><title>t</title></template><title>x</title>", ["x"]),
        ("<svg><title>Menu</title><path d='M0 0'></svg><title>x</title>", ["x"]),
        ("<svg viewBox='0 0 1 1'><title></title></svg>", []),
        ("<svg/><title>x</title>", ["x"]),
        ("<title>x</title><svg><title>Menu</title></svg><title>y</title>", ["x", "y"]),
    ],
)  # fmt: skip
def test_a_title_inside_of_something_else_is_not_that_of_the_page(text: str, titles: list[str]) -> None:
    assert [value.value for value in read_head(text).values if value.key == "title"] == titles


@pytest.mark.parametrize(
    ("text", "ended_by"),
    [
        ("<head><title>x</title></head>", "/head"),
        ("<title>x</title><body>", "body"),
        ("<title>x</title>\n", ""),
        ("<head><img></head>", "img"),
        ("<head> \t\n", ""),
        ("<head>  x", "#text"),
        ("<head></br>", "/br"),
        ("<head>\0 <title>x</title>", ""),
        ("<head>\0 y", "#text"),
    ],
)
def test_what_ends_a_head(text: str, ended_by: str) -> None:
    assert read_head(text).ended_by == ended_by


def test_scripts_of_json_ld_and_gaps() -> None:
    text = '<head>\0<script type="Application/LD+JSON">{}</script><script>1</script><p>\0'
    found = read_head(text)
    assert [text[script.start : script.end] for script in found.scripts] == ["{}"]
    assert found.gaps == ((6, False), (text.rindex("\0"), True))


@pytest.mark.parametrize(
    ("text", "is_page"),
    [
        ("<?xml version='1.0'?>\n<feed><title>A</title><entry><title>B</title></entry></feed>", False),
        ("<rss version='2.0'><channel><title>A</title></channel></rss>", False),
        ("<!doctype html><p>x</p><title>A</title>", True),
        ("<p>x</p><title>A</title>", True),
        ("<title>A</title><p>x</p>", True),
        ("<feed><title>A</title><head>", True),
    ],
)
def test_a_feed_is_no_page_whatever_its_file_is_called(text: str, is_page: bool) -> None:
    assert read_head(text).is_page is is_page


@pytest.mark.parametrize(
    ("text", "is_page"),
    [
        ("<html>\n<p>x", True),
        ("<!-- x -->\n<body><p>x", True),
        ("<link rel=icon href=a><body>", True),
        ("<p>Such as:</p>\n<html>\n</html>", False),
        ("Such as:\n<body>\n</body>", False),
        ("<p>x</p>", False),
        ("<bodyguard>", False),
    ],
)
def test_what_begins_with_the_frame_of_a_page_is_one(text: str, is_page: bool) -> None:
    assert read_head(text).is_page is is_page
