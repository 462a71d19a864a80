"""Sites in themes, and what stands in the heads that the themes' own files write: ``themes.json.gz``.

``SITECHECK_THEMES`` names a folder with a checkout of each theme, called as in :data:`THEMES`. To build, its layouts
and includes are put into the site; to read, the site only names it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.reference.goldens import Golden
from tests.reference.jekyll.seo_tag_golden import said

GOLDEN = Path(__file__).parent / "themes.json.gz"
Heads = dict[str, dict[str, str]]


class Tried(NamedTuple):
    """A release of a theme: how a site names it, and the layouts that its pages take in turn."""

    names: str
    layouts: tuple[str, ...]
    gem: str = ""
    """What the Gemfile says of it, where it has to."""


_MM = Tried("remote_theme: mmistakes/minimal-mistakes", ("single", "archive", "splash", "default"))
_AP = Tried("remote_theme: academicpages/academicpages.github.io", ("single", "archive", "default"))
_AF = Tried("remote_theme: alshedivat/al-folio", ("page", "default"))
_BJ = Tried("remote_theme: daattali/beautiful-jekyll@6.0.1", ("page", "default", "minimal", "home"))
_CH = Tried("theme: jekyll-theme-chirpy", ("page", "default", "home"))
_JTD = Tried("theme: just-the-docs", ("default", "page", "home"))
_PAGES = ("default",)
THEMES = {
    "minima-2.5.1": Tried("theme: minima", ("page", "default", "home")),
    "minima-3": Tried("remote_theme: jekyll/minima", ("page", "base", "home")),
    "just-the-docs-0.12": _JTD,
    "just-the-docs-0.7": _JTD,
    "cayman": Tried("theme: jekyll-theme-cayman", _PAGES),
    "primer": Tried("theme: jekyll-theme-primer", _PAGES),
    "minimal-mistakes-4.11": _MM._replace(names=f"{_MM.names}@4.11.2"),
    "minimal-mistakes-4.16": _MM._replace(names=f"{_MM.names}@4.16.5"),
    "minimal-mistakes-4.22": _MM._replace(names=f"{_MM.names}@4.22.0"),
    "minimal-mistakes-4.26": _MM,
    "academicpages-a": _AP,
    "academicpages-b": _AP,
    "al-folio": _AF,
    "chirpy-5": _CH,
    "chirpy-6.1": _CH,
    "chirpy-6.3": _CH,
    "chirpy-7.5": _CH._replace(gem='gem "jekyll-theme-chirpy", "~> 7.1", ">= 7.1.1"'),
    "beautiful-jekyll-6": _BJ,
    "beautiful-jekyll-5": _BJ._replace(names="theme: beautiful-jekyll-theme"),
}
CONFIGS = {
    "full": """\
