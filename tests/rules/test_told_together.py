"""Up to how many faults of one cause are told one by one, and what is said of more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitecheck.model.finding import Finding
from sitecheck.model.fix import Safety
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

Site = Callable[[int], dict[str, str]]
PAGE = "---\n---\n"
TITLED = {"_layouts/x.html": "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"}
LAYOUT = {"_layouts/x.html": "<html><body><h1>Site</h1>{{ content }}</body></html>\n"}


def found(rule: str, files: dict[str, str], folder: Path) -> list[Finding]:
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    return [finding for finding in report.findings if finding.rule == rule]


def page(body: Callable[[int], str]) -> Site:
    return lambda count: {"a.md": PAGE + "".join(map(body, range(count)))}


def pages(text: str, **more: str) -> Site:
    return lambda count: {**more, **{f"p{n}.md": text for n in range(count)}}


LOOP = "{% for n in (1..COUNT) %}<a href='/gone-{{ n }}/'>Gone</a>{% endfor %}\n"


@pytest.mark.parametrize(
    ("rule", "most", "files", "words"),
    [
        ("obsolete-html", 3, page(lambda n: f"A <font>bright</font> day {n}.\n\n"), "4"),
        ("unused-definition", 3, page(lambda n: f"Text.\n\n[name{n}]: https://example.org/{n}\n\n"), " and 3 more"),
        ("heading-increment", 3, page(lambda n: f"## A{n}\n\n#### B{n}\n\n"), "the first of 4 such jumps"),
        ("unused-file", 3, lambda count: {"a.md": PAGE, **{f"img/q{n}.png": "" for n in range(count)}}, "nothing names 4"),
        (
            "conflicting-redirect",
            5,
            lambda count: {
                "_config.yml": "plugins: [jekyll-redirect-from]\n",
                **{f"p{n}.md": "---\nredirect_from: /old/\n---\n" for n in range(count + 1)},
            },
            "over 5 more pages",
        ),
        ("broken-link", 5, lambda count: {"a.md": PAGE + LOOP.replace("COUNT", str(count))}, "5 more"),
        (
            "missing-title",
            3,
            pages("---\nlayout: x\n---\n", **TITLED, **{"t.md": "---\nlayout: x\ntitle: A\n---\n"}),
            "and so have 3 more",
        ),
        ("second-top-heading", 3, pages("---\nlayout: x\n---\n# Title\n\nText\n", **LAYOUT), "4 pages"),
    ],
)  # fmt: skip
def test_more_than_a_few_are_told_as_one(
    rule: str, most: int, files: Site, words: str, tmp_path: Path
) -> None:
    assert len(found(rule, files(most), tmp_path / "few")) == most
    (finding,) = found(rule, files(most + 1), tmp_path / "many")
    assert words in f"{finding.message} {finding.help} {finding.pages} pages"


def test_pages_whose_title_another_page_has(tmp_path: Path) -> None:
    def titled(count: int) -> dict[str, str]:
        return {**TITLED, **{f"p{n}.md": "---\nlayout: x\ntitle: Tides\n---\n" for n in range(count)}}

    few = found("duplicate-title", titled(4), tmp_path / "few")
    assert [(each.place.path, each.message) for each in few] == [
        (f"p{n}.md", "p0.md has the same title, 'Tides'") for n in (1, 2, 3)
    ]
    assert all([related.note for related in each.related] == ["first here"] for each in few)
    (many,) = found("duplicate-title", titled(5), tmp_path / "many")
    assert many.message == "p0.md has the same title, 'Tides', and so have 3 more"
    assert (many.place.path, many.pages) == ("p1.md", 4)
    assert [related.place.path for related in many.related] == ["p0.md", "p2.md", "p3.md"]


def test_pictures_that_are_missing_are_told_of_each_page(tmp_path: Path) -> None:
    layout = (
        "<html><head><meta property='og:image' content='/img/{{ page.image }}'></head>{{ content }}</html>\n"
    )
    pages = {f"p{n}.md": f"---\nlayout: x\nimage: gone-{n}.png\n---\n" for n in range(5)}
    told = found("missing-share-image", {"_layouts/x.html": layout, **pages}, tmp_path)
    assert [each.place.path for each in told] == [*pages]


def test_a_long_chain_of_redirects(tmp_path: Path) -> None:
    pages = {f"p{n}.md": f"---\nredirect_to: /p{n + 1}.html\n---\n" for n in range(4)}
    files = {"_config.yml": "plugins: [jekyll-redirect-from]\n", **pages, "p4.md": PAGE}
    assert [each.place.path for each in found("redirect-chain", files, tmp_path / "ends")] == [
        "p0.md",
        "p1.md",
        "p2.md",
    ]
    loop = {**files, "p4.md": "---\nredirect_to: /p0.html\n---\n"}
    assert found("redirect-loop", loop, tmp_path / "loops")
    assert not found("redirect-loop", files, tmp_path / "no loop")


@pytest.mark.parametrize(
    ("texts", "others", "is_told"), [(1, 10, True), (1, 9, False), (3, 10, True), (4, 20, False)]
)
def test_values_of_another_kind_than_most(texts: int, others: int, is_told: bool, tmp_path: Path) -> None:
    odd = {f"t{n}.md": "---\norder: third\n---\n" for n in range(texts)}
    files = {**odd, **{f"n{n}.md": f"---\norder: {n}\n---\n" for n in range(others)}}
    files["list.html"] = "---\n---\n{% assign all = site.pages | sort: 'order' %}\n"
    assert len(found("odd-value-kind", files, tmp_path)) == texts * is_told


def test_equal_titles_in_the_same_folders_are_one_habit_and_in_others_another(tmp_path: Path) -> None:
    def in_folders(*folders: str, count: int) -> dict[str, str]:
        names = [f"{folder}/n{number}.md" for folder in folders for number in range(count)]
        return {
            name: f"---\nlayout: x\ntitle: {folders[0]} {name.rpartition('/')[2]}\n---\n" for name in names
        }

    files = {
        **TITLED,
        **in_folders("docs/v1", "docs/v2", count=4),
        **in_folders("docs/v1/in", "docs/v2/in", count=2),
        **in_folders("x", "y", count=5),
        **in_folders("a", "b", count=3),
    }
    habits = [(each.path, each.pages) for each in found("duplicate-title", files, tmp_path / "site")]
    assert [each for each in habits if each[1] > 1] == [("docs/v2/in/n0.md", 6), ("y/n0.md", 5)]
    assert [path for path, number in habits if number == 1] == ["b/n0.md", "b/n1.md", "b/n2.md"]


@pytest.mark.parametrize(
    ("rule", "link", "kept"),
    [
        ("doubled-slash", '<a href="c//d.html">d</a>', ()),
        ("broken-link", '<a href="D.html">d</a>', ()),
        ("broken-anchor", '<a href="#Note">d</a>', ()),
        ("doubled-slash", '<a href="/c//d.html">d</a>', ("/c/d.html",)),
        ("broken-anchor", '<a href="/a.html#Note">d</a>', ("/a.html#note",)),
    ],
)
def test_no_fix_writes_an_include_anew_that_is_right_on_another_page(
    rule: str, link: str, kept: tuple[str, ...], tmp_path: Path
) -> None:
    head = f"{PAGE}{{% include x.html %}}\n\n"
    names = {"c/D.html": PAGE, "c/c/d.html": PAGE, "d.html": PAGE, "c/d.html": PAGE}
    site = {
        "a.md": f"{head}# Note\n",
        "c/b.md": f'{head}<p id="Note"></p>\n',
        "_includes/x.html": link,
        **names,
    }
    site["Gemfile"] = 'gem "jekyll"\n'
    fixes = [finding.fix for finding in found(rule, site, tmp_path)]
    assert fixes, "nothing is found"
    assert tuple(edit.text for fix in fixes if fix for edit in fix.edits) == kept


def test_what_an_include_of_a_post_links_to_keeps_its_host_when_only_safe_fixes_are_made(
    tmp_path: Path,
) -> None:
    link = '<a href="https://example.org/">home</a>\n'
    body = PAGE + "{% include x.html %}\n"
    site = {"_config.yml": "url: https://example.org\n", "index.md": body, "_includes/x.html": link}
    for post, safety in (("a.md", Safety.SAFE), ("_posts/2020-01-01-a.md", Safety.UNSAFE)):
        files = {
            **site,
            post: body,
            "_includes/y.html": link.replace("home", "y"),
            "b.md": body.replace("x.", "y."),
        }
        fixes = {each.path: each.fix for each in found("absolute-link", files, tmp_path / safety.name)}
        assert {path: fix and fix.safety for path, fix in fixes.items()} == {
            "_includes/x.html": safety,
            "_includes/y.html": Safety.SAFE,
        }
