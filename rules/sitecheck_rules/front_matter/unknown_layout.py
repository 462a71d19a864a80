from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import NO_LAYOUT, Document, FileRule, Finding, Invalid, Severity, Valid

_LONGEST = 120
"""So much is told of what stands there in place of a name."""


_GIVEN = "defaults:\n- scope: {path: ''}\n  values: {layout: pots}\n"


class UnknownLayout(FileRule):
    """A page names a layout that does not exist.

    ## What it does

    Reports `layout: x` in a page or a layout when there is no `_layouts/x.html`, and a layout that is a
    list; in the `defaults` of `_config.yml` once for all the pages that get it. When the site has a theme
    whose files are not here the theme may bring it, and nothing is said; nor of `default`, `home`, `page` and
    `post` where GitHub Pages may build the site: its own theme has these for a site without one.

    What is whole without it (a layout or page that writes its own `<html>`, a feed) gets a warning, and so
    does a layout that a build step such as webpack may write before Jekyll runs.

    ## Why is this bad?

    Jekyll prints a warning and goes on: the page is published without a head, navigation and style.

    ## References

    - <https://jekyllrb.com/docs/layouts/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid("---\nlayout: post\n---\n", files={"_layouts/post.html": ""}),
        Valid("---\nlayout: none\n---\n"),
        Valid("---\nlayout: post\n---\n", files={"_config.yml": "theme: minima\n"}, why="the theme has it"),
        Valid("---\nlayout: page\n---\n", why="the theme that GitHub Pages gives has it"),
        Valid("---\nlayout: false\n---\n"),
        Valid("---\nlayout: 7\n---\n", files={"_layouts/7.html": ""}),
        Valid(
            "---\nlayout: shared/post\n---\n",
            files={"_config.yml": "theme: null\n", ".gitmodules": "path = _layouts/shared\n"},
            why="a submodule that is not here has it",
        ),
        Valid(
            "---\nlayout: post\n---\n",
            files={"_config.yml": _GIVEN, "_layouts/post.html": "", "a.xml": "---\n---\n<a/>\n"},
            why="no page gets what the defaults give",
        ),
        Valid(
            "---\nlayout: pots\n---\n",
            files={"_config.yml": "source: .tmp/src\n"},
            why="another program makes the folder of the sources",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: pots\n---\n",
            at="pots",
            message="no layout 'pots'",
            help="did you mean post? As it is, the page has no head and no style",
            files={"_layouts/post.html": ""},
        ),
        Invalid(
            _GIVEN,
            path="_config.yml",
            at="pots",
            message="no layout 'pots'",
            help="did you mean post? As it is, pages have no head and no style",
            files={"a.md": "---\n---\n", "b.md": "---\n---\n", "_layouts/post.html": ""},
        ),
        Invalid(
            "---\nlayout: compress\n---\n<html lang='en'>{{ content }}</html>\n",
            path="_layouts/default.html",
            at="compress",
            help="what it would add is missing",
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\nlayout: [post, page]\n---\n",
            at="[post, page]",
            message="no layout ['post', 'page']",
            help="write the name of one, as text",
            files={"_layouts/post.html": ""},
        ),
        Invalid(
            "---\nlayout: 7\n---\n",
            at="7",
            help="it would be _layouts/7.html",
        ),
        Invalid(
            "---\nlayout: base\n---\n",
            at="base",
            help="it would be _layouts/base.html, unless webpack.config.js makes it",
            files={"webpack.config.js": "module.exports = require('./config')\n"},
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\nlayout: rss-feed\n---\n<rss version='2.0'>{{ site.title }}</rss>\n",
            path="feed.xml",
            at="rss-feed",
            help="what it would add is missing",
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\nlayout: feed\n---\n",
            path="feed.xml",
            at="feed",
            help="it would be _layouts/feed.html; without it nothing is left",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("layout")
        if entry is None:
            yield from self._given(doc)
            return
        if str(entry.data) in NO_LAYOUT or isinstance(entry.data, (bool, type(None))):
            return
        is_name = isinstance(entry.data, (str, int))
        if not is_name or doc.has_layout(str(entry.data)) is False:
            is_whole = _is_whole(doc)
            lost = "what it would add is missing" if is_whole else _lost(doc)
            named = f"write the name of one, as text; without it {lost}"
            yield self.finding(
                f"there is no layout {entry.data!r}"[:_LONGEST],
                doc.at(entry.value),
                help=_help(doc, str(entry.data), lost) if is_name else named,
                severity=Severity.WARNING if is_whole or (is_name and doc.build_step) else None,
            )

    def _given(self, doc: Document) -> Iterator[Finding]:
        """A layout that the page has from the defaults of the configuration."""
        name = doc.data.get("layout")
        if not isinstance(name, str) or name in NO_LAYOUT or not doc.is_used or _is_whole(doc):
            return
        place = doc.default_place("layout") if doc.has_layout(name) is False else None
        if place is not None:
            yield self.finding(
                f"there is no layout {name!r}"[:_LONGEST],
                place,
                help=_help(doc, name, "pages have no head and no style"),
                severity=Severity.WARNING if doc.build_step else None,
            )


def _help(doc: Document, name: str, lost: str) -> str:
    """Which layout is meant, or where it would be; and what comes of it as it is."""
    meant = "" if doc.build_step else doc.likely_name("layout", name)
    if meant:
        return f"did you mean {meant}? As it is, {lost}"
    step = f", unless {doc.build_step} makes it" if doc.build_step else ""
    return f"it would be _layouts/{name}.html{step}; without it {lost}"


def _is_whole(doc: Document) -> bool:
    """Whether the file has all that a page or feed needs."""
    if doc.dialect == "text":
        return not _is_empty(doc)
    return any(element.name == "html" for element in doc.elements)


def _lost(doc: Document) -> str:
    return "nothing is left" if doc.dialect == "text" else "the page has no head and no style"


def _is_empty(doc: Document) -> bool:
    return not doc.text[doc.front_matter.span.end :].strip()
