from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Valid


class IgnoredSeoKey(SiteRule):
    """A front matter key for search engines that nothing reads.

    ## What it does

    Reports keys such as `seo_title` and `meta_description` when neither the site's own layouts, includes and
    pages nor its theme or plugins read them. Sites with plugins of their own, and themes whose head is not
    known to sitecheck, are not judged.

    ## Why is this bad?

    The text never reaches the page: search results and cards show something else, often the site's title.

    ## References

    - the heads of the themes and of jekyll-seo-tag, listed in `data/seo_keys.json` beside the rule
    """

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
            "---\nmeta_description: What it is about\n---\n",
            at="meta_description",
            message="nothing reads meta_description",
            files={"_layouts/x.html": "<title>{{ page.title }}</title>"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        table = _table()
        reader = _reader(site, table["readers"])
        if reader is None or site.has_own_plugins:
            return
        name, known = reader
        looked_up = {each for facts in site.files.values() for each in facts.names}
        for facts in site.pages():
            for key in facts.keys:
                meant = table["meant"].get(key.name)
                if meant is None or key.name in known["reads"] or key.name.rpartition(".")[2] in looked_up:
                    continue
                use = known.get("use", {}).get(meant, meant)
                source = f"{name} takes it from {use}" if name else f"your layouts do not look {key.name} up"
                yield self.finding(
                    f"nothing reads {key.name}",
                    Place(facts.path, key.key),
                    help=f"{source}; write {use} or remove the line",
                )


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data/seo_keys.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


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
