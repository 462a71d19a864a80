"""Addresses as Jekyll and Addressable write them."""

from __future__ import annotations

import pytest

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.addresses.slug import transliterate


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("a b", "a%20b"),
        ("é", "%C3%A9"),
        ("//ho st/p q", "//ho%20st/p%20q"),
        ("http://h/a b?c d#e f", "http://h/a%20b?c%20d#e%20f"),
        ("a?b c", "a?b%20c"),
        ("a%20b", "a%2520b"),
    ],
)
def test_parts_are_escaped_each_by_its_rules(text: str, encoded: str) -> None:
    assert urls.addressable_encode(text) == encoded


def test_what_stands_before_a_colon_must_be_a_scheme() -> None:
    assert urls.addressable_encode("a1+.-:x") == "a1+.-:x"
    with pytest.raises(urls.PermalinkError, match="'1a' before the colon is no scheme"):
        urls.addressable_encode("1a:x")


@pytest.mark.parametrize(
    ("path", "plain"), [("a%20b", "a b"), ("%C3%A9", "é"), ("%ff", "%ff"), ("%zz", "%zz"), ("a", "a")]
)
def test_bytes_that_are_not_utf8_stay_escaped(path: str, plain: str) -> None:
    assert urls.unescape_path(path) == plain


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", ""),
        ("", ""),
        ("/a/", "a"),
        ("/a/../b", "b"),
        ("~x/y", "~x/y"),
        ("//a//b", "a/b"),
        ("/a.html", "a.html"),
    ],
)
def test_the_file_that_an_address_names(url: str, path: str) -> None:
    assert urls.output_path(url) == path


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("a", "/a"), ("/a", "/a"), ("//a", "/a"), ("/a//b", "/a/b"), ("/../a", "/a"), ("/a..b", "/a/b"),
        ("/./a", "/a"), ("a/./b", "/a/b"),
    ],
)  # fmt: skip
def test_addresses_are_made_plain(url: str, clean: str) -> None:
    assert urls.sanitize(url) == clean


@pytest.mark.parametrize(
    ("style", "template"),
    [
        ("pretty", "/:title/"),
        *((style, "/:title:output_ext") for style in ("date", "ordinal", "none", "/:categories/:output_ext")),
        ("/:year/:title/", "/:title/"),
        ("/:year/:title", "/:title"),
        ("weekdate", "/:title"),
    ],
)
def test_the_ending_that_pages_take_over_from_posts(style: str, template: str) -> None:
    assert urls.with_suffix("/:title", style) == template


def test_letters_that_have_no_accent_to_lose() -> None:
    """As ``I18n.transliterate`` says of each."""
    assert transliterate("µªºſÆéĿĸŉžƀǎ") == "????AEeLk'nz??"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/a/b.html", "a/b"),
        ("/a/index.html", "a"),
        ("/a/index/", "a"),
        ("/a.xml", "a.xml"),
        ("/index.html", "index"),
        ("//", ""),
    ],
)
def test_what_links_may_leave_out(address: str, name: str) -> None:
    assert urls.bare(address) == name


def test_just_so_long_an_address_is_made() -> None:
    """Of a page the template counts with what is put in, of a document each by itself."""
    longest = "a" * (urls._LONGEST - len("/:a"))
    assert urls.from_pairs("/:a", (("a", longest),)) == f"/{longest}"
    with pytest.raises(urls.PermalinkError, match="longer than 10,000 characters"):
        urls.from_pairs("/:a", (("a", f"{longest}a"),))
    longest = "a" * urls._LONGEST
    assert urls.from_lookup("/:a", {"a": longest}.get) == f"/{longest}"
    for template, value in (("/:a", f"{longest}a"), (f"{longest}/:a", "b")):
        with pytest.raises(urls.PermalinkError, match="longer than 10,000 characters"):
            urls.from_lookup(template, {"a": value}.get)
