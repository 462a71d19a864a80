from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitecheck.api import Finding, Invalid, NamedTuple, Place, Related, SiteFacts, SiteRule, Valid

_HARMLESS = frozenset({"input", "syntax_highlighter", "syntax_highlighter_opts"})
"""Options of kramdown that people keep for readers of the configuration; they change no text."""


class ContradictorySettings(SiteRule):
    """Two settings of `_config.yml` contradict each other.

    ## What it does

    Reports a setting that another one overrides: an entry of `exclude` that is in `include`, too; options of
    `kramdown` beside `markdown: CommonMark`; `theme` beside a `remote_theme` whose plugin runs;
    `output: false` for the posts, which Jekyll always writes.

    ## Why is this bad?

    One of them has no effect, without a word: what was to be left out is published, Markdown is read in
    another way.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/>
    - measured with Jekyll 4.3.4: `EntryFilter#filter`, `Configuration#add_default_collections`
    """

    valid = (
        Valid(
            files={"_config.yml": "include: [.well-known]\nexclude: [drafts]\nkramdown: {auto_ids: false}\n"}
        ),
        Valid(files={"_config.yml": "theme: minima\nremote_theme: a/b\n"}, why="the plugin does not run"),
        Valid(files={"_config.yml": "collections: {posts: {output: true}, docs: {output: false}}\n"}),
    )
    invalid = (
        Invalid(
            "include: [docs]\nexclude:\n  - docs/\n",
            path="_config.yml",
            at="docs/",
            message="exclude has docs/, but include has it, too",
            related=("docs",),
        ),
        Invalid(
            "markdown: CommonMark\nkramdown:\n  auto_ids: false\n",
            path="_config.yml",
            at="kramdown",
            message="kramdown is not used",
            related=("CommonMark",),
        ),
        Invalid(
            "plugins: [jekyll-remote-theme]\ntheme: minima\nremote_theme: a/b\n",
            path="_config.yml",
            at="minima",
            message="remote_theme takes the place of theme",
            related=("a/b",),
        ),
        Invalid(
            "collections:\n  posts:\n    output: false\n",
            path="_config.yml",
            at="false",
            message="posts are always published",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        yield from self._included(site)
        markdown, kramdown = _written(site, "markdown"), _written(site, "kramdown")
        options = kramdown.data if kramdown and isinstance(kramdown.data, dict) else {}
        is_other = site.site.converter[0].lower().startswith("commonmark")
        if markdown and kramdown and is_other and set(map(str, options)) - _HARMLESS:
            yield self.finding(
                "kramdown is not used, so its options have no effect",
                kramdown.key,
                help=f"remove them, or write markdown: kramdown instead of {markdown.data}",
                related=[Related(markdown.value, "the converter that is used")],
            )
        theme, remote = _written(site, "theme"), _written(site, "remote_theme")
        runs = "jekyll-remote-theme" in site.site.running
        if theme and remote and theme.data and remote.data and runs:
            yield self.finding(
                "remote_theme takes the place of theme",
                theme.value,
                help="remove one of the two",
                related=[Related(remote.value, "the theme that is used")],
            )
        posts = _written(site, "collections", "posts", "output")
        if posts and posts.data is False:
            message = "posts are always published, whatever output says"
            help_ = "remove it; published: false hides a single post"
            yield self.finding(message, posts.value, help=help_)

    def _included(self, site: SiteFacts) -> Iterator[Finding]:
        """``EntryFilter#filter`` asks for ``include`` first."""
        included: dict[str, Place] = {}
        for name in ("include", "exclude"):
            for file in site.site.config.files:
                for entry in file.entries:
                    if len(entry.path) != 2 or entry.path[0] != name or not isinstance(entry.data, str):
                        continue
                    plain, place = entry.data.strip("/"), Place(file.path, entry.value)
                    if name == "include":
                        included.setdefault(plain, place)
                    elif plain in included:
                        yield self.finding(
                            f"exclude has {entry.data}, but include has it, too, and wins",
                            place,
                            help="remove it from one of the two",
                            related=[Related(included[plain], "included here")],
                        )


class _Written(NamedTuple):
    data: Any
    key: Place
    value: Place


def _written(site: SiteFacts, *path: str) -> _Written | None:
    """Where a setting is written; of several places the last, which counts."""
    found = site.site.config.entry(*path)
    if found is None or found[1].key is None:
        return None
    file, entry = found
    return _Written(entry.data, Place(file, entry.key or entry.value), Place(file, entry.value))
