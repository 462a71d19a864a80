from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.fuzz.limits import slowness
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Payload, Resolver, load_site
from sitecheck.jekyll.plugins.gemfile import (
    Demand,
    bundled_plugins,
    demanded_gems,
    grouped_gems,
    theme_plugins,
)
from sitecheck.liquid import PlainHost, parse, render
from sitecheck.model.unknown import words


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def test_gems_of_the_plugin_group_are_found_and_others_are_not(tmp_path: Path) -> None:
    gemfile = (
        'gem "jekyll"\n# gem "jekyll-toc", group: :jekyll_plugins\ngem "github-pages", group: :jekyll_plugins\n'
        "group :jekyll_plugins do\n  gem 'jekyll-feed', '~> 0.12'\nend\ngroup :test do\n  gem 'rspec'\nend\n"
    )
    assert bundled_plugins(write(tmp_path, Gemfile=gemfile), frozenset()) == {"github-pages", "jekyll-feed"}


@pytest.mark.parametrize("gem", ["", "gem 'b', group: :c\n"])
def test_groups_that_stand_in_each_other_without_end_are_not_followed(tmp_path: Path, gem: str) -> None:
    blocks = "".join(f"group :a{number} do\n{gem}" for number in range(2_000))
    assert grouped_gems(write(tmp_path, Gemfile=f"gem 'a'\n{blocks}")) is None
    many = "".join(f" :a{number}," for number in range(2_000))
    assert grouped_gems(write(tmp_path, Gemfile=f"gem 'a'\ngroup{many} do\n{gem}end\n")) is None
    few = "group :a, :b do\nif x\ngem 'c', group: [:d]\nend\nend\n" * 100
    assert grouped_gems(write(tmp_path, Gemfile=few)) == {"c": {"a", "b", "d"}}


def test_lists_of_groups_without_end_are_read_in_linear_time(tmp_path: Path) -> None:
    started = time.process_time()
    assert grouped_gems(write(tmp_path, Gemfile="gem 'a', " + "group:[" * 28_000)) == {"a": {"default"}}
    assert time.process_time() - started < 5 * slowness()


@pytest.mark.parametrize(
    ("rest", "demand"),
    [
        ("", Demand()),
        (", '~> 7.1', '>= 7.1.1'", Demand((7, 1, 1), (8,))),
        (", '~> 7.1.2'", Demand((7, 1, 2), (7, 2))),
        (', "~> 7"', Demand((7,), (8,))),
        (", '4.2.0', group: :jekyll_plugins", Demand((4, 2, 0), (4, 2, 0, 0))),
        (", '>= 4', '< 5', '<= 4.9'", Demand((4,), (4, 9, 0))),
        (", '< 5', '> 3'", Demand((3,), (5,))),
        (", '= 1.2'", Demand((1, 2), (1, 2, 0))),
        (", '!= 3'", Demand()),
        (", '< 3', '< 2', '< 4'", Demand((), (2,))),
        (", '>= 1', '>= 1.5', '>= 1.2'", Demand((1, 5))),
        (", git: 'https://x.org/y', tag: '1.0'", Demand()),
    ],
)
def test_the_releases_that_a_gemfile_allows(tmp_path: Path, rest: str, demand: Demand) -> None:
    assert demanded_gems(write(tmp_path, Gemfile=f"gem 'a'{rest}\n# gem 'b', '1'\n")) == {"a": demand}


def test_a_site_without_gemfile_demands_nothing(tmp_path: Path) -> None:
    assert demanded_gems(tmp_path) == {}
    assert Demand((1,), (2, 5)).has_newest_since((2, 4))
    assert not Demand((1,), (2, 5)).has_newest_since((2, 5))
    assert Demand((3,)).has_newest_since((9,))


def test_a_theme_brings_the_plugins_of_its_gemspec(tmp_path: Path) -> None:
    spec = (
        'spec.add_runtime_dependency "jekyll-feed", "~> 0.9"\nspec.add_development_dependency "jekyll-toc"\n'
    )
    of_theme = theme_plugins(write(tmp_path, Gemfile="gemspec\n", x__gemspec=spec))
    assert bundled_plugins(tmp_path, of_theme) == of_theme == {"jekyll-feed"}
    assert bundled_plugins(write(tmp_path, Gemfile="gem 'jekyll'\n"), of_theme) == frozenset()


