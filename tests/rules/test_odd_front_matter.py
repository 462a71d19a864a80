"""Rules of front matter and configuration on what nobody would write: odd keys, odd values, many of a kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sitecheck.document import SiteFacts, SiteReader
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.rule.base import SiteRule
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, write_site
from sitecheck.text.source import Source
from sitecheck_rules.front_matter import similar_labels

ODD = "\n".join(
    (
        *("? [a, b]", ": c", "? {x: y}", ": z", "1: 2", "true: no", "2024-01-01: 5", "? ''", ": x"),
        *("tags: {a: b}", "categories: [[a], {b: c}, ~, 1]", "author: [a, {b: c}]", "parent: {a: b}"),
        *("sidebar: {nav: [a]}", "title: [a]", "lang: {no: no}", "redirect_from: {a: b}", "version: [1.10]"),
        "x: &a [no, no]",
        *(f"y{number}: *a" for number in range(50)),
    )
)
CONFIG = """\
? [a, b]
: c
kramdown: [a]
collections: {posts: [a], docs: ~}
defaults: [a, {scope: a, values: b}, {scope: {path: [a], type: {b: c}}, values: {x: y}}, {scope: {type: pots}, values: {}}]
include: [[a], {b: c}, docs]
exclude: [[a], {b: c}, docs]
plugins: [[a], {b: c}, jekyll-archives]
markdown: [CommonMark]
theme: [a]
remote_theme: {a: b}
gems: {a: b}
paginate: [a]
feed: a
"""


@pytest.fixture(scope="module")
def chosen() -> list[str]:
    groups = ("front-matter", "config")
    return [name for name, rule in load_rules().items() if rule.group in groups and not rule.network]


@pytest.mark.parametrize("path", ["index.md", "_posts/2024-01-01-a.md", "_docs/a.md"])
def test_odd_keys_and_values_harm_nobody(path: str, chosen: list[str], tmp_path: Path) -> None:
    files = {"_config.yml": CONFIG, path: f"---\n{ODD}\n---\n", "Gemfile": "gem 'github-pages'\n"}
    data = {"_data/authors.yml": "[a]: b\n1: c\n", "_data/navigation.yml": "- a\n"}
    write_site(tmp_path, {**files, **data, "a.html": "---\n---\n{{ site.tags }}{{ page.subtitle }}"})
    (tmp_path / ".sitecheck.yml").write_text(
        "front-matter: [{files: '*', required: [a.b], types: {tags: list, 'sidebar.nav': text}, values: {x: [a]}}]\n"
    )
    settings = read_settings(str(tmp_path / ".sitecheck.yml"), site=str(tmp_path), only=chosen)
    assert check_folder(tmp_path, settings).crashes == ()


@pytest.mark.slow
def test_thousands_of_a_kind_are_judged_in_proportion(chosen: list[str], tmp_path: Path) -> None:
    number = 4_000
    tags = "".join(f"- tag{n}\n" for n in range(number))
    write_site(
        tmp_path,
        {
            "_config.yml": "kramdwon: {a: b}\n" + "".join(f"key{n}x: {n}\n" for n in range(number)),
            "_data/authors.yml": "".join(f"author{n}: {{name: a}}\n" for n in range(number)),
            "index.html": "---\n---\n{{ site.tags }}"
            + "".join(f"{{{{ page.name{n}a }}}}" for n in range(3000)),
            "_posts/2024-01-01-a.md": f"---\ntitle: {'a' * 1_000_000}\ntags:\n{tags}---\n",
            "_posts/2024-01-02-b.md": f"---\ntags:\n{tags.replace('tag', 'Tag')}---\n",
            "_posts/2024-01-03-c.md": "---\n" + "".join(f"name{n}: x\n" for n in range(number)) + "---\n",
            "_posts/2024-01-04-d.md": "---\nauthor: authro7\n---\n",
        },
    )
    report = check_folder(tmp_path, read_settings(None, only=chosen))
    assert report.crashes == ()
    counts = Counter(finding.rule for finding in report.findings)
    assert counts["similar-labels"] == 500  # so many are told
    assert counts["ignored-config-key"] == 1
    assert counts["unknown-author"] == 1


def test_only_labels_that_are_told_are_looked_for_in_both_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: list[str] = []

    def place_in(written: str, label: str) -> None:
        looked_for.append(label)

    monkeypatch.setattr(similar_labels, "_place_in", place_in)
    labels = ", ".join(f"label{n}" for n in range(50))
    write_site(
        tmp_path,
        {
            "index.html": "---\n---\n{{ site.categories }}",
            "_posts/2024-01-01-a.md": f"---\ncategory: [{labels}]\ncategories: [{labels}, Boat]\n---\n",
            "_posts/2024-01-02-b.md": "---\ncategories: [boat]\n---\n",
            "_posts/2024-01-03-c.md": "---\ncategories: [boat]\n---\n",
        },
    )
    report = check_folder(tmp_path, read_settings(None, only=["similar-labels"]))
    assert len(report.findings) == 1
    assert set(looked_for) == {"Boat"}


FRONT = "title: A\nauthor: jdooe\nparent: Nowhere\nsidebar: {nav: x}\nlayout: none\ntags: [x]\nredirect_from: /old/\n"


def test_a_page_of_which_jekyll_makes_nothing_harms_nobody(tmp_path: Path) -> None:
    """Its file may have come or gone while the site was read."""
    text = f"---\n{FRONT}---\n# A\n\n[a](/b) [c](#d)\n"
    site = load_site(
        write_site(
            tmp_path,
            {"a.md": text, "_data/authors.yml": "jdoe: {b: c}\n", "_config.yml": "theme: just-the-docs\n"},
        )
    )
    reader = SiteReader(site)
    source = reader.source("a.md")
    assert isinstance(source, Source)
    known = reader.document(source, "page").facts
    facts = SiteFacts(site, {"a.md": known, "gone.md": known._replace(path="gone.md")})
    for rule in load_rules().values():
        if issubclass(rule, SiteRule):
            assert list(rule().check(facts)) is not None
