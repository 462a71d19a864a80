"""A site for whoever types: with a ``baseurl``, collections, data, includes, posts and formulas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.warm.views import view_of

from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.warm.site_view import SiteView

FILES = {
    "_config.yml": (
        "title: Notes\nurl: https://example.org\nbaseurl: /base\nowner:\n  mail: a@example.org\n"
        "plugins: [jekyll-seo-tag]\ncollections:\n  recipes:\n    output: true\n"
        "defaults:\n  - scope: {path: ''}\n    values: {layout: page}\n"
    ),
    "_layouts/page.html": (
        "<!doctype html><html><head><title>{{ page.title }}</title>{% seo %}"
        "<script>MathJax = {tex: {macros: {Reals: '\\\\mathbb{R}'}}}</script>"
        '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script></head>'
        '<body id="site-top">{% if page.banner %}{{ page.banner }}{% endif %}{{ content }}'
        "{% assign nav = site.data.menu | where: 'shown', true %}"
        "{% for entry in nav %}{{ entry.title }}{% endfor %}</body></html>\n"
    ),
    "_layouts/wide.html": "---\nlayout: page\n---\n<main>{{ content }}</main>\n",
    "_includes/figure.html": '<img src="{{ include.src | relative_url }}" alt="{{ include.alt }}">\n',
    "_includes/cards/note.html": "<p>{{ include.text }}</p>\n",
    "_data/menu.yml": "- title: Home\n  url: /\n  shown: true\n- title: About\n  url: /about/\n  shown: true\n",
    "_data/authors.yml": "ann:\n  name: Ann Example\nbob:\n  name: Bob Example\n",
    "index.md": "---\ntitle: Home\n---\n# Home\n\n[about](/base/about/#who-we-are)\n\n$$ \\alpha $$\n",
    "about.md": "---\ntitle: About us\npermalink: /about/\n---\n# Who we are\n\n## How it began\n\n[home]({{ '/' | relative_url }})\n",
    "_recipes/soup.md": "---\ntitle: Soup\nserves: 4\n---\nHot.\n\n[about]({{ '/about/' | relative_url }})\n",
    "_recipes/bread.md": "---\ntitle: Bread\nserves: 2\n---\nDry.\n\n[about]({{ '/about/' | relative_url }})\n",
    "_posts/2024-01-31-first-steps.md": "---\ntitle: First steps\ntags: [diary, walks]\nauthor: ann\n---\nHello.\n",
    "_posts/2024-02-01-second.md": "---\ntitle: Second\ntags: [diary]\n---\nHello.\n",
    "assets/map.png": "x",
    "assets/site.css": "a {}",
    "old/plain.html": "<html><body><a href='../about/'>x</a></body></html>",
}


def typing_view(folder: Path, files: Mapping[str, str] | None = None) -> SiteView:
    """The site with further ``files``, as an editor sees it that holds no text."""
    for path, text in {**FILES, **(files or {})}.items():
        full = folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="")
    return view_of(RunOptions(str(folder), read_settings(None), jobs=1))


def holding(view: SiteView, path: str, text: str) -> SiteView:
    """The view of an editor that holds ``text`` as the file ``path``."""
    return SiteView(view.options, view.known, {path: text})