def test_what_a_bundled_plugin_makes_may_exist_and_nothing_else(tmp_path: Path) -> None:
    site = load_site(
        write(tmp_path, Gemfile="group :jekyll_plugins do\ngem 'jekyll-feed'\nend\n", a__md="---\n---\n")
    )
    assert "jekyll-feed" in words(site.may_exist("feed.xml"))
    assert not site.may_exist("b.html")
    assert "feed.xml" not in site.by_output


def test_an_unknown_bundled_plugin_may_make_anything(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, Gemfile="group :jekyll_plugins do\ngem 'jekyll-wonder'\nend\n"))
    assert "jekyll-wonder" in words(site.may_exist("b.html"))


def resolved(folder: Path, href: str, markdown: bool = True) -> str:
    site = load_site(write(folder, a__md="---\n---\n", b__md="---\n---\n"))
    return Resolver(site).resolve("/a.html", href, markdown).status


def test_a_link_to_a_markdown_file_is_not_broken_where_github_pages_may_build(tmp_path: Path) -> None:
    assert resolved(tmp_path, "b.md") == "ok"
    assert resolved(tmp_path, "c.md") == "broken-page"
    assert resolved(tmp_path, "b.md", markdown=False) == "broken-page"


def test_it_is_broken_when_the_gemfile_builds_without_the_plugin(tmp_path: Path) -> None:
    assert resolved(write(tmp_path, Gemfile='gem "jekyll"\n'), "b.md") == "broken-page"


def test_gems_are_likely_plugins_of_a_site_without_others(make: MakeSite) -> None:
    files = {"_config.yml": "gems: [jekyll-feed]\n", "Gemfile": "gem 'jekyll'\n"}
    site = make(files)
    assert site.config.gems_are_likely
    assert "feed.xml" in site.by_output
    site = make({**files, "Gemfile": "gem 'jekyll', '~> 4.0'\n"})
    assert not site.config.gems_are_likely
    site = make({**files, "Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"})
    assert not site.config.gems_are_likely
    assert "feed.xml" not in site.by_output


@pytest.mark.parametrize(
    ("release", "runs"), [("3.9.5", True), ("2.5.3", True), ("4.3.4", False), ("", False)]
)
def test_gems_are_plugins_for_old_releases_of_jekyll(make: MakeSite, release: str, runs: bool) -> None:
    lock = f"GEM\n  specs:\n    jekyll ({release})\n" if release else ""
    config = "gems: [jekyll-feed]\nplugins: [jekyll-sitemap]\n"
    site = make({"_config.yml": config, "Gemfile": "", "Gemfile.lock": lock})
    assert ("jekyll-feed" in site.config.plugins) is runs
    assert ("feed.xml" in site.by_output) is runs
    assert "jekyll-sitemap" in site.config.plugins


@pytest.mark.parametrize(
    ("gemfile", "runs"), [(None, True), ('gem "github-pages"\n', True), ('gem "jekyll", ">= 4"\n', False)]
)
def test_gems_are_plugins_where_github_pages_may_build(
    make: MakeSite, gemfile: str | None, runs: bool
) -> None:
    files = {"_config.yml": "gems: [jekyll-feed]\n", "index.md": "---\n---\n"}
    site = make(files if gemfile is None else {**files, "Gemfile": gemfile})
    assert ("jekyll-feed" in site.config.plugins) is runs


@pytest.mark.parametrize(("release", "stops"), [("0.12.0", 0), ("2.5.3", 0), ("3.9.5", 1), ("", 1)])
def test_plugins_named_a_folder_before_jekyll_3(make: MakeSite, release: str, stops: int) -> None:
    lock = f"GEM\n  specs:\n    jekyll ({release})\n" if release else ""
    tag = "Liquid::Template.register_tag('aside', Aside)\n"
    site = make({"_config.yml": "plugins: ./own\n", "Gemfile.lock": lock, "own/a.rb": tag})
    assert len(site.config.problems) == stops
    assert site.config.plugin_folders == ("own",)
    assert "aside" in site.liquid_names.tags


