from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Slips, Valid

_PARENTS = ("parent", "grand_parent", "ancestor")


class UnknownNavigation(SiteRule):
    """A page names a parent or a navigation that does not exist.

    ## What it does

    In sites of the theme Just the Docs, or that keep its navigation among their includes, reports `parent`,
    `grand_parent` and `ancestor` that are no page's title. In sites of Minimal Mistakes reports a
    `sidebar: {nav: …}` that `_data/navigation.yml` does not have.

    Nothing is said of pages with `nav_exclude: true`, nor of collections that the settings of Just the Docs
    do not name.

    ## Why is this bad?

    The page is missing from the navigation, or its sidebar is empty; nothing is said of it.

    ## References

    - <https://just-the-docs.com/docs/navigation/main/order/>
    - <https://mmistakes.github.io/minimal-mistakes/docs/layouts/#custom-sidebar-navigation-menu>
    """

    valid = (
        Valid(
            "---\ntitle: B\nparent: A\n---\n",
            files={"_config.yml": "theme: just-the-docs\n", "a.md": "---\ntitle: A\n---\n"},
        ),
        Valid("---\ntitle: B\nparent: A\n---\n", why="no theme reads it"),
        Valid(
            "---\ntitle: B\nparent: A\n---\n",
            path="_posts/2024-01-31-b.md",
            files={"_config.yml": "theme: just-the-docs\n"},
            why="no post is in the navigation",
        ),
        Valid(
            "---\ntitle: B\nparent: A\nnav_exclude: true\n---\n",
            files={"_config.yml": "theme: just-the-docs\n"},
            why="it is to be in none",
        ),
        Valid(
            "---\ntitle: B\nparent: The ships\n---\n",
            files={
                "_config.yml": "theme: just-the-docs\n",
                "Gemfile": "gem 'github-pages'\n",
                "ships/index.md": "---\nhas_children: true\n---\n# The ships\n",
            },
            why="GitHub Pages takes the heading for the title",
        ),
        Valid(
            "---\ntitle: B\nparent: The ships\n---\n",
            files={
                "_config.yml": "theme: just-the-docs\n",
                "Gemfile": "gem 'github-pages'\n",
                "ships.md": "# The ships\n",
            },
            why="and makes a page of a file without front matter",
        ),
        Valid(
            "---\nsidebar: {nav: docs}\n---\n",
            files={
                "_config.yml": "remote_theme: mmistakes/minimal-mistakes@4.27.1\n",
                "_data/navigation.yml": "docs:\n  - title: A\n",
            },
        ),
    )
    invalid = (
        Invalid(
            "---\ntitle: B\nparent: Guides\n---\n",
            files={"_config.yml": "theme: just-the-docs\n", "a.md": "---\ntitle: Guide\n---\n"},
            at="Guides",
            message="no page has the title Guides",
            help="did you mean Guide?",
        ),
        Invalid(
            "---\ntitle: B\nparent: None\n---\n",
            files={"_config.yml": "theme: just-the-docs\n", "a.md": "---\n---\n"},
            at="None",
            message="no page has the title None",
            why="that of a page without one is no text",
        ),
        Invalid(
            "---\ntitle: B\nparent: ''\n---\n",
            path="_docs/b.md",
            files={
                "_config.yml": "theme: just-the-docs\ncollections: {docs: {output: true}}\n"
                "just_the_docs: {collections: {docs: {name: Docs}}}\n"
            },
            at="''",
            message="no page has the title ''",
            why="an empty text is a value",
        ),
        Invalid(
            "---\nsidebar:\n  nav: dosc\n---\n",
            files={
                "_config.yml": "remote_theme: mmistakes/minimal-mistakes\n",
                "_data/navigation.yml": "docs:\n  - title: A\n",
            },
            at="dosc",
            message="_data/navigation.yml has no dosc",
            help="did you mean docs?",
        ),
        Invalid(
            "---\nsidebar: {nav: '2024'}\n---\n",
            files={
                "_config.yml": "remote_theme: mmistakes/minimal-mistakes\n",
                "_data/navigation.yml": "2024:\n  - title: A\n",
            },
            at="'2024'",
            message="_data/navigation.yml has no 2024",
            why="There it is a number, here a text",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if site.has_own_plugins:
            return
        if _is_of(site, "just-the-docs", frozenset({"grand_parent", "nav_exclude", "parent"})):
            yield from self._parents(site)
        if _is_of(site, "minimal-mistakes", frozenset({"navigation", "sidebar", "nav"})):
            yield from self._sidebars(site)

    def _parents(self, site: SiteFacts) -> Iterator[Finding]:
        found = (record.data.get("title") for record in site.site.documents())
        titles = {str(title) for title in found if title is not None}
        if site.site.may_take_headings:
            titles.update(_headings(site))
        slips = Slips(titles)
        for facts in site.pages():
            record = site.records.get(facts.path)
            if record is None or not _is_navigated(site, record.collection, record.data):
                continue
            for name in _PARENTS:
                key, value = facts.key(name), record.data.get(name)
                if key is None or not isinstance(value, (str, int)) or str(value) in titles:
                    continue
                near = slips.of(str(value))
                yield self.finding(
                    f"no page has the title {_shown(value)}, so this one is not in the navigation below it",
                    Place(facts.path, key.value),
                    help=f"did you mean {near}?" if near else f"write in {name} the title of a page as it is",
                )

    def _sidebars(self, site: SiteFacts) -> Iterator[Finding]:
        known = site.site.data.get("navigation")
        names = {name for name in known if isinstance(name, str)} if isinstance(known, dict) else set()
        slips = Slips(names)
        for facts in site.pages():
            key, record = facts.key("sidebar.nav"), site.records.get(facts.path)
            sidebar = record.data.get("sidebar") if record is not None else None
            value = sidebar.get("nav") if isinstance(sidebar, Mapping) else None
            if key is None or not isinstance(value, str) or value in names:
                continue
            near = slips.of(value)
            yield self.finding(
                f"_data/navigation.yml has no {value}, so the sidebar is empty",
                Place(facts.path, key.value),
                help=f"did you mean {near}?" if near else f"add {value} there, or remove it here",
            )


def _is_navigated(site: SiteFacts, collection: str, data: Mapping[Any, Any]) -> bool:
    """Whether the navigation shows a page: the theme's lists the collections that its settings name; one of
    the site's own may list others, but no posts."""
    settings = site.site.config["just_the_docs"]
    named = settings.get("collections") if isinstance(settings, Mapping) else None
    is_named = isinstance(named, Mapping) and collection in named
    is_listed = not collection or is_named or (not site.theme and collection != "posts")
    return is_listed and data.get("nav_exclude") is not True


def _shown(value: str | int) -> str:
    """A title as it can be told from the words around it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if text.strip() == text != "" else f"'{text}'"


def _headings(site: SiteFacts) -> Iterator[str]:
    """The first headings of pages without a title, which become it, and of files without front matter, which
    become pages there."""
    for facts in site.files.values():
        record = site.records.get(facts.path)
        is_page = record.data.get("title") is None if record is not None else facts.kind == "static"
        if facts.headings and is_page:
            yield site.written(facts.headings[0].place).strip("#=- \t\r\n")


def _is_of(site: SiteFacts, theme: str, reads: frozenset[str]) -> bool:
    """Whether the site is of a theme, or has its templates among its own: some file reads all of these."""
    named = site.theme.partition("@")[0].rpartition("/")[2]
    if named:
        return named in (theme, f"{theme}-jekyll")
    return any(
        reads <= set(facts.names) for facts in site.files.values() if facts.kind in ("include", "layout")
    )
