"""Where style sheets are looked for, and what compiles them."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.sass_paths import converts_otherwise, dart_sass, possible_files, sass_paths

CONVERTER = "jekyll-sass-converter"


def lock(**gems: str) -> dict[str, str]:
    listed = "".join(f"    {name.replace('_', '-')} ({release})\n" for name, release in gems.items())
    return {"Gemfile.lock": f"GEM\n  remote: https://rubygems.org/\n  specs:\n{listed}"}


@pytest.mark.parametrize(
    ("files", "dart"),
    [
        ({}, None),
        (lock(jekyll="4.3.0"), None),
        (lock(jekyll_sass_converter="1.5.2"), False),
        (lock(jekyll_sass_converter="2.2.0"), False),
        (lock(jekyll_sass_converter="3.0.0"), True),
        (lock(jekyll_sass_converter="2.2.0", sass_embedded="1.60.0"), True),
        ({"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n", **lock(sass_embedded="1.60.0")}, False),
    ],
)
def test_which_compiler_is_there(files: dict[str, str], dart: bool | None, make: MakeSite) -> None:
    assert dart_sass(make({"_config.yml": "title: t\n", **files})) is dart


@pytest.mark.parametrize(
    ("config", "folders", "is_open"),
    [
        ("title: t\n", ("_sass",), False),
        ("sass: {sass_dir: styles}\n", ("styles",), False),
        ("sass: {sass_dir: a, load_paths: [b, ./c/, a]}\n", ("b", "c", "a"), False),
        ("sass: {load_paths: [/a, ~/b, ../c]}\n", ("_sass",), True),
        ("sass: {load_paths: ['a/*']}\n", ("_sass",), True),
        (f"plugins: [{CONVERTER}]\n", ("_sass",), False),
        ("plugins: [jekyll-feed]\n", ("_sass",), False),
        ("plugins: [jekyll-sass-something]\n", ("_sass",), True),
        ("plugins: [nobody-knows]\n", ("_sass",), True),
        ("theme: some-theme\n", ("_sass",), True),
    ],
)
def test_where_is_looked(config: str, folders: tuple[str, ...], is_open: bool, make: MakeSite) -> None:
    paths = sass_paths(make({"_config.yml": config}))
    assert (paths.folders, paths.is_open) == (folders, is_open)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        (
            "b/a",
            [
                *("_a.scss", "a.scss", "_a.sass", "a.sass", "_a.css", "a.css"),
                *("a/_index.scss", "a/_index.sass", "a/index.scss", "a/index.sass"),
            ],
        ),
        ("b/a.sass", ["_a.sass", "a.sass"]),
    ],
)
def test_which_files_an_import_may_mean(name: str, files: list[str]) -> None:
    assert list(possible_files("css", name)) == [f"css/b/{file}" for file in files]


@pytest.mark.parametrize(
    ("files", "otherwise"),
    [
        ({}, False),
        ({"_config.yml": f"plugins: [{CONVERTER}, jekyll-feed]\n"}, False),
        ({"_config.yml": "plugins: [jekyll-postcss]\n"}, True),
        ({"_config.yml": "plugins: [jekyll-bookshop]\n"}, True),
        ({"_config.yml": "plugins: [jekyll-feed, my-bourbon]\n"}, True),
        ({"_plugins/a.rb": "class A < Jekyll::Converters::Scss\nend\n"}, True),
        ({"_plugins/a.rb": "x = 1\n"}, False),
        (lock(jekyll="1.5.1"), True),
        (lock(jekyll="3.9.0"), False),
    ],
)
def test_what_else_may_make_style_sheets(files: dict[str, str], otherwise: bool, make: MakeSite) -> None:
    assert converts_otherwise(make({"_config.yml": "title: t\n", **files})) is otherwise
