"""The templates that stand for a theme, against pages that real Jekyll builds with the theme itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from benchmarks.fidelity import Table
from benchmarks.whole_pages import read_whole

from sitecheck.testing import write_site

POST = "---\nlayout: post\ntitle: {0}\n---\n## {0}\n\n[up](#nav-trigger) [gone](#gone)\n"
BLOG = {
    "index.md": "---\nlayout: home\n---\n",
    "about.md": "---\nlayout: page\ntitle: About & more\n---\n## Me\n\n[gone](/gone/)\n",
    "404.html": "---\nlayout: default\n---\n<h1>404</h1>\n",
    "_posts/2024-01-02-one.md": POST.format("One"),
    "_posts/2024-02-03-two.md": POST.format("Two <i>"),
}
NAMES = "".join(
    f"{name}_username: {name}-me\n"
    for name in ("dribbble", "facebook", "flickr", "github", "instagram", "linkedin", "pinterest", "twitter")
)
SITES = {
    "a blog": {"_config.yml": "", **BLOG},
    "nothing but a page": {"_config.yml": "", "index.md": "---\nlayout: page\n---\n[a](#a)\n"},
    "below a baseurl": {"_config.yml": "baseurl: /base\nurl: https://me.example\n", **BLOG},
    "all that is told of people": {
        "_config.yml": f"{NAMES}youtube_username: y\ngoogleplus_username: g\nrss: rss\nemail: me@me.example\n"
        "author: me\nmastodon:\n- {username: me, instance: social.example}\n- {username: no}\n",
        **BLOG,
    },
    "pages that are named for the header": {
        "_config.yml": "header_pages: [about.md, gone.md, index.md]\nshow_excerpts: true\n",
        **BLOG,
    },
    "comments": {"_config.yml": "disqus: {shortname: me}\ngoogle_analytics: G-1\n", **BLOG},
    "includes of its own": {
        "_config.yml": "",
        "_includes/footer.html": "<p id='foot'><a href='/imprint/'>imprint</a></p>\n",
        "_includes/social.html": "<a href='/nobody-includes-it/'>x</a>\n",
        **BLOG,
    },
    "a layout of its own around those of the theme": {
        "_config.yml": "",
        "_layouts/default.html": "<html><body id='own'>{% include header.html %}{{ content }}</body></html>\n",
        **BLOG,
    },
    "a layout of its own within those of the theme": {
        "_config.yml": "",
        "_layouts/post.html": "---\nlayout: default\n---\n<h2 id='own'>{{ page.title }}</h2>{{ content }}\n",
        **BLOG,
    },
}


@cache
def has_theme() -> bool:
    """Whether Jekyll finds the theme, which Debian's package of Jekyll only recommends."""
    asked = ["ruby", "-e", "Gem::Specification.find_by_name('minima')"]
    return bool(shutil.which("jekyll")) and not subprocess.run(asked, stderr=subprocess.DEVNULL).returncode


@pytest.mark.reference
@pytest.mark.parametrize("name", SITES)
def test_a_page_is_what_the_theme_makes_of_it(name: str, tmp_path: Path) -> None:
    if not has_theme():
        pytest.skip("Jekyll with its theme minima is not installed")
    files = {**SITES[name], "_config.yml": f"title: Me\ntheme: minima\n{SITES[name]['_config.yml']}"}
    site, built = write_site(tmp_path / "site", files), tmp_path / "built"
    command = ["jekyll", "build", "--quiet", "--disable-disk-cache", "-s", str(site), "-d", str(built)]
    told = {"JEKYLL_NO_BUNDLER_REQUIRE": "true", "JEKYLL_ENV": "production", "LANG": "C.UTF-8"}
    subprocess.run(command, check=True, env={**os.environ, **told}, stderr=subprocess.DEVNULL)
    table = Table(examples=9)
    read_whole(site, built, table)
    figures = {figure: (hits, total) for figure, hits, total in table.rows if not figure.startswith("(")}
    assert all(hits == total for hits, total in figures.values()), (figures, table.examples)
    assert figures["whole pages: targets seen"][1] > 2
