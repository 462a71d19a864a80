"""Who leads here."""

from __future__ import annotations

import pytest
from tests.server.navigate.pages import FILES
from tests.server.navigate.sites import at, known, made, shown

from sitecheck.server.navigate.references import references
from sitecheck.warm.site_view import SiteView


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    return known(made(tmp_path_factory.mktemp("site"), FILES))


def _places(view: SiteView, path: str, marked: str, declaration: bool = False) -> list[str]:
    with view.held():
        found = references(view, path, at(FILES, path, marked), declaration=declaration)
    return [shown(FILES, *each) for each in found]


@pytest.mark.parametrize(
    ("path", "marked", "found"),
    [
        (
            "index.md",
            "tit|le: I",
            [],
        ),
        (
            "index.md",
            "-|--\ntitle",
            [
                "_includes/nav.html: /base/index.html#first",
                "about.md: index.html",
                "about.md: index.html#first",
                "about.md: {% link index.md %}",
            ],
        ),
        ("index.md", "# Fir|st", ["_includes/nav.html: /base/index.html#first", "about.md: index.html#first"]),
        ("about.md", "index.html#fir|st", ["_includes/nav.html: /base/index.html#first", "about.md: index.html#first"]),
        ("index.md", "{#t|wo}", []),
        ("_includes/nav.html", " |{{ include", ["_layouts/default.html: nav.html", "about.md: nav.html"]),
        ("about.md", "include nav|.html", ["_layouts/default.html: nav.html", "about.md: nav.html"]),
        ("_layouts/default.html", "<ht|ml>", ["_config.yml: default", "_layouts/post.html: default", "about.md: default"]),
        ("_layouts/post.html", "{{ content }}|", ["_posts/2020-01-02-hello.md: post"]),
        ("_includes/empty.html", "not|hing", []),
        ("_data/nav.yml", "ma|in", ["_includes/nav.html: site.data.nav.main"]),
        ("_data/nav.yml", "oth|er", []),
        ("_config.yml", "na|me: Ann", ["_layouts/default.html: site.author.name"]),
        ("about.md", "ext|ra: 1", ["_layouts/default.html: page.extra", "about.md: page.extra"]),
        ("index.md", "[the| label]:", ["index.md: The Label", "index.md: the label", "index.md: The  label"]),
        ("index.md", "[^no|te]:", ["index.md: note"]),
        ("index.md", "label{e|q}", ["index.md: eq"]),
        ("_includes/nav.html", "include.ki|nd", ["_layouts/default.html: kind", "about.md: kind"]),
    ],
)  # fmt: skip
def test_references(view: SiteView, path: str, marked: str, found: list[str]) -> None:
    assert _places(view, path, marked) == found


def test_the_declaration_is_one_of_them_when_it_is_wanted(view: SiteView) -> None:
    with_it = _places(view, "index.md", "# Fir|st", declaration=True)
    assert [*_places(view, "index.md", "# Fir|st"), "index.md: First"] == with_it


def test_every_proven_link_is_found_from_its_target(view: SiteView) -> None:
    targets = {each.verdict.route.source for each in view.facts.links if each.verdict.route is not None}
    with view.held():
        for target in targets:
            assert target is not None
            wanted = {
                each.link.place
                for each in view.facts.links
                if each.verdict.route is not None and each.verdict.route.source == target
                if not (each.link.href or "").startswith("#")
            }
            offset = 0 if target != "about.md" else len(FILES["about.md"])
            assert set(references(view, target, offset, declaration=False)) == wanted


def test_held_pages_count_as_they_are(view: SiteView) -> None:
    later = SiteView(view.options, view.known, {"about.md": "---\n---\n\n[x](index.html#first)\n"})
    with later.held():
        found = references(later, "index.md", 0, declaration=False)
    assert ("about.md", (13, 29)) in found
    assert sum(place.path == "about.md" for place in found) == 1
