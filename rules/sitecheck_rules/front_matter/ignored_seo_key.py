from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sitecheck.api import (
    TRIAL,
    Finding,
    HeadRow,
    Invalid,
    Place,
    Related,
    SiteFacts,
    SiteRule,
    Valid,
    package_table,
)

_TOLD_APART = 3
"""So many pages with a key that nothing reads are told one by one."""


class IgnoredSeoKey(SiteRule):
    """A front matter key for search engines that nothing reads.

    ## What it does

    Reports keys such as `seo_title` and `meta_description` when neither the site's own layouts, includes and
    pages nor its theme or plugins read them: the head of the page is the same with any other value there. The
    advice names the key that the layouts do read; many pages with one such key are told together. Sites with
    plugins of their own, and themes whose head is not known to sitecheck, are not judged.

    ## Why is this bad?

    The text never reaches the page: search results and cards show something else, often the site's title.

    ## References

    - the heads of the themes and of jekyll-seo-tag, listed in `data/seo_keys.json` beside the rule
    """

    reads_heads = True
    valid = (
        Valid("---\nseo_title: A\n---\n", files={"_layouts/x.html": "<title>{{ page.seo_title }}</title>"}),
        Valid("---\nseo_title: A\n---\n", files={"_config.yml": "remote_theme: somebody/unknown-theme\n"}),
        Valid("---\ntitle: A\n---\n", files={"_config.yml": "theme: minima\n"}),
    )
    invalid = (
        Invalid(
            "---\ntitle: A\nseo_title: A long title for search engines\n---\n",
            at="seo_title",
            message="nothing reads seo_title",
            files={"_config.yml": "remote_theme: mmistakes/minimal-mistakes\n"},
        ),
        Invalid(
            "---\nlayout: x\nmeta_description: What it is about\n---\n",
            at="meta_description",
            message="nothing reads meta_description",
            help="your layouts take it from subtitle",
            files={
                "_layouts/x.html": "<head><meta name=description content='{{ page.subtitle }}'></head>\n",
            },
        ),
        Invalid(
            "---\nmeta_description: What it is about\n---\n",
            at="meta_description",
            message="nothing reads meta_description",
            files={"_layouts/x.html": "<title>{{ page.title }}</title>"},
        ),
        Invalid(
            "---\nmeta_description: What it is about\n---\n",
            path="a.md",
            at="meta_description",
            message="nothing reads meta_description on 4 pages",
            related=("meta_description", "meta_description"),
            files={
                "_layouts/x.html": "<title>{{ page.title }}</title>",
                **{f"{name}.md": "---\nmeta_description: What it is about\n---\n" for name in "bcd"},
            },
            why="one habit",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if site.has_own_plugins:
            return
        found: dict[tuple[str, str], list[Place]] = {}
        for name, place, help_ in _ignored(site):
            found.setdefault((name, help_), []).append(place)
        for (name, help_), places in found.items():
            is_habit = len(places) > _TOLD_APART
            more = f" on {len(places):,} pages" if is_habit else ""
            for place in places[:1] if is_habit else places:
                yield self.finding(
                    f"nothing reads {name}{more}",
                    place,
                    help=help_,
                    related=[Related(each, "and here") for each in places[1:_TOLD_APART] if is_habit],
                    pages=len(places) if is_habit else 1,
                )


def _ignored(site: SiteFacts) -> Iterator[tuple[str, Place, str]]:
    """The keys that nothing reads, where they stand, and what to do about it."""
    table = _table()
    rows = {row.path: row for row in site.heads}
    looked_up = {each for facts in site.files.values() for each in facts.names}
    for facts in site.pages():
        for key in facts.keys:
            meant = table["meant"].get(key.name)
            if meant is None or key.name.rpartition(".")[2] in looked_up:
                continue
            help_ = _by_rendering(site, rows.get(facts.path), key.name, meant)
            help_ = _by_table(site, table, key.name, meant) if help_ is None else help_
            if help_:
                yield key.name, Place(facts.path, key.key), help_


def _by_rendering(site: SiteFacts, row: HeadRow | None, name: str, meant: str) -> str | None:
    """What to do about a key that the page's layouts are seen not to read, "" if they do; ``None`` where that
    is not seen."""
    if row is None or row.head.reasons or row.head.by_recipe or "." in name:
        return None
    head = site.head_on_trial(row, name)
    if head is None:
        return None
    if head.reasons or any(TRIAL in field.written for field in head.fields.values()):
        return ""
    who = "the theme's layouts" if row.head.of_theme else "your layouts"
    for key in dict.fromkeys((meant, *_READ.get(meant, ()))):
        tried = site.head_on_trial(row, key)
        if tried is not None and any(TRIAL in field.written for field in tried.fields.values()):
            return f"{who} take it from {key}; write {key} or remove the line"
    return f"{who} do not look {name} up, nor {meant}; remove the line"


def _by_table(site: SiteFacts, table: Mapping[str, Any], name: str, meant: str) -> str:
    """The same for a theme or a plugin that is known by name; "" where nothing is known."""
    reader = _reader(site, table["readers"])
    if reader is None or name in reader[1]["reads"]:
        return ""
    label, known = reader
    use = known.get("use", {}).get(meant, meant)
    source = f"{label} takes it from {use}" if label else f"your layouts do not look {name} up"
    return f"{source}; write {use} or remove the line"


_READ: Mapping[str, tuple[str, ...]] = {
    "title": ("share-title", "meta_title", "seo_title"),
    "description": ("excerpt", "subtitle", "share-description", "summary"),
    "image": ("og_image", "share-img", "thumbnail", "cover"),
    "canonical_url": ("canonical",),
}
"""What else layouts take these from, the usual first."""


@cache
def _table() -> dict[str, Any]:
    return package_table(__package__, "data/seo_keys.json")


def _reader(
    site: SiteFacts, readers: Mapping[str, Mapping[str, Any]]
) -> tuple[str, Mapping[str, Any]] | None:
    """Who writes the head: a theme or plugin by name, or "" for the site's own layouts; ``None``: unknown."""
    theme = site.theme
    if theme:
        name = theme.partition("@")[0]
        return next(((label, known) for label, known in readers.items() if name in known["themes"]), None)
    for label, known in readers.items():
        if known.get("plugin") in site.plugins:
            return label, known
    if any(facts.kind == "layout" for facts in site.files.values()):
        return "", {"reads": []}
    return None