@pytest.mark.parametrize(
    ("gemfile", "template", "known"),
    [
        ("gem 'github-pages'\n", "':path.html'", {"a/b.jpg"}),
        ("gem 'github-pages'\n", "/x/:name/", {"b.jpg"}),
        ("gem 'github-pages'\n", "/:collection/:path/", set()),
        ("gem 'github-pages'\n", f"/{'x' * 70_000}/:path", set()),
        ("gem 'jekyll', '~> 4.3'\n", "':path.html'", set()),
    ],
)
def test_files_of_collections_keep_their_names_before_jekyll_4(
    make: MakeSite, gemfile: str, template: str, known: set[str]
) -> None:
    """``StaticFile#destination`` of 3.10: the folder of the address, then the name of the file."""
    config = f"collections: {{notes: {{output: true, permalink: {template}}}}}\n"
    site = make(
        {"_config.yml": config, "Gemfile": gemfile, "_notes/a/b.jpg": "", "_notes/a/c.md": "---\n---\n"}
    )
    outputs = {output for each in site.unsure for output in each.outputs}
    assert outputs == known


@pytest.mark.parametrize(
    ("release", "told"),
    [
        ("2.5.3", []),
        ("3.0.5", []),
        ("3.1.6", []),
        ("3.2.1", ["theme is empty"]),
        ("4.3.4", ["theme is empty"]),
    ],
)
def test_themes_came_with_jekyll_3_2(make: MakeSite, release: str, told: list[str]) -> None:
    lock = f"GEM\n  specs:\n    jekyll ({release})\n"
    site = make({"_config.yml": "theme: ''\n", "Gemfile.lock": lock})
    assert [each.message for each in site.config.problems] == told


@pytest.mark.parametrize(
    ("release", "copied"),
    [
        ("3.10.0", {"a%2Fb", "a%2Fc%2Fd", "e...png"}),
        ("4.3.4", {"a/b", "a/c/d", "e.png"}),
    ],
)
def test_copied_files_keep_their_names_before_jekyll_4(
    make: MakeSite, release: str, copied: set[str]
) -> None:
    """``StaticFile#destination`` of 3.10 takes the name, that of 4.0 the address, unescaped; a copy of
    another site has both ``a%2F`` and ``a%2Fb``, which are a file and a folder to Jekyll 4."""
    lock = f"GEM\n  specs:\n    jekyll ({release})\n"
    site = make({"Gemfile.lock": lock, "a%2Fb": "", "a%2Fc%2Fd": "", "e...png": ""})
    assert {each.output for each in site.static} == copied


@pytest.mark.parametrize(
    ("files", "stops"),
    [
        ({}, 0),
        ({"Gemfile": "gem 'github-pages'\n"}, 0),
        ({"Gemfile": "gem 'jekyll', '~> 3.8'\n"}, 0),
        ({"Gemfile": "gem 'jekyll', '~> 4.3'\n"}, 1),
        ({"Gemfile": "gem 'jekyll'\n"}, 0),
        ({"Gemfile": "gem 'jekyll'\n", "netlify.toml": ""}, 1),
        ({"Gemfile": "gem 'jekyll'\n", "Gemfile.lock": "GEM\n  specs:\n    jekyll (3.10.0)\n"}, 0),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.4.1)\n"}, 1),
    ],
)
def test_text_was_split_at_its_commas_before_jekyll_4(
    make: MakeSite, files: dict[str, str], stops: int
) -> None:
    """``Configuration#check_include_exclude`` of 3.10; that of 4.0 raises."""
    site = make(
        {"_config.yml": "exclude: own, b.html\n", "own/a.html": "", "b.html": "", "c.html": "", **files}
    )
    assert len(site.config.problems) == stops
    assert {"own/a.html", "b.html", "c.html"} & set(site.by_output) == {"c.html"}
    empty = make({"_config.yml": "include:\nexclude:\n", "vendor/bundle/a.html": "", **files})
    assert len(empty.config.problems) == 2 * stops
    assert "vendor/bundle/a.html" not in empty.by_output, "the default"


@pytest.mark.parametrize(
    ("gemfile", "shown"),
    [
        ("gem 'github-pages', '34'\n", "x"),
        ("gem 'jekyll', '~> 2.5'\n", "x"),
        ("gem 'github-pages', '< 232'\n", ""),
        ("gem 'github-pages'\n", ""),
    ],
)
def test_collections_were_a_mapping_before_jekyll_3(make: MakeSite, gemfile: str, shown: str) -> None:
    config = "collections: {topics: {output: true}}\n"
    text = "---\nx: 1\n---\n"
    site = make({"_config.yml": config, "Gemfile": gemfile, "_topics/a.md": text})
    template = parse("{% if site.collections.topics.docs.size == 1 %}x{% endif %}", "t.html")
    assert render(template, PlainHost(Payload(site).roots(None))).mapped.text == shown


