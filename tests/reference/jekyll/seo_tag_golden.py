"""A site of pages whose heads jekyll-seo-tag and jekyll-feed write; what they wrote is ``seo_tag.json``.

``SITECHECK_SEO_TAG`` names the folder ``lib`` of the newer of the two releases (Debian's package
``ruby-jekyll-seo-tag`` has it, unpacked); the other is the one that is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.reference.goldens import Golden, needs

from sitecheck.html.head import read_head

GOLDEN = Path(__file__).parent / "seo_tag.json"
RELEASES = INSTALLED, NEWER = ("2.8.0", "2.9.1")
VARIABLE = "SITECHECK_SEO_TAG"
CONFIG = """\
title: My "Site" & co
tagline: A tag | line
description: About *it* all
url: https://x.org
baseurl: /b
lang: de-AT
author: jo
twitter: {username: "@me"}
logo: /logo.png
social: {name: Soc, links: [https://s.org]}
plugins: [jekyll-seo-tag, jekyll-feed]
"""
FRONTS = (
    "title: Plain", "x: 1", 'title: ""', 'title: "1986. A year"', 'title: C++ & <T> "q"', "title: A | B", "image: /a.png",
    "image: a b.png", "image: {path: /p.png, alt: Alt, width: 3, height: 4}", "image: {facebook: /f.png}", 'image: ""',
    "image: [x]", 'author: {name: Bo, twitter: "@bo"}', "authors: [jo, bo]", "authors: {jo: editor}", "author: [jo]", "author: nobody",
    'description: "**bold** text"', 'description: ""', "canonical_url: /c", "permalink: /d/index.html",
    "permalink: /about/", "date: 2024-02-03", "lang: fr", "locale: fr-CH", "seo: {type: Person, name: N}",
    "image: https://y.org/ä.png\ntwitter: {card: summary}", 'title: My "Site" & co', "title: 2024",
    "image: //h/x.png", "title: true", "description:", "description: false", 'image: {path: "", facebook: /f.png}',
    "image: {path: ../a.png}\npermalink: /e f/g h.html", "image: a.png\npermalink: /back\\slash/x.html",
    "image: ./a.png\npermalink: /dot./s./", "image: a.png\npermalink: /re/re/re", "image: data:image/png;base64,AAAA",
)  # fmt: skip
FILES = {
    "_config.yml": CONFIG,
    "_data/authors.yml": "jo: {name: Jo Doe, twitter: jd}\n",
    "_layouts/l.html": "<html><head>{% seo %}{% feed_meta %}</head><body>{{ content }}</body></html>",
    "_layouts/own.html": "<html><head>{% seo canonical=false title=false %}</head><body>{{ content }}</body></html>",
    "own.md": "---\nlayout: own\n---\n",
    "_posts/2024-01-02-b.md": "---\nlayout: l\ntitle: Post\n---\nFirst para.\n\nsecond\n",
    "_posts/2024-01-03-c-D.md": "---\nlayout: l\nexcerpt: ''\n---\nFirst para.\n",
    **{f"p{n}.md": f"---\nlayout: l\n{front}\n---\nText *one*.\n\nTwo.\n" for n, front in enumerate(FRONTS)},
}


def write_site(folder: Path, release: str) -> Path:
    """The site in ``folder``, locked to a release of the plugin."""
    lock = f"GEM\n  specs:\n    jekyll-seo-tag ({release})\n"
    for path, text in {**FILES, "Gemfile.lock": lock}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def build(release: str) -> dict[str, dict[str, str]]:
    """What stands in the heads that real Jekyll builds: file of the built site → key → first value."""
    library = {} if release == INSTALLED else {"RUBYLIB": os.environ[VARIABLE]}
    with tempfile.TemporaryDirectory() as place:
        site, out = write_site(Path(place) / "site", release), Path(place) / "out"
        command = ["jekyll", "build", "-q", "-s", str(site), "-d", str(out)]
        env = {**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "1", **library}
        subprocess.run(command, check=True, env=env)
        return {
            page.relative_to(out).as_posix(): said(page.read_text("utf-8"))
            for page in sorted(out.rglob("*.html"))
        }


def said(text: str) -> dict[str, str]:
    """What a head says, but for the release of Jekyll."""
    values: dict[str, str] = {}
    for value in read_head(text).values:
        values.setdefault(value.key, value.value)
    values.pop("generator", None)
    return values


def read() -> dict[str, dict[str, dict[str, str]]]:
    """What was kept, by release."""
    made: dict[str, dict[str, dict[str, str]]] = json.loads(GOLDEN.read_text("utf-8"))
    return made


def write() -> None:
    """Build and keep what stands in the heads."""
    made = {release: build(release) for release in RELEASES}
    GOLDEN.write_text(json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def unavailable(release: str = NEWER) -> str:
    """Why no site can be built with that release here; "" when it can."""
    if release == NEWER and not os.environ.get(VARIABLE):
        return f"{VARIABLE} names no folder with jekyll-seo-tag {NEWER}"
    return needs("jekyll")()


GOLDENS = (Golden("heads that jekyll-seo-tag writes", write, unavailable),)
