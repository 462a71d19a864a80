"""Any values in configuration and front matter: never a crash, always addresses that hang together."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples

from sitecheck.jekyll import Payload, Resolver, SiteOptions, load_site
from sitecheck.liquid import PlainHost, parse, render

PLUGINS = (
    "jekyll-feed", "jekyll-sitemap", "jekyll-redirect-from", "jekyll-archives", "jekyll-paginate",
    "jekyll-paginate-v2", "jekyll-optional-front-matter", "jekyll-readme-index", "jekyll-default-layout",
    "jekyll-titles-from-headings", "jekyll-relative-links",
)  # fmt: skip
CONFIG_KEYS = (
    "source", "destination", "collections_dir", "layouts_dir", "data_dir", "includes_dir",
    "plugins_dir", "collections", "include", "exclude", "keep_files", "markdown_ext", "show_drafts",
    "limit_posts", "future", "unpublished", "plugins", "whitelist", "safe", "baseurl", "url",
    "permalink", "paginate", "paginate_path", "timezone", "defaults", "feed", "jekyll-archives",
    "pagination", "optional_front_matter", "readme_index", "redirect_from", "sass", "theme", "github",
    "csv_reader", "titles_from_headings", "relative_links", "data", "kramdown", "lsi",
)  # fmt: skip
MATTER_KEYS = (
    "permalink", "date", "title", "slug", "categories", "category", "tags", "tag", "published",
    "layout", "redirect_from", "pagination", "hidden", "order", "excerpt", "path", "name", "draft",
)  # fmt: skip
INNER_KEYS = (
    "path", "type", "scope", "values", "enabled", "categories", "tags", "permalinks", "tag", "output",
    "permalink", "sort_by", "posts", "per_page", "layout", "json", "headers",
)  # fmt: skip
TEXTS = st.sampled_from(
    ["", "x", "a/b", "/", "/:title/", ":path", ":nope", "..", "../..", "docs", "*", "**/*", "[", "é", "all",
     "2024-01-01", "posts", "/page:num", "true", "a b", "%41", "#", "~", "\n", "pretty", "http://[", "md"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(-1, 9) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(INNER_KEYS),
            inner, max_size=3,
        )
    ),
    max_leaves=6,
)  # fmt: skip
TEMPLATE = (
    "{% for p in site.posts %}{{ p.url }}{{ p.id }}{{ p.next.title }}{% endfor %}{{ site.tags }}{{ page }}"
)


def write(root: Path, config: dict[str, Any], matters: list[dict[str, Any]]) -> None:
    names = (
        "index.html",
        "README.md",
        "docs/a.md",
        "_posts/2024-01-02-x.md",
        "_drafts/y.md",
        "_c/z.md",
        "s.scss",
    )
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        matter = json.dumps(matters[number % len(matters)] if matters else {})
        path.write_text(f"---\n{matter}\n---\nbody\n", encoding="utf-8")
    (root / "_config.yml").write_text(json.dumps(config), encoding="utf-8")
    (root / "_data").mkdir()
    (root / "_data" / "t.csv").write_text("a,b\n1\n1,2,3\n", encoding="utf-8")


@examples(150)
@given(
    config=st.dictionaries(st.sampled_from(CONFIG_KEYS), VALUES, max_size=6),
    plugins=st.lists(st.sampled_from(PLUGINS), max_size=6),
    matters=st.lists(st.dictionaries(st.sampled_from(MATTER_KEYS), VALUES, max_size=4), max_size=4),
    pages=st.booleans(),
)
def test_any_settings_give_a_site(
    config: dict[str, Any], plugins: list[str], matters: list[dict[str, Any]], pages: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"plugins": plugins, **config}, matters)
        site = load_site(folder, SiteOptions(github_pages=pages, drafts=True))
        for route in site.routes:
            assert route.url.startswith("/")
            assert not route.output.startswith(("/", "../"))
            assert site.by_output[route.output].output == route.output
        resolver = Resolver(site, lambda _: set())
        for route in site.routes[:5]:
            assert resolver.resolve(route.url, "x#y").status
        payload = Payload(site)
        for document in list(site.documents())[:3]:
            render(parse(TEMPLATE, "t.html"), PlainHost(payload.roots(document)))
