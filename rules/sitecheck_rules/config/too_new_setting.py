from __future__ import annotations

from collections.abc import Hashable, Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Place, Valid

_OLD = {"Gemfile.lock": "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (3.10.0)\n"}
_NEW = {"Gemfile.lock": "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (4.3.4)\n"}
_OF_COLLECTIONS = {
    "order": "the documents are ordered by date and name",
    "sort_by": "the documents are ordered by date and name",
}
"""Keys below the name of a collection, and what comes to pass without them (``Collection#sort_docs!``)."""
_HELP = "build the site with Jekyll 4, by a workflow where GitHub Pages builds it, or do without"


class TooNewSetting(FileRule):
    """A setting is newer than the Jekyll that builds the site: it is new in Jekyll 4.

    ## What it does

    Where the gems name Jekyll 3, or GitHub Pages builds the site, which has Jekyll 3.10, reports
    `render_with_liquid: false` in front matter of a file with Liquid in it, and in the configuration
    `page_excerpts` and the `order` and `sort_by` of a collection. What stops Jekyll 3, such as `and` in
    `where_exp`, is told by the rules on Liquid and permalinks.

    ## Why is this bad?

    Jekyll 3 takes any key that it does not know for one of the author's own, without a word: Liquid that was
    to be shown is run and vanishes, and lists stand in another order.

    ## References

    - <https://jekyllrb.com/docs/liquid/tags/#code-snippet-highlighting>
    - <https://jekyllrb.com/docs/collections/#sort-by-front-matter-key>
    - <https://pages.github.com/versions/>
    - Jekyll's `History.markdown`: `render_with_liquid` and the order of collections are of 4.0,
      `page_excerpts` is of 4.1.1
    """

    kinds = frozenset({"config", "page", "post", "document"})

    valid = (
        Valid("---\nrender_with_liquid: false\n---\n{{ x }}\n", files=_NEW),
        Valid("---\nrender_with_liquid: false\n---\nno Liquid\n", files=_OLD),
        Valid("---\nrender_with_liquid: true\n---\n{{ x }}\n", files=_OLD),
        Valid("---\nrender_with_liquid: false\nx: '{{ x }}'\n---\nno Liquid here\n", files=_OLD),
        Valid(
            "---\nrender_with_liquid: false\n---\na {% raw %}{{ x }}{% endraw %} b\n",
            files=_OLD,
            why="it is shown by every Jekyll",
        ),
        Valid(
            "collections: {posts: {sort_by: title}}\n",
            path="_config.yml",
            files=_OLD,
            why="Jekyll 4 does not order posts so either",
        ),
        Valid(
            "---\nrender_with_liquid: false\n---\n{{ x }}\n", why="nothing tells which Jekyll builds the site"
        ),
        Valid("page_excerpts: false\ncollections: {docs: {output: true}}\n", path="_config.yml", files=_OLD),
    )
    invalid = (
        Invalid(
            "---\nrender_with_liquid: false\n---\nWrite {{ page.title }} for the title.\n",
            files=_OLD,
            at="false",
            message="Jekyll 3 does not know render_with_liquid: the Liquid of this file is run",
            help="put it between {% raw %} and {% endraw %}",
        ),
        Invalid(
            "collections: {docs: {output: true, sort_by: n}}\n",
            path="_config.yml",
            files={"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"},
            at="sort_by",
            message="Jekyll 3 does not know sort_by: the documents are ordered by date and name",
            help="build the site with Jekyll 4",
        ),
        Invalid(
            "page_excerpts: true\n",
            path="_config.yml",
            files=_OLD,
            at="page_excerpts",
            message="Jekyll 3 does not know page_excerpts: only documents have excerpts",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.is_before_jekyll_4:
            return
        if doc.kind == "config":
            yield from self._of_settings(doc)
        elif doc.data.get("render_with_liquid") is False and doc.is_run:
            entry = doc.entry("render_with_liquid")
            place = doc.at(entry.value) if entry is not None else doc.default_place("render_with_liquid")
            yield self.finding(
                "Jekyll 3 does not know render_with_liquid: the Liquid of this file is run",
                place or doc.top,
                help="put it between {% raw %} and {% endraw %}, which every Jekyll knows",
            )

    def _of_settings(self, doc: Document) -> Iterator[Finding]:
        for path, what in _settings(doc):
            entry = doc.setting(*path)
            if entry is not None and entry.key is not None and entry.data not in (None, False):
                place = Place(doc.path, entry.key)
                yield self.finding(f"Jekyll 3 does not know {path[-1]}: {what}", place, help=_HELP)


def _settings(doc: Document) -> Iterator[tuple[tuple[Hashable, ...], str]]:
    """The settings that may stand in a file, and what comes to pass without each."""
    yield ("page_excerpts",), "only documents have excerpts"
    collections = doc.setting("collections")
    for label in collections.data if collections is not None and isinstance(collections.data, dict) else ():
        if label != "posts":  # which no Jekyll orders so
            yield from ((("collections", label, key), what) for key, what in _OF_COLLECTIONS.items())