@pytest.mark.parametrize(("named", "tag"), [("plugins_dir: own\n", "outer"), ("", "inner")])
def test_a_folder_of_plugins_that_is_named_starts_beside_the_source(
    make: MakeSite, named: str, tag: str
) -> None:
    ruby = "Liquid::Template.register_tag('{}', A)\n"
    site = make(
        {
            "_config.yml": f"source: src\n{named}",
            "own/a.rb": ruby.format("outer"),
            "src/own/a.rb": ruby.format("wrong"),
            "src/_plugins/a.rb": ruby.format("inner"),
        }
    )
    assert site.liquid_names.tags >= {tag}
    assert site.liquid_names.tags.isdisjoint({"outer", "inner", "wrong"} - {tag})


@pytest.mark.parametrize(("gemfile", "made"), [(None, True), ('gem "jekyll"\n', False)])
def test_a_readme_is_the_home_page_where_nothing_but_github_pages_builds(
    make: MakeSite, gemfile: str | None, made: bool
) -> None:
    files = {"_config.yml": "", "README.md": "# T\n", "sub/README.md": "# S\n"}
    files["_config.yml"] = "title: T\n" if gemfile is None else ""
    site = make(files if gemfile is None else {**files, "Gemfile": gemfile})
    outputs = {route.output for route in site.routes}
    assert ({"index.html", "sub/index.html"} <= outputs) is made
    assert not any(map(site.may_exist, ("index.html", "sub/index.html", "other/index.html")))


@pytest.mark.parametrize(
    ("more", "may_be"),
    [
        ({}, True),
        ({"Gemfile": 'gem "jekyll"\n'}, False),
        ({"Gemfile": 'gem "jekyll"\n', "CNAME": "example.org\n"}, True),  # of GitHub Pages, which heeds none
    ],
)
def test_a_readme_may_be_a_page_where_the_site_has_a_home_page(
    make: MakeSite, more: dict[str, str], may_be: bool
) -> None:
    files = {"_config.yml": "", "index.html": "", "README.md": "# T\n", "sub/README.md": "# S\n"}
    site = make({**files, **more})
    assert bool(site.may_exist("sub/index.html")) is may_be
    assert not site.may_exist("other/index.html")


@pytest.mark.parametrize(
    ("files", "is_folder"),
    [
        ({"Gemfile": "gem 'jekyll', '~> 2.0'\n"}, True),
        ({"Gemfile": "gem 'jekyll', '~> 0.12'\n"}, True),
        ({"Gemfile": "gem 'jekyll', '>= 2.0'\n"}, False),
        ({"Gemfile": "gem 'jekyll', '~> 2.0'\n", "Gemfile.lock": "GEM\n  specs:\n    jekyll (3.9.0)\n"}, False),
        ({"Gemfile": "gem 'jekyll', '~> 3.0'\n", "Gemfile.lock": "GEM\n  specs:\n    jekyll (2.5.3)\n"}, True),
        ({}, False),
    ],
)  # fmt: skip
def test_a_gemfile_tells_the_release_where_no_lock_does(
    make: MakeSite, files: dict[str, str], is_folder: bool
) -> None:
    site = make({"_config.yml": "plugins: plugins\n", "index.md": "---\n---\n", **files})
    assert (site.config.problems == ()) is is_folder


@pytest.mark.parametrize(
    ("release", "tag", "script", "is_refused"),
    [("1.5.1", True, False, False), ("2.5.3", True, True, False), ("3.9.0", False, False, True)],
)
def test_what_jekyll_brings_and_takes_before_version_3(
    make: MakeSite, release: str, tag: bool, script: bool, is_refused: bool
) -> None:
    lock = f"GEM\n  specs:\n    jekyll ({release})\n"
    files = {
        "_config.yml": "relative_permalinks: true\npaginate: 1\n",
        "Gemfile": "gem 'jekyll'\n",
        "Gemfile.lock": lock,
        "a.coffee": "---\n---\n",
        "index.html": "---\n---\n{% gist 1 %}",
        "_posts/2020-01-01-a.md": "---\n---\n",
        "_posts/2020-01-02-a.md": "---\n---\n",
    }
    site = make(files)
    assert ("gist" in site.liquid_names.tags) is tag
    assert ("page2/index.html" in site.by_output) is tag
    assert ("a.js" in site.by_output) is script
    assert [each.kind for each in site.config.problems] == ["relative-permalinks"] * is_refused
