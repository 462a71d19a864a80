"""Any values in configuration and front matter: never a crash, always addresses that hang together."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples, sampled

from sitecheck.jekyll import Payload, Resolver, SiteOptions, load_site
from sitecheck.liquid import PlainHost, parse, render
from sitecheck.testing import write_site

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


WHOLE: tuple[dict[str, Any], ...] = (
    {
        "plugins": ["jekyll-feed", "jekyll-tagging", "jekyll-imagemagick"],
        "feed": {"path": "a.xml", "collections": {"b": {"path": "c.xml", "categories": ["d"]}}, "categories": ["x"],
                 "tags": {"path": "t/", "only": ["a"], "except": ["b"]}},
        "tag_page_layout": "t", "tag_page_dir": "tag", "tag_feed_layout": "f", "tag_feed_dir": "feed",
        "tag_permalink_style": "pretty", "tag_page_data": {"a": "b"},
        "imagemagick": {"enabled": True, "input_directories": ["img/"], "input_formats": [".png"],
                        "output_formats": {"webp": ""}, "widths": [8]},
    },
    {
        "plugins": ["jekyll-archives", "jekyll-polyglot", "jekyll-titles-from-headings", "jekyll-relative-links"],
        "jekyll-archives": {"enabled": ["tags", "year"], "layouts": {"tag": "x"}, "permalinks": {"tag": "/t/:name/"}},
        "languages": ["en", "de"], "default_lang": "en", "exclude_from_localization": ["x"],
        "titles_from_headings": {"enabled": True, "strip_title": True, "collections": True},
        "relative_links": {"enabled": True, "collections": True, "exclude": ["a"]},
    },
    {
        "plugins": ["jekyll-archives-v2", "jekyll-paginate-v2"],
        "jekyll-archives": {"posts": {"enabled": ["tags", "year"], "slug_mode": "raw", "permalinks": {"tags": ":name/"}}},
        "pagination": {"enabled": True, "per_page": 1, "sort_field": "a", "title": "x", "permalink": "/p/:num/",
                       "extension": "html", "indexpage": "i", "collection": "posts", "category": "k", "tag": "t",
                       "locale": "en", "limit": 3, "offset": 0, "trail": {"before": 1, "after": 2}},
        "autopages": {"enabled": True, "tags": {"layouts": ["a.html"], "title": "t", "permalink": "/t/:tag",
                      "slugify": {"mode": "raw"}}, "collections": {"layouts": ["x"]}},
    },
    {
        "collections": {"c": {"output": True, "permalink": "/x/:path", "order": ["z.md"], "sort_by": "a"}},
        "defaults": [{"scope": {"path": "a", "type": "c"}, "values": {"layout": "x", "permalink": "/q/"}}],
        "sass": {"sass_dir": "_sass", "load_paths": ["a"], "sourcemap": "never"},
        "kramdown": {"input": "GFM", "syntax_highlighter": "rouge", "toc_levels": "1..3", "math_engine": "mathjax"},
        "paginate": 1, "paginate_path": "/p:num/", "redirect_from": {"json": True}, "exclude": ["a"], "include": ["b"],
    },
)  # fmt: skip
"""Settings as people write them."""
ODD: tuple[Any, ...] = (
    5,
    "x",
    [1],
    [[1]],
    {"a": 1},
    True,
    None,
    1.5,
    {"a": [[1]]},
    "\0",
    "../..",
    10**30,
    [None],
)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The keys and numbers that lead to each value within."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*way, key)
        yield from places(inner, (*way, key))


@pytest.mark.parametrize("turn", sampled(range(len(ODD)), 1))
@pytest.mark.parametrize("number", range(len(WHOLE)))
def test_one_setting_of_another_kind_is_a_site(number: int, turn: int, tmp_path: Path) -> None:
    tags = "---\ntags: [9, a]\nlang: de\n---\n"
    texts = {"_posts/2024-01-02-b.md": tags, "_layouts/a.html": "", "_c/z.md": "# Z\n", "img/a.png": ""}
    write_site(tmp_path, {**texts, "index.html": "---\npagination: {enabled: true}\n---\n"})
    for at, way in enumerate(places(WHOLE[number])):
        settings = holder = copy.deepcopy(WHOLE[number])
        for key in way[:-1]:
            holder = holder[key]
        holder[way[-1]] = ODD[(at + turn) % len(ODD)]
        (tmp_path / "_config.yml").write_text(json.dumps(settings))
        assert load_site(tmp_path).config.values is not None, way
