"""Small sites with plugins whose settings are in many shapes, and that list pages with odd dates."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.jekyll.sass_sites import Files

_RELEASES = {
    "jekyll-archives": "2.2.1",
    "jekyll-feed": "0.17.0",
    "jekyll-optional-front-matter": "0.3.2",
    "jekyll-paginate-v2": "3.0.0",
    "jekyll-readme-index": "0.3.0",
    "jekyll-redirect-from": "0.16.0",
    "jekyll-relative-links": "0.7.0",
    "jekyll-sitemap": "1.4.0",
    "jekyll-titles-from-headings": "0.5.3",
}
_SETTINGS = {
    "jekyll-archives": "jekyll-archives",
    "feed": "jekyll-feed",
    "optional_front_matter": "jekyll-optional-front-matter",
    "pagination": "jekyll-paginate-v2",
    "autopages": "jekyll-paginate-v2",
    "readme_index": "jekyll-readme-index",
    "redirect_from": "jekyll-redirect-from",
    "relative_links": "jekyll-relative-links",
    "titles_from_headings": "jekyll-titles-from-headings",
}
"""The plugins, by the settings that they read."""
_SHAPES = {
    "null": "",
    "false": "false",
    "true": "true",
    "number": "5",
    "fraction": "1.5",
    "day": "2024-01-02",
    "text": "text",
    "text-with-path": "a path",
    "empty": "''",
    "list": "[a]",
    "empty-list": "[]",
    "mapping": "{a: b}",
    "empty-mapping": "{}",
}
_INNER = {
    "feed": {
        "path": "path: {}",
        "categories": "categories: {}",
        "tags": "tags: {}",
        "only-tags": "tags: {{only: {}}}",
        "all-tags-but": "tags: {{except: {}}}",
        "collections": "collections: {}",
        "collection": "collections: {{docs: {}}}",
        "posts": "collections: {{posts: {}}}",
        "path-of-collection": "collections: {{docs: {{path: {}}}}}",
        "categories-of-posts": "categories: a, collections: {{posts: {{categories: {}}}}}",
    },
    "jekyll-archives": {
        "permalinks": "enabled: all, permalinks: {}",
        "permalinks-of-tags": "enabled: [tags], permalinks: {}",
        "permalinks-of-categories": "enabled: [categories], permalinks: {}",
        "permalinks-of-none": "permalinks: {}",
        "layouts": "enabled: [year], layouts: {}",
    },
}
"""Settings below these, in which each shape stands."""
_FEEDS = {
    "of-no-collection": "collections: [ships]",
    "of-no-collection-with-settings": "collections: {ships: {path: /ships.xml}}",
    "of-no-collection-where-one-stands": "collections: {ships: {path: /a.md}}",
    "of-settings": "collections: [fleet]",
    "of-data": "collections: [data]",
    "of-a-collection": "collections: [docs, posts]",
    "of-no-tag": "tags: {only: [x, ships]}",
    "of-no-tag-that-is-left-out": "tags: {only: [x, ships], except: [ships]}",
    "of-a-tag": "tags: {only: [x]}",
    "of-a-tag-in-words": "tags: {only: [no such tag]}",
    "of-posts-with-a-path-of-their-own": "path: 5, collections: {posts: {path: /p.xml}}",
}
_ODD_TAGS = {
    "number": "tags: [x, 2020]",
    "fraction": "tags: [1.5]",
    "day": "tags: [2024-01-02]",
    "true": "tags: [true]",
    "false": "tags: [false]",
    "null": "tags: [null, x]",
    "mapping": "tags: [{a: b}]",
    "list": "tags: [[x, [2020]]]",
    "text": "tags: ['2020']",
    "alone": "tags: 2020",
    "singular": "tag: 2020",
    "singular-beside": "tag: x\ntags: [2020]",
    "unpublished": "tags: [2020]\npublished: false",
}
"""Tags of a post, of each of which jekyll-feed makes a feed."""
_TAG_FEEDS = {
    "mapping": "{}",
    "false": "false",
    "text": "text",
    "all-but": "{except: [2020]}",
    "all-but-fraction": "{except: [2020.0]}",
    "all-but-text": "{except: ['2020']}",
    "only-text": "{only: [x]}",
    "only-number": "{only: [x, 2019]}",
    "only-number-left-out": "{only: [x, 2019], except: [2019]}",
    "only-null": "{only: [null]}",
    "only-list": "{only: [[x]]}",
}
"""Settings for the feeds of tags, of which one is a number."""
_LOCK = "GEM\n  specs:\n    jekyll (4.3.4)\n" + "".join(
    f"    {gem} ({release})\n" for gem, release in _RELEASES.items()
)
_POST = "_posts/2020-01-02-b.md"
_CHANGES = {
    "day": "2024-01-02",
    "word": "soon",
    "hour": "5pm",
    "number": "5",
    "true": "true",
    "false": "false",
    "list": "[a]",
    "empty": "''",
    "empty-list": "[]",
    "impossible": "'2024-13-45'",
}
"""What stands below ``last_modified_at``."""
_DOCS = "collections: {docs: {output: true}}\n"
_FED = f"feed: {{collections: [docs]}}\n{_DOCS}"
_MISDATED: dict[str, tuple[str, str, str]] = {
    "page": ("b.md", "", ""),
    "page-left-out": ("b.md", "sitemap: false", ""),
    "page-not-found": ("404.html", "", ""),
    "page-of-text": ("b.txt", "", ""),
    "page-with-another-extension": ("b.md", "permalink: /b.txt", ""),
    "page-unpublished": ("b.md", "published: false", ""),
    "post": (_POST, "", ""),
    "post-left-out": (_POST, "sitemap: false", ""),
    "post-in-another-feed": (_POST, "", "feed: {path: /atom.xml}\n"),
    "post-in-no-feed": (_POST, "", "feed: {posts_limit: 0}\n"),
    "post-in-a-short-feed": (_POST, "", "feed: {posts_limit: 1}\n"),
    "post-in-a-feed-of-two": (_POST, "", "feed: {posts_limit: 2}\n"),
    "post-as-draft": (_POST, "draft: true", ""),
    "draft": ("_drafts/b.md", "", ""),
    "draft-shown": ("_drafts/b.md", "", "show_drafts: true\n"),
    "document": ("_docs/b.md", "", _DOCS),
    "document-without-page": ("_docs/b.md", "", "collections: {docs: {output: false}}\n"),
    "document-unnamed": ("_docs/b.md", "", ""),
    "document-in-a-feed": ("_docs/b.md", "", _FED),
    "document-in-a-named-feed": (
        "_docs/b.md",
        "",
        f"feed: {{collections: {{docs: {{path: /d.xml}}}}}}\n{_DOCS}",
    ),
    "document-in-a-feed-without-page": ("_docs/b.md", "", _FED.replace("true", "false")),
    "document-in-a-feed-unpublished": ("_docs/b.md", "published: false", _FED),
    "document-in-a-feed-as-draft": ("_docs/b.md", "draft: true", _FED),
    "document-in-a-feed-to-come": ("_docs/b.md", "date: 2090-01-01", _FED),
    "document-in-a-feed-of-none": ("_docs/b.md", "", _FED.replace("{c", "{posts_limit: 0, c", 1)),
    "document-beside-a-feed": ("_ships/b.md", "", _FED.replace(": {docs", ": {ships: {}, docs")),
    "document-beside-a-feed-of-categories": (
        "_docs/b.md",
        "",
        _FED.replace("[docs]", "{docs: {categories: [news]}}"),
    ),
    "post-beside-a-feed": (_POST, "", _FED),
    "post-in-a-feed-of-its-own": (_POST, "", "feed: {collections: {posts: {path: /p.xml}}}\n"),
}
"""File, front matter and settings of what was last changed on no day."""
_LEFT_OUT = {
    "not-asked-for": "",
    "asked-for-by-gems": "gems: [jekyll-relative-links]\n",
    "in-safe-mode": "plugins: [jekyll-relative-links]\nsafe: true\n",
    "in-safe-mode-by-text": "plugins: [jekyll-relative-links]\nsafe: 'false'\n",
    "whitelisted": "plugins: [jekyll-relative-links]\nsafe: true\nwhitelist: [jekyll-relative-links]\n",
    "another-whitelisted": "plugins: [jekyll-relative-links]\nsafe: true\nwhitelist: [jekyll-seo-tag]\n",
}
"""Settings without a Gemfile, by which Jekyll 4 loads no plugin, though GitHub Pages may, or loads one."""


def plugin_sites() -> Iterator[tuple[str, Files]]:
    """Every site and its name."""
    for key, plugin in _SETTINGS.items():
        for shape, value in _SHAPES.items():
            yield f"plugin-setting/{key}-{shape}", _site(plugin, f"{key}: {value}\n")
    for key, settings in _INNER.items():
        for name, form in settings.items():
            for shape, value in _SHAPES.items():
                setting = f"{key}: {{{form.format(value or 'null')}}}\n{_DOCS}"
                yield f"plugin-setting/{key}-{name}-{shape}", _site(_SETTINGS[key], setting)
    for name, setting in _FEEDS.items():
        yield (
            f"plugin-setting/feed-{name}",
            _site("jekyll-feed", f"feed: {{{setting}}}\n{_DOCS}fleet: []\n"),
        )
    untagged = {"_posts/2024-01-02-a.md": "---\n---\n"}
    for setting in ("only: 5", "except: 5", "only: [ships]"):
        site = _site("jekyll-feed", f"feed: {{tags: {{{setting}}}}}\n")
        yield f"plugin-setting/feed-untagged-{setting.replace(': ', '-')}", {**site, **untagged}
    yield from _tagged_sites()
    for shape, value in _SHAPES.items():
        setting = f"relative_links: {{exclude: {value}}}\n"
        yield f"plugin-setting/excluded-links-{shape}", _site("jekyll-relative-links", setting)
    off = "relative_links: {enabled: false, exclude: 5}\n"
    yield "plugin-setting/excluded-links-off", _site("jekyll-relative-links", off)
    without = _site("jekyll-relative-links", "relative_links: {exclude: 5}\n")
    del without["a.md"]
    yield "plugin-setting/excluded-links-without-markdown", {**without, "a.html": "---\n---\n"}
    for name, setting in _LEFT_OUT.items():
        odd = {"_config.yml": f"{setting}relative_links: 5\n", "index.md": "# A\n"}
        yield f"plugin-setting/{name}", {**odd, "b.md": "# B\n"}
        listed = setting.replace("relative-links", "sitemap")
        page = "---\nlast_modified_at: soon\n---\n"
        yield f"last-change/{name}", {"_config.yml": listed, "index.md": page}
    yield "plugin-setting/without-its-plugin", _site("jekyll-relative-links", "readme_index: true\n")
    for plugin in ("jekyll-feed", "jekyll-sitemap"):
        for name, value in _CHANGES.items():
            for file in ("b.md", _POST, "_docs/b.md"):
                page = f"---\nlast_modified_at: {value}\n---\n"
                kind = file.partition("/")[0].strip("_")
                yield f"last-change/{plugin}-{kind}-{name}", {**_site(plugin, _DOCS), file: page}
        for name, (file, matter, setting) in _MISDATED.items():
            page = f"---\nlast_modified_at: soon\n{matter}\n---\n"
            yield f"last-change/{plugin}-{name}", {**_site(plugin, setting), file: page}
        old = {**_site(plugin, ""), _POST: "---\nlast_modified_at: soon\n---\n"}
        later = {f"_posts/2021-01-{day:02}-c.md": "---\n---\n" for day in range(1, 10)}
        yield f"last-change/{plugin}-tenth-post", {**old, **dict(list(later.items())[:8])}
        yield f"last-change/{plugin}-eleventh-post", {**old, **later}
        yield from _dated_documents(plugin)
        own = {"feed.xml": "---\n---\n", "sitemap.xml": "---\n---\n"}
        yield f"last-change/{plugin}-with-own-lists", {**old, **own}
        for name, setting in (("category", "categories: [news]"), ("tag", "tags: true")):
            other = {**old, **own, **_site(plugin, f"feed: {{{setting}}}\n")}
            yield f"last-change/{plugin}-with-own-lists-and-of-a-{name}", other


def _dated_documents(plugin: str) -> Iterator[tuple[str, Files]]:
    later = {f"_docs/{day:02}.md": "---\ndate: 2021-01-02\n---\n" for day in range(1, 11)}
    for name, date in (("eleventh", "date: 2021-01-01"), ("newest", "date: 2021-01-03"), ("undated", "")):
        document = {"_docs/b.md": f"---\nlast_modified_at: soon\n{date}\n---\n"}
        yield f"last-change/{plugin}-{name}-document", {**_site(plugin, _FED), **later, **document}
    own = {"feed/docs.xml": "---\n---\n", "sitemap.xml": "---\n---\n", **document}
    yield f"last-change/{plugin}-with-own-lists-of-documents", {**_site(plugin, _FED), **own}


def _tagged_sites() -> Iterator[tuple[str, Files]]:
    for name, matter in _ODD_TAGS.items():
        site = _site("jekyll-feed", "feed: {tags: true}\n")
        yield f"feed-of-tags/{name}", {**site, _POST: f"---\n{matter}\n---\n"}
    numbered = {_POST: "---\ntags: [2020]\n---\n"}
    for name, setting in _TAG_FEEDS.items():
        yield (
            f"feed-of-tags/{name}-of-numbers",
            {**_site("jekyll-feed", f"feed: {{tags: {setting}}}\n"), **numbered},
        )
    given = "feed: {tags: true}\ndefaults: [{scope: {path: ''}, values: {tags: [2020]}}]\n"
    yield "feed-of-tags/of-defaults", {**_site("jekyll-feed", given), _POST: "---\n---\n"}
    draft = {"_drafts/b.md": numbered[_POST]}
    for name, shown in (("draft", ""), ("draft-shown", "show_drafts: true\n")):
        yield f"feed-of-tags/{name}", {**_site("jekyll-feed", f"feed: {{tags: true}}\n{shown}"), **draft}


def _site(plugin: str, setting: str) -> Files:
    return {
        "_config.yml": f"plugins: [{plugin}]\n{setting}",
        "Gemfile": "gem 'jekyll'\n",
        "Gemfile.lock": _LOCK,
        "a.md": "---\n---\nA\n",
        "_posts/2024-01-02-a.md": "---\ntags: [x]\n---\nA\n",
    }
