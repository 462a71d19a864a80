"""Addresses that are broken whatever a plugin makes."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Resolver

ANY = "site.pages << made\n"
NAMED = "File.write(\"cards/#{x}.webp\", y); File.write(File.join(site.dest, 'odd (https:.txt'), y)\n"


def status(make: MakeSite, ruby: str, href: str) -> str:
    site = make({"_config.yml": "title: T\n", "page.md": "---\n---\n", "_plugins/a.rb": ruby})
    return Resolver(site).resolve("/page.html", href, markdown=False).status


@pytest.mark.parametrize(
    "href",
    [
        "(https://example.org/x",
        "/docs/https://example.org",
        "../blob/master/README.md",
        "/tree/main/docs",
        "/blob/v1.2.3/a.rb",
        "page.html%20(CVE-2020-1234)",
        "/page%20(see%20below)",
        "/other.html%20(old)",
        "/a%20(b",
        "/a%5Bb",
        "/a)",
        "/%7B%7B%20page.url%20%7D%7D",
        "/a%0Ab",
        "/%3Cyour-name%3E/",
    ],
)
def test_slips_are_broken_in_every_world(make: MakeSite, href: str) -> None:
    assert status(make, ANY, href) in ("broken-page", "malformed")


@pytest.mark.parametrize(
    "href",
    [
        "/tags/c++/",
        "/tags/machine%20learning/",
        "/tags/ruby%20(on%20rails)/",
        "/blob/",
        "/tree/oak",
        "/a.md",
        "../x/y.png",
        "/node.js/",
        "/1.2/",
        "/%C3%A9t%C3%A9/",
        "/commits/",
        "/a[1].png",
    ],
)
def test_what_a_plugin_may_well_make_is_unsure(make: MakeSite, href: str) -> None:
    assert status(make, ANY, href) == "dynamic"


def test_names_of_which_parts_are_known(make: MakeSite) -> None:
    hrefs = ("/cards/a.webp", "/cards/a.png", "/card/a.webp", "/odd%20(https:.txt")
    assert [status(make, NAMED, href) for href in hrefs] == [
        "dynamic",
        "broken-page",
        "broken-page",
        "dynamic",
    ]
