"""What search results and share cards show of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.cli.preview import _framed
from sitecheck.engine.listings.preview import preview_page
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import UsageError
from sitecheck.model.picture import Line, Made, Preview
from sitecheck.testing import write_site

CONFIG = "url: https://tides.example\nbaseurl: /en\ntitle: Tides\n"
TAGS = {
    "title": "<title>{}</title>",
    "canonical": '<link rel="canonical" href="{}">',
    "refresh": '<meta http-equiv="refresh" content="{}">',
}


def preview(folder: Path, page: str = "a.md", more: str = "", **tags: str) -> Preview:
    """The preview of a page whose head holds these tags; ``_`` in a name stands for a colon."""
    names = {name.replace("_", ":"): value for name, value in tags.items()}
    head = "".join(
        TAGS.get(name, f'<meta name="{name}" content="{{}}">').format(value) for name, value in names.items()
    )
    files = {"_config.yml": CONFIG + more, "_layouts/x.html": f"<head>{head}</head>\n{{{{ content }}}}\n"}
    write_site(
        folder, {**files, "a.md": "---\nlayout: x\ntitle: Low water\n---\n", "b/index.md": "---\n---\n"}
    )
    settings = read_settings(None, site=str(folder))
    return preview_page(str(folder), settings, Call(drafts=False, future=False), page)


def shown(lines: tuple[Line, ...]) -> dict[str, str]:
    return {line.label: f"({line.missing})" if line.missing else line.text for line in lines}


def test_a_page_that_says_everything(tmp_path: Path) -> None:
    found = preview(
        tmp_path,
        title="Low water",
        description="When to walk",
        canonical="https://www.tides.example/en/low%20water/index.html",
        og_title="Walk!",
        og_description="All hours",
        og_image="/a.png",
        og_url="https://share.example/x",
    )
    assert found.path == "a.md"
    assert shown(found.result) == {
        "address": "www.tides.example › en › low water",
        "title": "Low water",
        "description": "When to walk",
    }
    assert shown(found.card) == {
        "image": "/a.png",
        "host": "share.example",
        "title": "Walk!",
        "description": "All hours",
    }
    assert found.is_large
    assert found.notes == ()
    assert not any(line.is_cut for line in (*found.result, *found.card))


def test_what_stands_in_for_what_is_not_said(tmp_path: Path) -> None:
    found = preview(tmp_path, title="Low water", twitter_card="summary", description="When to walk")
    assert shown(found.result)["address"] == "tides.example › en › a.html"
    assert shown(found.card) == {
        "image": "(the page says no image)",
        "host": "tides.example",
        "title": "Low water",
        "description": "When to walk",
    }
    assert not found.is_large
    of_twitter = preview(
        tmp_path,
        title="Low",
        description="When",
        twitter_title="T",
        twitter_description="D",
        twitter_image="/t.png",
    )
    assert shown(of_twitter.card) == {
        "image": "/t.png",
        "host": "tides.example",
        "title": "T",
        "description": "D",
    }
    assert shown(preview(tmp_path, canonical="https://c.example/").card)["host"] == "c.example"


def test_a_page_that_says_nothing(tmp_path: Path) -> None:
    found = preview(tmp_path, description="")
    assert shown(found.result)["title"] == "(the page says no title)"
    assert shown(found.result)["description"] == "(the page says no description)"


@pytest.mark.parametrize(
    ("address", "crumbs"),
    [
        ("/en/a/", "(the site) › en › a"),
        ("https://x.example", "x.example"),
        ("https://x.example//a//b.html", "x.example › a › b.html"),
        ("https://x.example/a/index.html", "x.example › a"),
        ("https://x.example/l%C3%A4nge", "x.example › länge"),
        ("http://[x/a", "http://[x/a"),
    ],
)
def test_an_address_is_shown_by_its_parts(address: str, crumbs: str, tmp_path: Path) -> None:
    found = preview(tmp_path, canonical=address)
    assert shown(found.result)["address"] == crumbs
    assert shown(found.card)["host"] == ("x.example" if "x.example" in address else "(the host of the site)")


def test_an_empty_address_is_none(tmp_path: Path) -> None:
    assert shown(preview(tmp_path, canonical="").result)["address"] == "tides.example › en › a.html"


def test_a_site_whose_own_address_is_none(tmp_path: Path) -> None:
    found = preview(tmp_path, more="url: 'http://[x'\n", title="T")
    assert shown(found.result)["address"] == "http://[x/en/a.html"
    assert shown(found.card)["host"] == "(the host of the site)"


def test_what_is_too_long_is_cut_at_a_word(tmp_path: Path) -> None:
    words = "water " * 60
    found = preview(tmp_path, title=words, description=words, canonical=f"https://x.example/{'a' * 900}")
    address, title, description = found.result
    assert not address.is_cut
    for line in (title, description, *found.card[2:]):
        assert line.is_cut
        assert line.text.endswith("water")
    assert len(title.text) < len(description.text)
    assert [len(line.text) for line in found.card[2:]] == [65, 197]


def test_one_long_word_is_cut_anywhere(tmp_path: Path) -> None:
    found = preview(tmp_path, title="w" * 300, description="w" * 300)
    assert [len(line.text) for line in found.card[2:]] == [70, 200]
    assert all(line.is_cut for line in found.card[2:])


@pytest.mark.parametrize("length", [70, 71])
def test_a_title_of_a_card_has_seventy_characters(length: int, tmp_path: Path) -> None:
    title = preview(tmp_path, title="w" * length).card[2]
    assert (len(title.text), title.is_cut) == (70, length > 70)


@pytest.mark.parametrize(
    ("line", "character", "pixels", "shown"),
    [(1, "c", 10, 60), (1, "t", 5.56, 107), (2, "i", 3.108, 296), (2, "|", 3.64, 252)],
)
def test_a_result_has_so_many_pixels(
    line: int, character: str, pixels: float, shown: int, tmp_path: Path
) -> None:
    assert shown * pixels <= (600, 920)[line - 1] < (shown + 1) * pixels
    found = preview(tmp_path, title=character * 400, description=character * 400).result[line]
    assert (len(found.text), found.is_cut) == (shown, True)


@pytest.mark.parametrize("length", [200, 201])
def test_a_text_of_a_card_has_two_hundred_characters(length: int, tmp_path: Path) -> None:
    text = preview(tmp_path, description="w" * length).card[3]
    assert (len(text.text), text.is_cut) == (200, length > 200)


def test_where_each_line_is_written(tmp_path: Path) -> None:
    title = preview(tmp_path, title="{{ page.title }} · {{ site.title }}").result[1]
    assert title.text == "Low water · Tides"
    assert title.parts == (
        Made("Low water", "a.md:3", "title"),
        Made(" · ", "_layouts/x.html:1", ""),
        Made("Tides", "_config.yml:3", "title"),
    )


def test_what_only_a_build_tells(tmp_path: Path) -> None:
    (line,) = [line for line in preview(tmp_path, title="{{ site.time }}").result if line.label == "title"]
    assert line.text == ""
    assert line.missing == "it depends on the time of the build"


def test_what_keeps_readers_away_is_noted(tmp_path: Path) -> None:
    found = preview(tmp_path, robots="NoIndex, nofollow", refresh="5; url=/b/")
    assert found.notes == (
        "search engines are told to leave this page out (robots: noindex)",
        "the page sends its readers elsewhere (5; url=/b/)",
    )


def test_one_page_is_named(tmp_path: Path) -> None:
    assert preview(tmp_path, page="/b/").path == "b/index.md"
    with pytest.raises(UsageError, match=r"\*\.md names 2 pages; name one of them"):
        preview(tmp_path, page="*.md")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (Line("title", "A title"), ["  | A title"]),
        (Line("title", "A title cut ", is_cut=True), ["  | A title cut …"]),
        (Line("title", "A title ", missing="there is none", is_cut=True), ["  | (there is none)"]),
        (Line("text", f"{'a' * 70} {'b' * 70}"), [f"  | {'a' * 70}", f"  | {'b' * 70}"]),
    ],
)
def test_how_a_line_is_shown(line: Line, shown: list[str]) -> None:
    assert list(_framed([line])) == shown
