"""``_config.yml``: defaults, merging, what is wrong in it, GitHub Pages."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import SiteOptions, load_config
from sitecheck.jekyll.configuration.config import Config, ConfigFile
from sitecheck.jekyll.templates.payload import Payload
from sitecheck.liquid.values import Drop, Unknown
from sitecheck.model.span import Span
from sitecheck.model.unknown import words
from sitecheck.text.yaml_tree import Entry, load_yaml


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        (root / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        *((f"'{word}'", True) for word in ("", "false", "no", "off", "n", "0", "Off", " NO ")),
        *((word, False) for word in ("off", "false", "'on'", "'true'", "yes", "~")),
        ("0", True),
        ("1", False),
    ],
)
def test_a_switch_that_is_meant_to_be_off_is_on(value: str, is_told: bool, tmp_path: Path) -> None:
    """For Ruby all but ``false`` and nothing is true."""
    config = load_config(write(tmp_path, _config=f"future: {value}\n"))
    assert [each.message.partition(":")[0] for each in config.problems] == ["future is on"] * is_told


def test_no_configuration_gives_jekylls_defaults(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert config.files == ()
    assert config.problems == ()
    assert config["permalink"] == "date"
    off = ("safe", "strict_front_matter", "future", "unpublished", "lsi", "incremental", "detach")
    assert [config[key] for key in (*off, "show_dir_listing", "quiet", "verbose")] == [False] * 10
    assert config["limit_posts"] == 0
    assert config["liquid"] == {"error_mode": "warn", "strict_filters": False, "strict_variables": False}
    assert config["kramdown"] == {
        "auto_ids": True,
        "toc_levels": [1, 2, 3, 4, 5, 6],
        "entity_output": "as_char",
        "input": "GFM",
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "hard_wrap": False,
        "guess_lang": True,
        "footnote_nr": 1,
        "show_warnings": False,
    }
    assert config.collections["posts"]["permalink"] == "/:categories/:year/:month/:day/:title:output_ext"
    assert ".md" in config.markdown_ext
    assert config.baseurl == ""


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("package.json", '{"scripts": {"a": "bundle exec jekyll build --config in/a.yml"}}', ["in/a.yml"]),
        (
            "Makefile",
            "a:\n\tjekyll s --config=in/b.yml\nb:\n\tjekyll b -d x --config 'in/a.yml'\n",
            ["in/a.yml"],
        ),
        ("Rakefile", "sh 'jekyll serve --config in/a.yml,in/b.yml'\n", ["in/a.yml", "in/b.yml"]),
        (
            "Makefile",
            "a:\n\tjekyll $(action) --trace --config in/a.yml,in/b.yml$(more)\n",
            ["in/a.yml", "in/b.yml"],
        ),
        ("Makefile", "a:\n\tjekyll build --config in/a.yml,in/none.yml\n", []),
        ("Makefile", "a:\n\tjekyll build --config ../a.yml\n", []),
        ("Makefile", f"a:\n\tjekyll build --config in/{'a' * 5_000}.yml\n", []),
        ("Makefile", "a:\n\tjekyll build && other --config in/a.yml\n", []),
        ("notes.md", "jekyll build --config in/a.yml\n", []),
        ("ci.sh", "jekyll build -V \\\n  --config 'in/a.yml'\n", ["in/a.yml"]),
        ("Makefile", "a:\n\tjekyll b --config in/test.yml\nb:\n\tjekyll b --config in/a.yml\n", ["in/a.yml"]),
        ("_tasks/a.rake", 'jekyll("build --config in/b.yml,in/_integ.yml")\n', []),
        ("_tasks/a.rake", 'jekyll("build --config in/a.yml")\njekyll "doctor"\n', ["in/a.yml"]),
        ("../lib/tasks/a.rake", "sh 'jekyll build --config site/in/a.yml'\n", ["in/a.yml"]),
        ("rakelib/a.rake", "sh 'jekyll build --config in/a.yml'\n", ["in/a.yml"]),
        ("tasks/a.rake", "sh 'jekyll build --config in/a.yml'\n", ["in/a.yml"]),
        ("_tasks/a.rb", "sh 'jekyll build --config in/a.yml'\n", []),
        ("../Makefile", "a:\n\tjekyll build -s site --config site/in/a.yml\n", ["in/a.yml"]),
        ("../.github/workflows/a.yml", "run: cd site; jekyll build --config in/a.yml\n", ["in/a.yml"]),
    ],
)
def test_a_configuration_that_only_a_command_names(
    tmp_path: Path, name: str, text: str, read: list[str]
) -> None:
    root = tmp_path / "site"
    (root / "in").mkdir(parents=True)
    write(tmp_path, a="permalink: /z\n")
    write(root / "in", a="permalink: /a\n", b="title: b\n", test="permalink: /t\n")
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")
    config = load_config(root)
    assert [file.path for file in config.files] == read
    assert config["permalink"] == ("/a" if read else "date")
    write(root, _config="permalink: /own\n")
    assert load_config(root)["permalink"] == "/own"


BUILD = "jekyll build --config _config.yml,"


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("build.sh", f"{BUILD}b.yml\n", ["_config.yml", "b.yml"]),
        ("build.sh", f"{BUILD}b.yml,_config.dev.yml\n{BUILD}b.yml\n", ["_config.yml", "b.yml"]),
        ("build.sh", f"{BUILD}_config.dev.yml\n{BUILD}b.yml\n", ["_config.yml", "b.yml"]),
        ("build.sh", f"{BUILD}c.yml\n{BUILD}b.yml\n", ["_config.yml"]),
        (
            "build.sh",
            f"jekyll b --watch --config _config.yml,c.yml\n{BUILD}b.yml\n",
            ["_config.yml", "b.yml"],
        ),
        ("build.sh", f"{BUILD}c.yml -w\n{BUILD}b.yml\n", ["_config.yml", "b.yml"]),
        ("build.sh", f"{BUILD}c.yml,b.yml\njekyll serve\n", ["_config.yml", "c.yml", "b.yml"]),
        ("build.sh", f"{BUILD}b.yml\njekyll build\n", ["_config.yml"]),
        ("build.sh", f"{BUILD}_config.dev.yml\n", ["_config.yml"]),
        ("build.sh", f"{BUILD}none.yml\n", ["_config.yml"]),
        ("build.sh", "jekyll build --config b.yml\n", ["_config.yml"]),
        ("build.sh", "jekyll serve --config _config.yml,b.yml\n", ["_config.yml"]),
        ("../build.sh", "jekyll build --config 'site/_config.yml,site/b.yml'\n", ["_config.yml", "b.yml"]),
        ("../other.txt", f"{BUILD}b.yml\n", ["_config.yml"]),
    ],
)
@pytest.mark.parametrize("gemfile", ["site/Gemfile", "Gemfile", "none"])
def test_what_every_build_reads_is_read(
    tmp_path: Path, name: str, text: str, read: list[str], gemfile: str
) -> None:
    root = tmp_path / "site"
    root.mkdir()
    write(root, _config="title: a\n", b="title: b\n", c="title: c\n")
    write(root, **{"_config.dev": "title: d\n"})
    (tmp_path / ".git").mkdir()
    (tmp_path / gemfile).write_text("")
    (root / name).write_text(text, encoding="utf-8")
    files = [file.path for file in load_config(root).files]
    assert files == (read if gemfile != "none" else ["_config.yml"])


def test_a_configuration_that_no_command_names_is_not_known(make: MakeSite) -> None:
    site = make({"_config_base.yml": "theme: x\n", "_layouts/a.html": ""})
    assert site.config.unread == "_config_base.yml"
    assert site.may_exist("a.html")
    drop = Payload(site).site_drop(None)
    assert isinstance(drop, Drop)
    assert isinstance(drop.liquid_get("talks"), Unknown)
    assert drop.liquid_has("talks")
    named = {"_config.yml": "", "_config_base.yml": "theme: x\n"}
    assert not make(named).config.unread
    assert not make({"my_config.yml": "", "_layouts/a.html": ""}).config.unread


@pytest.mark.posix
def test_a_configuration_that_is_a_link_out_is_not_known(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (root / "_config.yml").symlink_to(write(tmp_path, other="title: x\n") / "other.yml")
    assert load_config(root).unread == "_config.yml"


def test_what_jekyll_includes_excludes_and_keeps(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert config["include"] == [".htaccess"]
    assert config["keep_files"] == [".git", ".svn"]
    assert config["exclude"] == [
        *(".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"),
        *("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"),
    ]


@pytest.mark.parametrize("name", ["_config.yml", "_config.yaml", "_config.toml"])
def test_how_the_configuration_may_be_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    assert [file.path for file in load_config(tmp_path).files] == [name]


def test_a_null_keeps_the_default_and_excludes_are_added_to(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, _config="permalink:\nexclude: [mine]\ninclude: [_pages]\n"))
    assert config["permalink"] == "date"
    assert config["exclude"][0] == "mine"
    assert "node_modules" in config["exclude"]
    assert config["include"] == ["_pages"]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        *[("/a", "/a"), ("a/", "/a"), ("/", ""), ("''", ""), ("", ""), ("/a/b/", "/a/b")],
        *[("https://x.org/a", "/a"), ("https://x.org", ""), ("'//x.org'", ""), ("//x.org/a/", "/a")],
    ],
)
def test_the_base_path_has_a_slash_before_and_none_after(tmp_path: Path, written: str, base: str) -> None:
    assert load_config(write(tmp_path, _config=f"baseurl: {written}\n")).baseurl == base


def test_several_files_are_merged_in_their_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        _config="title: one\nkramdown: {input: X, a: 1}\n",
        _dev="title: two\nkramdown: {input: Y}\n",
    )
    config = load_config(tmp_path, SiteOptions(config=("_config.yml", "_dev.yml")))
    assert config["title"] == "two"
    assert config["kramdown"]["input"] == "Y"
    assert config["kramdown"]["a"] == 1
    found = config.entry("title")
    assert found is not None
    assert found[0] == "_dev.yml"


@pytest.mark.parametrize(
    ("text", "kind", "at"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", "a: 3"),
        ("title: A: b\n", "syntax", ": b"),
        ("- a\n", "not-a-mapping", "- a"),
        ("plugins: jekyll-feed\n", "plugins-folder", "jekyll-feed"),
        ("plugins: {a: b}\n", "invalid-value", "{a: b}"),
        ("exclude:\ninclude: [x]\n", "of-jekyll-4", "\n"),
        ("permalink: 3\n", "invalid-value", "3"),
        ("collections: posts\n", "invalid-value", "posts"),
        ("defaults:\n  scope: x\n", "invalid-value", "scope: x"),
        ("defaults:\n  a: {values: {}}\n", "invalid-value", "a: {values: {}}"),
        ("defaults:\n- {scope: pages, values: {a: 1}}\n", "invalid-value", "pages"),
        ("limit_posts: -2\n", "invalid-value", "-2"),
        ("timezone: Mars/Base\n", "unknown-timezone", "Mars"),
        ("x: &x [a, 1]\ninclude: *x\n", "invalid-value", "*x"),
        ("time: one day\n", "invalid-value", "one day"),
        ("collections: [a, 1]\n", "invalid-value", "1]"),
        ("collections: {a: {permalink: 1}}\n", "unasked-value", "1}"),
        ("collections: {a: {output: true, permalink: 1}}\n", "invalid-value", "1}"),
        ("collections: {posts: {output: false, permalink: 1}}\n", "invalid-value", "1}"),
        ("collections: {a: {output: true, permalink: null}}\n", "invalid-value", "null}"),
        ("collections: {a: {output: 'no'}}\n", "invalid-value", "'no'"),
        ("liquid: {strict_filters: 'false'}\n", "invalid-value", "'false'"),
        ("liquid: {strict_variables: 0}\n", "invalid-value", "0}"),
        ("include: [a, 1]\n", "invalid-value", "1]"),
        ("relative_permalinks: true\n", "relative-permalinks", "true"),
        ("liquid: 'false'\n", "invalid-value", "'false'"),
        ("destination: 1\n", "invalid-value", "1"),
        ("destination: .\n", "invalid-value", "."),
        ("destination: ../..\n", "invalid-value", "../.."),
        ("source: a/b\ndestination: a\n", "invalid-value", "a\n"),
        ("kramdown: {toc_levels: 7..9}\n", "invalid-value", "7..9"),
    ],
)
def test_what_is_wrong_has_a_place(tmp_path: Path, text: str, kind: str, at: str) -> None:
    config = load_config(write(tmp_path, _config=text))
    (problem,) = config.problems
    assert problem.kind == kind
    assert problem.path == "_config.yml"
    assert text[problem.span.start :].startswith(at)
    assert config.collections["posts"]["output"] is True, "the rest still works"


@pytest.mark.parametrize(
    "text",
    [
        "baseurl: /x\n",
        "collections: [a, b]\n",
        "limit_posts: 5\ntimezone: Europe/Rome\n",
        "timezone: utc\n",
        "time: '2024-01-31 12:00:00 +0000'\n",
        "time: '0000-01-31 12:00:00 +0000'\n",  # Ruby has that year
        "collections: {a: , b: false, c: {}, d: {permalink: /x, output: false}}\n",
        "collections: {posts: {permalink: }, b: {permalink: false}}\n",
        "relative_permalinks: false\n",
        "liquid: {strict_filters: false, strict_variables: true}\n",
        "destination: /tmp/x\n",
        "source: a\ndestination: b\n",
        "source: a/b\ndestination: a/c\n",
    ],
)
def test_what_is_right_is_no_problem(tmp_path: Path, text: str) -> None:
    assert load_config(write(tmp_path, _config=text)).problems == ()


@pytest.mark.parametrize(
    ("written", "read"), [("", "/:title"), ("false", "/:title"), ("''", ""), ("/x", "/x")]
)
def test_posts_have_the_address_that_their_collection_says(tmp_path: Path, written: str, read: str) -> None:
    text = f"permalink: /:title\ncollections: {{posts: {{permalink: {written}}}}}\n"
    assert load_config(write(tmp_path, _config=text)).collections["posts"]["permalink"] == read


def test_unreadable_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_bytes(b"title: \xff\n")
    assert load_config(tmp_path).problems[0].kind == "undecodable"
    missing = load_config(tmp_path, SiteOptions(config=("nope.yml",)))
    assert missing.problems[0].kind == "unreadable"


def test_the_time_zone_of_the_site(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, _config="timezone: Asia/Tokyo\n"))
    assert config.time.utcoffset() == timedelta(hours=9)


def test_toml_is_read_or_said_not_to_be(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text('title = "T"\n[kramdown]\ninput = "X"\n', encoding="utf-8")
    config = load_config(tmp_path)
    assert config["title"] == "T" or config.problems[0].kind == "no-toml"


def test_toml_is_not_read_where_python_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    (tmp_path / "_config.toml").write_text('title = "T"\n', encoding="utf-8")
    config = load_config(tmp_path)
    (problem,) = config.problems
    assert (problem.kind, problem.path, problem.span, problem.stops) == (
        *("no-toml", "_config.toml", Span(0, 0), False),
    )
    assert (config["title"], [file.text for file in config.files]) == (None, ['title = "T"\n'])


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 reads no TOML")
def test_faults_of_toml_are_told_for_the_whole_file(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text("title = \n", encoding="utf-8")
    (problem,) = load_config(tmp_path).problems
    assert (problem.kind, problem.span) == ("syntax", Span(0, 9))
    assert "Invalid value" in problem.message


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 reads no TOML")
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a" + ".a" * 100 + " = 1", []),
        ("a" + ".a" * 101 + " = 1", ["too-deep"]),
        ("a" + ".a" * 30_000 + " = 1", ["too-deep"]),
        ("#" * 500_000, []),
        ("#" * 500_001, ["too-deep"]),
        ("a = " + "[" * 200 + "]" * 200, ["too-deep"]),
        ("a = " + "[" * 199 + "]" * 199, []),
        ("a = " + "[" * 10_000 + "]" * 10_000, ["too-deep"]),
        ("a = " + "9" * 5_000, ["syntax"]),
    ],
)
def test_what_toml_takes_of_the_machine_is_bounded(text: str, kinds: list[str], tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text(text, encoding="utf-8")
    tracemalloc.start()
    try:
        config = load_config(tmp_path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ([problem.kind for problem in config.problems], most < 20_000_000) == (kinds, True)
    assert config.unread == ("_config.toml" if kinds == ["too-deep"] else "")


@pytest.mark.parametrize("value", ["[" * 201 + "]" * 201, "&a [*a]"])
def test_of_a_configuration_that_jekyll_alone_reads_nothing_is_known(value: str, tmp_path: Path) -> None:
    assert load_config(write(tmp_path, _config=f"x: {value}\nbaseurl: /b\n")).unread == "_config.yml"


@pytest.mark.parametrize(
    ("settings", "plugins"),
    [
        ("", {"jekyll-feed", "5"}),
        ("safe: false\nwhitelist: []\n", {"jekyll-feed", "5"}),
        ("safe: true\n", set()),
        ("safe: true\nwhitelist: [jekyll-feed, jekyll-sitemap]\n", {"jekyll-feed"}),
        ("safe: true\nwhitelist: [[a], {b: c}, null, 5, jekyll-feed]\n", {"jekyll-feed", "5"}),
        ("safe: true\nwhitelist: [[a, [jekyll-feed]], b]\n", {"jekyll-feed"}),
        ("safe: true\nwhitelist: jekyll-feed\n", {"jekyll-feed"}),
        ("safe: true\nwhitelist: 5\n", {"5"}),
        *(
            (f"safe: true\nwhitelist: {value}\n", set())
            for value in ("jekyll-feed2", "false", "{jekyll-feed: 1}", "null")
        ),
    ],
)
def test_in_safe_mode_the_plugins_of_the_white_list_run(
    settings: str, plugins: set[str], tmp_path: Path
) -> None:
    write(tmp_path, _config=f"plugins: [jekyll-feed, 5]\n{settings}")
    assert load_config(tmp_path).plugins == plugins


def test_github_pages_forces_and_adds(tmp_path: Path) -> None:
    write(tmp_path, _config="plugins: [jekyll-feed, jekyll-archives]\nsafe: false\n")
    plain = load_config(tmp_path)
    assert plain.plugins == {"jekyll-feed", "jekyll-archives"}
    assert plain["future"] is False
    pages = load_config(tmp_path, SiteOptions(github_pages=True))
    assert pages["future"] is True
    assert "jekyll-feed" in pages.plugins
    assert "jekyll-optional-front-matter" in pages.plugins
    assert "jekyll-archives" not in pages.plugins, "not allowed there"
    assert "node_modules" in pages["exclude"]
    write(tmp_path, _config="future: false\nexclude: [mine]\n")
    pages = load_config(tmp_path, SiteOptions(github_pages=True))
    assert pages["future"] is False
    assert pages["exclude"] == ["mine"], "Jekyll 3 replaces its own list"
    assert "node_modules" in load_config(tmp_path)["exclude"]


def test_folders_of_the_settings_are_joined_to_the_source_as_jekyll_joins_them(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "layouts_dir: ./_lay\nincludes_dir: /inc/\ndata_dir: ../_dd\ndestination: ./a/../_built\n"
            "collections_dir: ./cols\ncollections: {recipes: {output: true}}\nplugins_dir: [_a, ./_b]\n",
            "_lay/a.html": "",
            "inc/x.html": "",
            "_dd/d.yml": "a: 1\n",
            "cols/_recipes/r.md": "---\n---\n",
            "cols/_posts/2024-01-01-p.md": "---\n---\n",  # "/cols" does not begin with "/./cols": not read
            "_b/make.rb": "site.pages << Page.new(a, b, c, d)\n",
            "_built/old.html": "---\n---\n",
        }
    )
    assert set(site.layouts) == {"a"}
    assert site.includes == ("inc/x.html",)
    assert site.data == {"d": {"a": 1}}
    assert "recipes/r.html" in site.by_output
    assert not any(output.startswith(("2024", "_built")) for output in site.by_output)
    assert "_b/make.rb" in words(site.may_exist("anything.html"))


@pytest.mark.parametrize(
    ("text", "is_in_source"),
    [("", True), ("plugins_dir: _p\n", True), ("source: s\n", True), ("source: s\nplugins_dir: _p\n", False)],
)
def test_whether_own_plugins_are_below_the_source(text: str, is_in_source: bool, tmp_path: Path) -> None:
    assert load_config(write(tmp_path, _config=text)).plugins_dir_is_in_source is is_in_source


def test_a_mapping_of_defaults_may_be_for_templates(make: MakeSite) -> None:
    """Themes print it (``site.defaults.home.heading``); Jekyll heeds a list alone."""
    assert not make({"_config.yml": "defaults:\n  home:\n    heading: H\n  b: c\n"}).config.problems


def test_of_very_many_defaults_the_first_are_read(make: MakeSite) -> None:
    many = ", ".join(f"k{number}: {number}" for number in range(1001))
    few = many.replace(", k1000: 1000", "")
    for values, number, told in ((few, 1000, 0), (many, 1000, 1)):
        config = make({"_config.yml": f"defaults:\n- scope: {{path: ''}}\n  values: {{{values}}}\n"}).config
        assert len(config["defaults"][0]["values"]) == number
        problems = [problem for problem in config.problems if "are 1,001 values" in problem.message]
        assert len(problems) == told
        assert [problem.stops for problem in problems] == [False] * told


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("a: *b\n", "_config.yml"),
        ("a: [\n", "_config.yml"),
        ("plugins: a\n", ""),  # its other values are known
        ("text\n", "_config.yml"),  # Jekyll goes on with its defaults, which nobody meant
        ("", ""),
    ],
)
def test_a_configuration_that_cannot_be_read_leaves_addresses_open(
    make: MakeSite, text: str, unread: str
) -> None:
    site = make({"_config.yml": text, "a.md": "---\n---\n"})
    assert site.config.unread == unread
    assert (unread in words(site.may_exist("index.html"))) if unread else not site.may_exist("index.html")


STOPPING = (
    *("include", "exclude", "plugins", "keep_files", "collections", "permalink", "markdown_ext", "markdown"),
    *("limit_posts", "source", "destination", "collections_dir", "layouts_dir", "data_dir"),
    *("cache_dir", "plugins_dir", "timezone", "kramdown", "liquid", "sass"),
)
"""Settings on whose values of another type Jekyll stops."""


@pytest.mark.parametrize("key", [*STOPPING, "includes_dir", "defaults", "baseurl", "url"])
def test_where_a_value_of_another_type_stops_the_build(key: str, tmp_path: Path) -> None:
    problems = load_config(write(tmp_path, _config=f"{key}: 1.5\n")).problems
    (problem,) = [each for each in problems if each.kind == "invalid-value"]
    assert problem.message.startswith(f"{key} must be ")
    assert problem.stops is (key in STOPPING)
    (tmp_path / "_config.yml").write_text(f"{key}:\n")
    told = [each.kind for each in load_config(tmp_path).problems]
    empty = {"include": ["of-jekyll-4"], "exclude": ["of-jekyll-4"], "plugins": ["of-jekyll-4"]}
    assert told == empty.get(key, [])


@pytest.mark.parametrize("key", ["include", "exclude", "keep_files", "defaults", "plugins"])
def test_of_a_very_long_list_the_first_entries_are_read(key: str, tmp_path: Path) -> None:
    entry = "{scope: {path: a}, values: {b: c}}" if key == "defaults" else "a"
    config = load_config(write(tmp_path, _config=f"{key}: [{', '.join([entry] * 1001)}]\n"))
    (problem,) = config.problems
    assert (problem.stops, problem.message) == (
        False,
        f"{key} has 1,001 entries, of which the first 1,000 are read",
    )
    assert config[key].count(config[key][0]) == (1 if key == "exclude" else 1000)
    (tmp_path / "_config.yml").write_text(f"{key}: [{', '.join([entry] * 1000)}]\n")
    assert load_config(tmp_path).problems == ()


@pytest.mark.parametrize("form", ["[{}]", "{{a: [{}]}}", "{{a: {{b: [{}]}}}}"])
def test_of_very_many_values_within_defaults_the_first_are_read(form: str, tmp_path: Path) -> None:
    """10,000 tags for all of 2,000 tiny posts took 18 s, 20,000 values of a mapping 860 MB."""
    above = form.count(":")
    for count, messages in (
        (997 - above, []),
        (999 - above, ["within defaults stand more than 1,000 values; from here on none is read"]),
    ):
        inner = form.format(", ".join(["x"] * count))
        sets = f"[{{values: {{a: [1, 2], layout: l, b: {inner}}}}}, {{values: {{c: [1], layout: m}}}}]"
        config = load_config(write(tmp_path, _config=f"defaults: {sets}\n"))
        first, second = (each["values"] for each in config["defaults"])
        assert [problem.message for problem in config.problems] == messages
        assert (first["layout"], second["layout"], first["a"]) == ("l", "m", [1, 2])
        assert bool(first["b"]) is not bool(messages)
        assert second["c"] == ([] if messages else [1])
        (tmp_path / "_config.yml").unlink()


def test_of_very_many_problems_the_first_are_told(tmp_path: Path) -> None:
    for number, told in ((100, 100), (101, 101)):
        entries = ", ".join(str(each) for each in range(number))
        problems = load_config(write(tmp_path, _config=f"include: [{entries}]\n")).problems
        assert len(problems) == told
        assert ("more than 100" in problems[-1].message) is (number > 100)
        assert (problems[-1].span == problems[-2].span) is (number > 100)


def test_the_first_of_two_keys_is_named_beside_the_second(tmp_path: Path) -> None:
    (problem,) = load_config(write(tmp_path, _config="a: 1\nb: 2\na: 3\n")).problems
    assert problem.related is not None
    assert problem.hint


def test_extensions_of_markdown_are_what_stands_between_the_commas(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("markdown_ext: 'MD, mkd'\n", encoding="utf-8")
    assert load_config(tmp_path).markdown_ext == {".md", ". mkd"}


def test_where_keys_are_set_is_looked_up_once() -> None:
    """Ten thousand collections, for each of which all the configuration was gone through, took ten seconds."""

    class Entries(tuple[Entry, ...]):
        read = 0

        def __iter__(self) -> Iterator[Entry]:
            Entries.read += 1
            return super().__iter__()

        def __reversed__(self) -> Iterator[Entry]:
            return iter(self[::-1]) if self else iter(self)

    text = "collections: {" + ", ".join(f"c{number}: {{}}" for number in range(50)) + "}\n"
    written = Entries(load_yaml(text).entries)
    config = Config({}, (ConfigFile("_config.yml", text, written),))
    for number in range(50):
        found = config.entry("collections", f"c{number}")
        assert found is not None
        assert text[slice(*found[1].key or ())] == f"c{number}"
    assert config.entry("none") is None
    assert Entries.read == 1
