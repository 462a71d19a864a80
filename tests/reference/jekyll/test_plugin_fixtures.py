"""The sites with which plugins test themselves, built with the real plugins: routes, links, ids of whole pages.

``SITECHECK_PLUGIN_SOURCES`` names a folder with a checkout of each, called as its gem. A plugin that is not
installed is left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from benchmarks.fidelity import Table
from benchmarks.whole_pages import read_whole
from tests.reference.jekyll.variants import BUILD_TIME

from sitecheck.jekyll import load_site

HERE = Path(__file__).parent
VARIABLE = "SITECHECK_PLUGIN_SOURCES"
_SITES = ("spec/fixtures", "test/source", "examples")
"""Where plugins keep their sites."""
_OUTPUT = {"output": True}


_REPLACED = ("theme:", "plugins:", "gems:", "paginate", "  - jekyll-", "  - minima")
"""Lines of their configurations that name other gems, or what the plugin of today refuses."""


class Plugin(NamedTuple):
    """A plugin, the collections of its sites, and settings under which each is built."""

    name: str
    collections: tuple[str, ...] = ()
    settings: tuple[dict[str, Any], ...] = ({},)


PLUGINS = (
    Plugin("jekyll-archives", (), (
        {"jekyll-archives": {"enabled": "all"}}, {"jekyll-archives": {"enabled": ["categories", "year"]}},
        {"jekyll-archives": {"enabled": "all", "layout": "archive-too", "permalinks": {"tag": "/t/:name/"}, "slug_mode": "pretty"}},
    )),
    Plugin("jekyll-feed", ("collection",), (
        {}, {"feed": {"path": "atom.xml", "categories": ["news"], "tags": True}},
        {"feed": {"collections": {"collection": {"path": "/c.xml", "categories": ["news"]}}}},
    )),
    Plugin("jekyll-optional-front-matter", (), (
        {}, {"optional_front_matter": {"remove_originals": True, "collections": True}}, {"optional_front_matter": {"enabled": False}},
    )),
    Plugin("jekyll-paginate-v2"),
    Plugin("jekyll-readme-index", (), (
        {}, {"readme_index": {"remove_originals": True}}, {"readme_index": {"with_frontmatter": True}}, {"readme_index": {"enabled": False}},
    )),
    Plugin("jekyll-redirect-from", ("articles", "authors"), (
        {}, {"baseurl": "/base", "url": "https://example.org"}, {"redirect_from": {"json": False}},
    )),
    Plugin("jekyll-relative-links", ("items",), (
        {}, {"relative_links": {"collections": True}, "baseurl": "/base"}, {"relative_links": {"enabled": False}},
        {"relative_links": {"exclude": ["index.md"]}, "permalink": "pretty"},
    )),
    Plugin("jekyll-sitemap", ("my_collection", "other_things")),
    Plugin("jekyll-titles-from-headings", ("items",), (
        {}, {"titles_from_headings": {"strip_title": True, "collections": True}}, {"titles_from_headings": {"enabled": False}},
    )),
)  # fmt: skip


def sites_of(checkout: Path) -> Iterator[Path]:
    """The folders with a site in a checkout: one for all, or one each."""
    folder = next((checkout / name for name in _SITES if (checkout / name).is_dir()), None)
    if folder is None:
        return
    files = [each for each in folder.iterdir() if each.is_file() and each.name != "README.md"]
    parts = [each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")]
    yield from (folder,) if files or any(each.name.startswith("_") for each in parts) else sorted(parts)


def write(plugin: Plugin, checkout: Path, folder: Path) -> list[Path]:
    """Its sites, each with all settings."""
    found = []
    for site in sites_of(checkout):
        for number, settings in enumerate(plugin.settings):
            target = folder / f"{site.name}-{number}"
            shutil.copytree(site, target, ignore=shutil.ignore_patterns("Gemfile*", "*.scss", "_site"))
            _configure(target / "_config.yml", plugin, settings)
            _give_includes(target)
            found.append(target)
    return found


def _configure(path: Path, plugin: Plugin, settings: dict[str, Any]) -> None:
    """Name the plugin and the settings after those that the site has, for JSON is YAML."""
    own = path.read_text() if path.exists() else ""
    kept = [line for line in own.splitlines() if not line.startswith(_REPLACED)]
    if plugin.collections and "collections:" not in own:
        settings = {**settings, "collections": dict.fromkeys(plugin.collections, _OUTPUT)}
    added = {"plugins": [plugin.name], "timezone": "UTC", **settings}
    lines = [f"{key}: {json.dumps(value)}" for key, value in added.items()]
    path.write_text("\n".join([*kept, *lines, ""]))


def _give_includes(site: Path) -> None:
    """Empty files in place of the includes that a theme brings."""
    for file in [*site.rglob("*.html"), *site.rglob("*.md")]:
        for name in re.findall(r"{% include ([\w.-]+)", file.read_text()):
            (site / "_includes").mkdir(exist_ok=True)
            (site / "_includes" / name).touch()


def build(folders: list[Path], out: Path) -> dict[str, Any]:
    """What real Jekyll makes of the sites."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        ["ruby", str(HERE / "build_sites.rb"), BUILD_TIME, str(out)],
        input="\n".join(map(str, folders)), capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith('["'))


@pytest.mark.reference
@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_the_sites_of_a_plugin_are_known(plugin: Plugin, tmp_path: Path) -> None:
    checkout = Path(os.environ[VARIABLE], plugin.name) if VARIABLE in os.environ else None
    if checkout is None or not checkout.is_dir():
        pytest.skip(f"{VARIABLE} names no folder with this plugin")
    if not shutil.which("ruby"):
        pytest.skip("Jekyll is not installed")
    folders = write(plugin, checkout, tmp_path)
    built = build(folders, tmp_path / "built")
    assert len(built) == len(folders)
    refused = [folder.name for folder in folders if "error" in built[folder.name]]
    assert len(refused) * 3 < len(folders), [built[name] for name in refused]
    found = [
        _compare(each, tmp_path / "built", built[each.name]) for each in folders if each.name not in refused
    ]
    pairs = sum(each.pairs for each in found)
    assert not [each.differences for each in found if each.differences]
    assert not [each.table.examples for each in found if any(hits < total for _, hits, total in each.figures)]
    assert pairs > 0


class Compared(NamedTuple):
    """A site as it is known and as it was built."""

    pairs: int
    differences: tuple[str, ...]
    table: Table

    @property
    def figures(self) -> list[tuple[str, int, int]]:
        """What has to be whole."""
        return [row for row in self.table.rows if not row[0].startswith("(")]


def _compare(folder: Path, out: Path, built: dict[str, Any]) -> Compared:
    theirs = {(url, output) for _, url, output in built["routes"]}
    ours = {(route.url, route.output) for route in load_site(folder).routes}
    words = (
        f"{folder.name}: {'lacks' if pair in theirs else 'has'} {pair}" for pair in sorted(theirs ^ ours)
    )
    table = Table(examples=5)
    read_whole(folder, out / folder.name, table)
    return Compared(len(theirs | ours), tuple(words), table)
