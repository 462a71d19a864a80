"""What a site's own Ruby may do, as read from its text, against what it did in a real build."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.reference.jekyll import own_ruby_golden as golden

from sitecheck.jekyll import Site, load_site

NAMES = [name for name in golden.names() if name != "plain"]
MADE = golden.read()


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    golden.write_site(request.param, tmp_path)
    return load_site(tmp_path)


def brought(name: str) -> dict[str, Any]:
    found: dict[str, Any] = MADE[name]
    return found


@pytest.mark.parametrize(("site", "name"), [(name, name) for name in NAMES], indirect=["site"])
def test_every_output_of_the_build_is_known_or_may_exist(site: Site, name: str) -> None:
    unforeseen = [
        output
        for output in brought(name)["outputs"]
        if output not in site.by_output and not site.may_exist(output)
    ]
    assert not unforeseen


@pytest.mark.parametrize(("site", "name"), [(name, name) for name in NAMES], indirect=["site"])
def test_every_tag_of_the_build_is_named(site: Site, name: str) -> None:
    assert set(brought(name)["tags"]) <= site.liquid_names.tags or site.liquid_names.reasons


@pytest.mark.parametrize(("site", "name"), [(name, name) for name in NAMES], indirect=["site"])
def test_a_page_that_comes_out_otherwise_is_unsure(site: Site, name: str) -> None:
    if brought(name)["index"] == MADE["plain"]["index"]:
        return
    ruby = site.own_ruby
    (index,) = (page for page in site.pages if page.path == "index.md")
    values = ruby.why(ruby.data, "d") or ruby.why(ruby.front_matter, "k") or ruby.why(ruby.settings, "title")
    values = values or ruby.why(ruby.variables, "v")
    assert ruby.why_text(index) or values or site.may_exist("any/page.html")


@pytest.mark.parametrize(
    ("site", "name"), [(name, name) for name in ("payload-variable", "tag-variable")], indirect=["site"]
)
def test_templates_have_the_variable_that_a_hook_or_a_tag_gives(site: Site, name: str) -> None:
    assert "text set" in brought(name)["index"]
    assert site.own_ruby.variables == {"v": "_plugins/a.rb"}
    assert not site.own_ruby.settings


@pytest.mark.parametrize(
    ("site", "name"), [(name, name) for name in golden.SITES["keeps"]], indirect=["site"]
)
def test_what_a_page_says_is_known_where_only_others_are_changed(site: Site, name: str) -> None:
    assert brought(name)["index"] == MADE["plain"]["index"]
    ruby = site.own_ruby
    (index,) = (page for page in site.pages if page.path == "index.md")
    values = ((ruby.front_matter, "k"), (ruby.settings, "title"), (ruby.data, "d"))
    assert not ruby.why_text(index)
    assert not any(ruby.why(each, key) for each, key in values if (name, key) != ("made-values", "d"))
    assert not ruby.unknown_liquid


@pytest.mark.parametrize("site", golden.SITES["nothing"], indirect=True)
def test_what_makes_nothing_hides_nothing(site: Site) -> None:
    assert all(each.of_any_site for each in site.unsure)
    assert not site.liquid_names.reasons


@pytest.mark.parametrize(("site", "names"), list(golden.SITES["exactly"].items()), indirect=["site"])
def test_names_that_are_written_are_all_that_may_exist(site: Site, names: list[str]) -> None:
    assert all(site.may_exist(name) for name in names)
    assert not any(
        site.may_exist(name) for name in ("a.html", "made/a.html", "docs/a.txt", "x/search.json", "b/")
    )


@pytest.mark.reference
def test_golden_results_are_what_jekyll_makes_now() -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    names = ["plain", "tag-pages", "post-write", "payload"]
    assert golden.build(names) == {name: MADE[name] for name in names}
