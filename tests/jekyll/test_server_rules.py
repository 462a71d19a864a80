"""Addresses that rules of the web server lead elsewhere."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.links.resolve import Resolver

ROUTING = ".cloudcannon/routing.json"
INCLUDED = {"_config.yml": "include: [_redirects]\n"}
TOML = """
[[headers]]
  from = "/header"
[[redirects]]
  from = "/old/*"
  to = "/new/:splat"
  status = 301
  [[redirects]]
  from = "/plain" # words
  to = "/new"
[[redirects]]
  from = "/gone"
  status = 404
[[redirects]]
  from = "https://other.example/*"
  to = "https://example.org/:splat"
[build]
  from = "/built"
"""


@pytest.mark.parametrize(
    ("rules", "led", "broken"),
    [
        ("/a /b\n# /c /d\n", ["/a", "/a/", "/a.html"], ["/c", "/a/x", "/b"]),
        ("/old/ /new/ 301!\n", ["/old", "/old/"], ["/old/x"]),
        ("/old/* /new/:splat\n", ["/old/", "/old/x", "/old/x/y.html"], ["/older"]),
        ("/news/:year/:name /:year/:name\n", ["/news/2020/x"], ["/new/2020"]),
        ("/* /404.html 404\n/a/* /404.html 404\n", [], ["/a", "/a/b"]),
        ("/* /404.html 410\n/a /b 301\n", ["/a"], ["/c"]),
        ("/* /index.html 200\n", ["/anything", "/a/b"], []),
        ("https://other.example/* https://example.org/:splat\n/x\n", [], ["/x", "/y"]),
        ("/a id=:id /b/:id 301\n", ["/a"], ["/b"]),
        ("---\n---\n{% for p in site.posts %}\n{{ p.old }} {{ p.url }}\n{% endfor %}\n", ["/a", "/b/c"], []),
        ("/x/{{ p.old }} /y\n", ["/x/a"], ["/z"]),
        ("/ /docs/ 302\n", ["/", "/index.html"], ["/x", "/docs/"]),
    ],
)
def test_what_netlifys_rules_lead_elsewhere(
    make: MakeSite, rules: str, led: list[str], broken: list[str]
) -> None:
    resolver = Resolver(make({**INCLUDED, "_redirects": rules}))
    assert {url: resolver.resolve("/", url).status for url in (*led, *broken)} == {
        **dict.fromkeys(led, "dynamic"),
        **dict.fromkeys(broken, "broken-page"),
    }


@pytest.mark.parametrize(
    ("path", "rules", "led", "broken"),
    [
        ("301.txt", "/a /b\n/category/* /new\n/x\n", ["/a", "/category/y"], ["/b", "/x"]),
        ("302.txt", "* https://example.org/\n", ["/a", "/b/c"], []),
        ("docs/301.txt", "/a /b\n", [], ["/a"]),
        (ROUTING, '{"routes": [{"from": "/a", "to": "/b"}]}', ["/a", "/a/"], ["/a/b", "/b"]),
        (ROUTING, r'{"routes": [{"from": "/a\\.html", "to": "/b"}]}', ["/a.html"], ["/a/b"]),
        (ROUTING, '{"routes": [{"from": "/app/(.*)", "to": "/", "status": 200}]}', ["/app/x/y"], ["/b"]),
        (
            ROUTING,
            '{"routes": [{"from": "/a", "to": "/b", "status": 404}, {"to": "/c"}, 1]}',
            [],
            ["/a", "/c"],
        ),
        (ROUTING, '{"routes": {"from": "/a"}}', [], ["/a"]),
        (ROUTING, '{"routes": [{"from": "a.*"}, {"from": ""}, {"from": "/b"}]}', ["/b"], ["/a", "/ab", "/c"]),
        (ROUTING, '["routes"]', [], ["/a"]),
        (ROUTING, '{"routes": [{"from": "/", "to": "/b"}]}', ["/"], ["/b"]),
        (ROUTING, "[" * 100_000, [], ["/a"]),
    ],
)
def test_what_cloudcannons_rules_lead_elsewhere(
    make: MakeSite, path: str, rules: str, led: list[str], broken: list[str]
) -> None:
    resolver = Resolver(make({path: rules}))
    assert {url: resolver.resolve("/", url).status for url in (*led, *broken)} == {
        **dict.fromkeys(led, "dynamic"),
        **dict.fromkeys(broken, "broken-page"),
    }


def test_rules_that_are_not_published_lead_nowhere(make: MakeSite) -> None:
    assert Resolver(make({"_redirects": "/a /b\n"})).resolve("/", "/a").status == "broken-page"


def test_rules_in_the_settings_of_netlify(make: MakeSite) -> None:
    resolver = Resolver(make({"netlify.toml": TOML}))
    found = {
        url: resolver.resolve("/", url).status for url in ("/old/x", "/plain", "/gone", "/header", "/built")
    }
    assert found == {
        "/old/x": "dynamic",
        "/plain": "dynamic",
        **dict.fromkeys(("/gone", "/header", "/built"), "broken-page"),
    }


@pytest.mark.parametrize(
    ("line", "led", "broken"),
    [
        ("Redirect 301 /old /new", ["/old", "/old/x", "/old.html"], ["/older", "/new"]),
        ("redirect gone /old", ["/old"], ["/gone"]),
        ("RedirectPermanent /old /new", ["/old/x"], ["/new"]),
        ("RedirectTemp /old /new", ["/old/x"], ["/new"]),
        (r"RedirectMatch ^/old-(\d+)\.html$ /new/$1", ["/old-1.html"], ["/old", "/a/old-1.html"]),
        (r"RewriteRule ^/?old\.(.*)$ /new/$1 [R]", ["/a/old.x"], ["/a/older", "/old.x"]),
        ("RedirectMatch ^/colou?rs/ /new/", ["/colors/", "/colours/x"], ["/a/colors/"]),
        ("RewriteRule ^(.*)$ https://example.org/$1", ["/a/old"], ["/old"]),
        ("# Redirect /old /new", [], ["/old"]),
        ("Redirected /old /new", [], ["/old"]),
        ("Redirect / https://example.org/", [], ["/", "/a/", "/x"]),
        *((f"RedirectMatch {home} /docs/", ["/"], ["/x", "/a/"]) for home in ("^/$", "/?$", "^/?$")),
        *((f"RedirectMatch {every} https://example.org/", [], ["/", "/x"]) for every in ("^/", "(.*)", "^/(.*)$")),
        ("RewriteRule ^$ /docs/ [R]", ["/a/"], ["/", "/x"]),
    ],
)  # fmt: skip
def test_what_apaches_rules_lead_elsewhere(
    make: MakeSite, line: str, led: list[str], broken: list[str]
) -> None:
    """The address of a redirect is the whole, that of a rewrite begins in the folder of the file."""
    resolver = Resolver(make({"a/.htaccess": f"Options -Indexes\n  {line}\n", "page.md": "---\n---\n"}))
    assert {url: resolver.resolve("/", url).status for url in (*led, *broken)} == {
        **dict.fromkeys(led, "dynamic"),
        **dict.fromkeys(broken, "broken-page"),
    }


def test_many_rules_are_looked_up_and_not_gone_through(make: MakeSite) -> None:
    rules = "".join(f"/a/{number} /b\n" for number in range(5000))
    site = make({**INCLUDED, "_redirects": rules})
    assert len([each for each in site.unsure if each.outputs]) == 1
    assert site.may_exist("a/4999")
    assert not site.may_exist("a/5000")
