"""What rules say of sites: the conditions that the examples on their pages leave open, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

Files = Mapping[str, str]
PAGE = "---\n---\n"
LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (%s)\n"
NAVIGATION = "{{ page.parent }}{{ page.grand_parent }}{{ page.nav_exclude }}{{ content }}\n"
LOST = {"a.md": "---\nparent: Nowhere\n---\n"}
PHOTO = {"img/quay.png": "", "index.md": PAGE}
SEO = {"_config.yml": "plugins: [jekyll-seo-tag]\n"}


def config(text: str, **more: str) -> dict[str, str]:
    return {"_config.yml": text, "index.md": PAGE, **more}


def told(rule: str, files: Files, folder: Path) -> list[str]:
    """What a rule says: the file, the text that it marks, its message, its help and its severity."""
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    said = []
    for each in report.findings:
        if each.rule == rule:
            text = report.sources.text(each.path) or ""
            mark = text[each.place.span.start : each.place.span.end]
            said.append(f"{each.severity.label} {each.path} [{mark}] {each.message} | {each.help}")
    return said


SILENT: list[tuple[str, Files]] = [
    # what is right is written beside what looks like a slip of it
    ("ignored-config-key", config("kramdown: {auto_id: false, auto_ids: true}\n")),
    ("ignored-config-key", config("layouts: theirs\n", **{"Gemfile.lock": LOCK % "2.5.3"})),
    *(("unused-defaults", config(f"defaults:\n- scope: {{type: {kind}}}\n  values: {{layout: x}}\n"))
      for kind in ("pages", "posts", "drafts", "page", "post", "draft", "''")),
    *(("unused-defaults", {**config(f"defaults:\n- scope: {{path: {path}}}\n  values: {{layout: x}}\n"), "_posts/a.md": PAGE})
      for path in ("/_posts/", "./_posts", "_posts/", "'*'", "_po", "''")),
    # a theme's pictures are for the sites that use it
    ("unused-file", {**PHOTO, "theme.gemspec": ""}),
    # a page's date has no day that hangs on the zone
    ("misread-value", {**config("timezone: America/New_York\n"), "a.md": "---\ndate: 2024-05-06 01:00:00\n---\n"}),
    # Just the Docs is known by all the names its templates read
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.parent }}{{ page.nav_exclude }}"}),
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.grand_parent }}{{ page.nav_exclude }}"}),
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.parent }}{{ page.grand_parent }}"}),
    ("unknown-navigation", {**LOST, "list.html": PAGE + NAVIGATION, "_layouts/x.html": "{{ content }}"}),
    # a picture's key may hold what is no text
    ("missing-share-image", {**SEO, "a.md": "---\nimage: {path: [b]}\n---\n"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files"), SILENT)
def test_what_a_rule_leaves_alone(rule: str, files: Files, tmp_path: Path) -> None:
    assert told(rule, files, tmp_path) == []


HALF = "---\ntitle: Tides\n---\n<html><head><title>{{ page.title }} | {{ site.title }}</title></head></html>"
HALF_SAID = (
    "half a title: 'Tides |' | give the site a title in _config.yml, or leave out what divides the two"
)
NOWHERE = (
    "warning a.md [Nowhere] no page has the title Nowhere, so this one is not in the navigation below it"
    " | write in parent the title of a page as it is"
)
SAID: list[tuple[str, Files, str]] = [
    ("unused-file", {**PHOTO, "gems/theme.gemspec": ""}, "info img/quay.png [] nothing names this file | "
     "remove what is not needed, unless it is linked to from elsewhere"),
    ("invalid-config", config("a: !ruby/object:Object {}\n"), "warning _config.yml [!ruby/object:Object {] "
     "the tag !ruby/object:Object asks for an object of Ruby, which Jekyll makes none of | "
     "remove the tag: SafeYAML reads the value without it, Debian's Jekyll stops here"),
    ("unknown-navigation", {**LOST, "_layouts/x.html": NAVIGATION}, NOWHERE),
    ("unknown-navigation", {**LOST, "_includes/x.html": NAVIGATION}, NOWHERE),
    ("missing-title", {"a.html": HALF}, f"warning a.html [] the page has {HALF_SAID}"),
    ("ignored-config-key", config("layouts: theirs\n", **{"Gemfile.lock": LOCK % "3.5.0"}),
     "warning _config.yml [layouts] layouts has no effect since Jekyll 3.0 | write layouts_dir"),
    ("missing-share-image", {**SEO, "a.md": "---\nimage: {facebook: /b.png}\n---\n"}, "warning a.md [/b.png] there is "
     "no image at /b.png | no page or file has this address; jekyll-seo-tag names it where the page is shared"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "said"), SAID)
def test_what_a_rule_says(rule: str, files: Files, said: str, tmp_path: Path) -> None:
    assert told(rule, files, tmp_path) == [said]


def test_some_of_the_links_to_a_hidden_collection_are_shown(tmp_path: Path) -> None:
    links = "".join(f"[B](/boats/b{n}.html)\n" for n in range(5))
    boats = {f"_boats/b{n}.md": PAGE for n in range(5)}
    files = {**boats, "_config.yml": "collections: [boats]\n", "index.md": PAGE + links}
    report = check_folder(write_site(tmp_path, files), settings_for(load_rules()["unpublished-post"]))
    (finding,) = report.findings
    assert finding.message == "the collection boats has no pages, but 5 links lead to its documents"
    assert [related.note for related in finding.related] == [f"leads to _boats/b{n}.md" for n in range(3)]
