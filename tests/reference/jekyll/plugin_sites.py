"""Small sites with plugins whose settings are in many shapes."""

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
_LOCK = "GEM\n  specs:\n    jekyll (4.3.4)\n" + "".join(
    f"    {gem} ({release})\n" for gem, release in _RELEASES.items()
)


def plugin_sites() -> Iterator[tuple[str, Files]]:
    """Every site and its name."""
    for key, plugin in _SETTINGS.items():
        for shape, value in _SHAPES.items():
            yield f"plugin-setting/{key}-{shape}", _site(plugin, f"{key}: {value}\n")
    for shape, value in _SHAPES.items():
        setting = f"relative_links: {{exclude: {value}}}\n"
        yield f"plugin-setting/excluded-links-{shape}", _site("jekyll-relative-links", setting)
    off = "relative_links: {enabled: false, exclude: 5}\n"
    yield "plugin-setting/excluded-links-off", _site("jekyll-relative-links", off)
    without = _site("jekyll-relative-links", "relative_links: {exclude: 5}\n")
    del without["a.md"]
    yield "plugin-setting/excluded-links-without-markdown", {**without, "a.html": "---\n---\n"}
    yield "plugin-setting/without-its-plugin", _site("jekyll-relative-links", "readme_index: true\n")


def _site(plugin: str, setting: str) -> Files:
    return {
        "_config.yml": f"plugins: [{plugin}]\n{setting}",
        "Gemfile": "gem 'jekyll'\n",
        "Gemfile.lock": _LOCK,
        "a.md": "---\n---\nA\n",
        "_posts/2024-01-02-a.md": "---\ntags: [x]\n---\nA\n",
    }
