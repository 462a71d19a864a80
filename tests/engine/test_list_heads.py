"""What `head` lists of pages: which are meant, and each field with its state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitecheck.engine.listings.list_heads import list_heads
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import UsageError
from sitecheck.testing import write_site

HEAD = (
    '<title>{{ page.title }}</title><meta name="robots" content="{{ page.x }}">'
    '<meta property="og:title" content="A"><meta property="og:title" content="B">'
    '<link rel="alternate" hreflang="de" href="/de/">'
    '<meta name="description" content="{{ site.time }}">'
)
FILES = {
    "_layouts/in.html": "---\nlayout: out\n---\n{{ content }}",
    "_layouts/out.html": f"<html><head>{HEAD}</head><body>{{{{ content }}}}</body></html>",
    "a.md": "---\nlayout: in\ntitle: Low water\n---\n",
    "sub/b.md": "---\npermalink: /b/\n---\n",
    "c.txt": "---\n---\n",
}


def heads(folder: Path, *paths: str, config: str = "url: https://tides.example\n") -> dict[str, Any]:
    write_site(folder, {**FILES, "_config.yml": config})
    settings = read_settings(None, site=str(folder))
    return list_heads(str(folder), settings, Call(drafts=False, future=False), paths)


@pytest.mark.parametrize(
    ("paths", "meant"),
    [
        ((), ["a.md", "sub/b.md"]),
        (("a.md",), ["a.md"]),
        (("./a.md",), ["a.md"]),
        (("/a.html",), ["a.md"]),
        (("a.html",), ["a.md"]),
        (("/b/",), ["sub/b.md"]),
        (("b/index.html",), ["sub/b.md"]),
        (("sub/",), ["sub/b.md"]),
        (("*.md",), ["a.md", "sub/b.md"]),
        (("/b/", "a.md", "sub/b.md"), ["a.md", "sub/b.md"]),
    ],
)
def test_which_pages_are_meant(paths: tuple[str, ...], meant: list[str], tmp_path: Path) -> None:
    assert [page["path"] for page in heads(tmp_path, *paths)["pages"]] == meant


@pytest.mark.parametrize("path", ["c.txt", "nowhere.md", "_layouts/in.html"])
def test_what_is_no_page(path: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no page of HTML is made of it, nor is one published there"):
        heads(tmp_path, path)


def test_what_a_head_says(tmp_path: Path) -> None:
    found = heads(tmp_path, "a.md")
    (page,) = found["pages"]
    assert {key: page[key] for key in ("path", "url", "output", "kind", "complete", "reason")} == {
        "path": "a.md",
        "url": "/a.html",
        "output": "a.html",
        "kind": "page",
        "complete": True,
        "reason": None,
    }
    assert list(page["layouts"]) == ["_layouts/in.html", "_layouts/out.html"]
    head = page["head"]
    title = {"text": "Low water", "path": "a.md", "line": 3, "column": 8, "key": "title"}
    assert head["title"] == {"state": "known", "value": "Low water", "parts": [title]}
    assert head["description"]["state"] == "unknown"
    assert head["description"]["reason"] == "it depends on the time of the build"
    assert "value" not in head["description"]
    assert head["robots"] == {"state": "known", "value": ""}
    assert (head["og:title"]["value"], head["og:title"]["count"]) == ("A", 2)
    assert head["canonical"] == {"state": "absent"}
    (alternate,) = page["alternates"]
    assert (alternate["hreflang"], alternate["value"]) == ("de", "/de/")


@pytest.mark.parametrize(
    ("config", "url"),
    [
        ("url: https://tides.example\n", {"state": "known", "value": "https://tides.example"}),
        ("url: ''\n", {"state": "unknown", "reason": "GitHub Pages fills it in"}),
    ],
)
def test_the_address_of_the_site(config: str, url: dict[str, str], tmp_path: Path) -> None:
    assert heads(tmp_path, config=config)["site"]["url"] == url