title: My "Site" & co
tagline: A tag | line
description: About *it* all
url: https://x.org
baseurl: /b
lang: de-AT
locale: de-AT
author: {name: Jo Doe, avatar: /me.png}
twitter: {username: "@me"}
og_image: /og.png
logo: /logo.png
social: {name: Soc, type: Person, links: [https://s.org]}
social-network-links: {twitter: me}
keywords: a, b
title_separator: "|"
title-on-all-pages: true
excerpt_length: 3
serve_og_meta: true
serve_schema_org: true
first_name: Jo
last_name: Doe
alt_lang: de
paginate: 1
paginate_path: /blog/:num/
avatar: /me.png
""",
    "bare": "title: Site\nurl: https://x.org\n",
    "project": """\
title: blank
url: https://x.org
baseurl: /b
description: Short.
lang: fr
locale: fr
facebook: {app_id: 1, publisher: https://f.org}
social: {type: Organization}
avatar: a.png
og_image: https://y.org/o.png
social_preview_image: /s.png
""",
    "no title": "url: https://x.org\nname: N\nauthor: Jo\ntitle_separator: ~\nlocale: en\n",
}
PLUGINS = (
    "plugins: [jekyll-seo-tag, jekyll-feed, jekyll-paginate, jekyll-include-cache, jekyll-redirect-from]\n"
)
FRONTS = (
    "title: Plain", "x: 1", 'title: ""', 'title: "1986. A year"', 'title: C++ & <T> "q"', "title: A | B", "image: /a.png",
    "image: a b.png", "image: {path: /p.png, alt: Alt}", 'description: "**bold** text"', 'description: ""',
    'description: with "quotes" & more', "canonical_url: https://z.org/c", "permalink: /d/index.html", "permalink: /about/",
    "date: 2024-02-03", "lang: fr", "locale: fr-CH", "title: 2024", "title: blank", "description:", "keywords: [k, l]",
    "header: {image: /h.png, teaser: t.png}", "header: {overlay_image: https://y.org/o.png}", "header: {og_image: og.png}",
    "header: {teaser: /t.png}", "share-title: S & T\ntitle: T", "share-description: SD <b>x</b>", 'subtitle: Sub "t"',
    "cover-img: /c.png", "cover-img: [{/c1.png: Text}, /c2.png]", "thumbnail-img: /th.png", 'share-img: ""', "og_image: /i.png",
    "language: es", "author: Bo", 'author: {name: Bo, twitter: "@bo"}', "excerpt: An *excerpt*", "redirect: /to/",
    "title: T\nexcerpt: ''", "img_path: /i/\nimage: p.png", "last_modified_at: 2024-03-04\ndate: 2024-02-03",
    "permalink: /blog/x/\ntitle: Below the blog", "permalink: /blog/index.html\ntitle: Blog",
)  # fmt: skip


def _files(theme: Tried) -> Iterator[tuple[str, str]]:
    layouts = theme.layouts
    for number, front in enumerate(FRONTS):
        layout = layouts[number % len(layouts)]
        yield (
            f"p{number}.md",
            f'---\nlayout: {layout}\n{front}\n---\nText *one* & "two" three four.\n\nTwo.\n',
        )
    post = "post" if "minima" in theme.names and "mistakes" not in theme.names else layouts[0]
    yield "_posts/2024-01-02-b.md", f"---\nlayout: {post}\ntitle: Post\n---\nFirst *para*.\n\nsecond\n"
    yield "_posts/2024-01-03-c-D.md", f"---\nlayout: {post}\nexcerpt: ''\n---\nFirst para.\n"
    yield (
        "_posts/2024-01-04-e.md",
        f"---\nlayout: {post}\ndescription: Told\n---\n![x](/y.png)\n\nFirst para.\n",
    )
    yield "index.html", f"---\nlayout: {layouts[-1]}\n---\n<p>Home</p>\n"
    yield "blog/index.html", f"---\nlayout: {layouts[0]}\ntitle: Blog\n---\n<p>Home</p>\n"


def write_site(folder: Path, theme: Tried, config: str, *, names_it: bool) -> Path:
    """The site in ``folder``; whether it names its theme."""
    files = {"_config.yml": CONFIGS[config] + PLUGINS + (f"{theme.names}\n" if names_it else "")}
    files["Gemfile"] = f'gem "jekyll"\n{theme.gem}\n'
    files["Gemfile.lock"] = "GEM\n  specs:\n    jekyll-seo-tag (2.8.0)\n"
    files.update(_files(theme))
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def build(release: str, config: str) -> Heads:
    """What stands in the heads that real Jekyll builds of a site in a theme."""
    checkout = Path(os.environ["SITECHECK_THEMES"], release)
    with tempfile.TemporaryDirectory() as place:
        site, out = Path(place) / "site", Path(place) / "out"
        for name in ("_layouts", "_includes", "_data"):
            if (checkout / name).is_dir():
                shutil.copytree(checkout / name, site / name)
        write_site(site, THEMES[release], config, names_it=False)
        while tag := _unknown_tag(site, out):
            plugin = f"Liquid::Template.register_tag({tag!r}, Liquid::Tag)\n"
            (site / "_plugins").mkdir(exist_ok=True)
            (site / "_plugins" / f"{tag}.rb").write_text(plugin, "utf-8")
        pages = sorted(out.rglob("*.html"))
        return {page.relative_to(out).as_posix(): said(page.read_text("utf-8")) for page in pages}


def _unknown_tag(site: Path, out: Path) -> str:
    """Build; the tag of a plugin that is not installed at which the build stopped, "" for none."""
    call = ["jekyll", "build", "-q", "-s", site, "-d", out]
    plain = {**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true"}
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=plain)
    if done.returncode == 0:
        return ""
    found = re.search(r"Unknown tag '(\w+)'", done.stderr)
    if found is None:
        raise RuntimeError(done.stderr[-800:])
    return found[1]


def kept() -> dict[str, dict[str, Heads]]:
    """What is kept: release → configuration → file of the built site → key → first value."""
    found: dict[str, dict[str, Heads]] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def _unavailable() -> str:
    if shutil.which("jekyll") is None:
        return "not installed: jekyll"
    return "" if "SITECHECK_THEMES" in os.environ else "SITECHECK_THEMES is not set"


def write() -> None:
    """Build and keep what stands in the heads."""
    heads = {release: {config: build(release, config) for config in CONFIGS} for release in THEMES}
    text = json.dumps(heads, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("heads that themes write", write, _unavailable),)
