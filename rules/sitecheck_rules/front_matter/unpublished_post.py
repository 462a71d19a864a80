from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from sitecheck.api import (
    WHOLE_FILE,
    Finding,
    Invalid,
    NamedTuple,
    Place,
    Related,
    ResolvedLink,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    WhyNot,
    lazy_pattern,
)

_TEXT = (".md", ".markdown", ".html", ".htm", ".textile", ".adoc")
_MEANT_SO = lazy_pattern(r"[A-Z_]+|index|.*(?:template|example|sample).*", re.DOTALL)
"""Names by which people say that a file among the posts is none: README, TEMPLATE, index, post-template."""
_MEANT_FOLDERS = frozenset({"draft", "drafts", "_drafts", "archive", "templates"})
"""Folders among the posts for what is not to be published."""
_DATE = lazy_pattern(
    r"(?P<year>\d{4})(?:(?P<mark>[-_. ])|(?=\d{4}(?!\d)))(?P<month>0?[1-9]|1[0-2])(?(mark)[-_. ])"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)[-_. ]*(?P<title>.*)",
    re.DOTALL,
)
_NO_DATE = lazy_pattern(r"\d{4}[-_. ]\d+[-_. ]\d+[-_. ]")
"""What was meant for a date, but is none."""
_SHOWN = 3
"""So many places are shown of links that have one cause."""
_CONFIG = "_config.yml"


class UnpublishedPost(SiteRule):
    """A post or document is not published.

    ## What it does

    Reports a text in `_posts` whose name does not begin with a date, or that lies outside of
    `collections_dir`; pages and posts with a `published:` that has no value; documents of a collection
    without `output: true` to which pages link; and posts whose date lies in the future as long as
    `future: true` is not set. `sitecheck why PATH` says of any file why it is not published.

    ## Why is this bad?

    Jekyll takes no notice of these files, without a word. A post of the future appears with the first build
    after its date, which may be what is wanted; a site that is built only when it changes may wait for long.

    ## References

    - <https://jekyllrb.com/docs/posts/>
    - <https://jekyllrb.com/docs/collections/>
    - measured with Jekyll 4.3.4: to `published:` without a value `Publisher` says no, as to `false`
    """

    valid = (
        Valid("---\n---\n", path="_posts/2024-01-31-hello.md"),
        Valid("Text\n", path="_posts/README.md", why="about the posts"),
        Valid(
            "<p>Part</p>\n",
            path="_posts/part.html",
            files={"_posts/2024-01-31-hello.md": "---\n---\n{% include_relative part.html %}\n"},
            why="a post includes it",
        ),
        Valid("---\n---\n", path="_drafts/hello.md"),
        Valid("---\n---\n", path="_posts/drafts/hello.md", why="its folder says so"),
        Valid("---\npublished: false\n---\n", path="_posts/2024-01-31-hello.md", why="its author says so"),
        Valid(
            "---\n---\n",
            path="_talks/a.md",
            files={_CONFIG: "collections: [talks]\n", "b.md": "---\n---\n{{ site.talks.first.title }}\n"},
            why="other pages show what is in the collection",
        ),
    )
    invalid = (
        Invalid("---\n---\n", path="_posts/hello.md", message="never", files={"a.md": "---\n---\n"}),
        Invalid(
            "---\n---\n",
            path="_posts/2024_1_31 Hello.md",
            help="2024-01-31-Hello.md",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n",
            path="_posts/2024-013-1-hello.md",
            help="write a date that there is",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n",
            path="_posts/20240131hello.md",
            help="2024-01-31-hello.md",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n",
            path="_posts/2024-01-31-hello.md",
            message="outside of texts",
            files={"a.md": "---\n---\n", _CONFIG: "collections_dir: texts\n"},
        ),
        Invalid(
            "---\ntitle: A\npublished:\n---\n",
            path="a.md",
            message="published: has no value",
            files={"b.md": "---\n---\n"},
        ),
        Invalid(
            "collections:\n  talks:\n    permalink: /t/:name\n",
            path=_CONFIG,
            at="talks",
            message="the collection talks has no pages, but 3 links",
            severity=Severity.ERROR,
            related=("/t/a", "t/a.html", "/t/a"),
            files={"_talks/a.md": "---\n---\n", "b.md": "---\n---\n[a](/t/a) [b](t/a.html) [a](/t/a)\n"},
        ),
        Invalid(
            "title: A\ncollections: [talks]\n",
            path=_CONFIG,
            at="collections",
            message="the collection talks has no pages, but a link leads",
            severity=Severity.ERROR,
            related=("/talks/a.html",),
            files={"_talks/a.md": "---\n---\n", "b.md": "---\n---\n[a](/talks/a.html)\n"},
            why="a list of collections has no place for output: true",
        ),
        Invalid(
            "---\n---\n",
            path="_posts/2999-01-31-hello.md",
            message="2999-01-31",
            severity=Severity.INFO,
            files={"a.md": "---\n---\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        outside: list[str] = []
        parts = {part for facts in site.files.values() for part in facts.includes}
        for path, each in sorted(site.site.unpublished.items()):
            if each.why_not is WhyNot.FUTURE:
                name = "post" if "_posts" in path.split("/") else "document"
                yield self.finding(
                    f"this {name} is not published yet: its date, {each.name}, lies in the future",
                    Place(path, WHOLE_FILE),
                    help="build the site after that date, or set future: true",
                    severity=Severity.INFO,
                )
            elif each.why_not is WhyNot.NOT_A_POST and path not in parts and _is_meant_for_one(path):
                yield self.finding(
                    "this file is never published: its name is none of a post",
                    Place(path, WHOLE_FILE),
                    help=_name_for(path),
                )
            elif each.why_not is WhyNot.EMPTY_PUBLISHED:
                yield self.finding(
                    "published: has no value, which hides this page",
                    site.value_place(path, ("published",), ""),
                    help="write true or false, or remove the line",
                )
            elif each.why_not is WhyNot.OUTSIDE_COLLECTIONS_DIR and _is_meant_for_one(path):
                outside.append(path)
        yield from self._outside(site, outside)
        yield from self._collections(site)

    def _outside(self, site: SiteFacts, paths: list[str]) -> Iterator[Finding]:
        if paths:
            folder = site.site.unpublished[paths[0]].name
            others = f" (and {len(paths) - 1:,} more)" if len(paths) > 1 else ""
            yield self.finding(
                f"this post{others} is never published: it lies outside of {folder}",
                Place(paths[0], WHOLE_FILE),
                help=f"move _posts into {folder}, the collections_dir of the configuration",
            )

    def _collections(self, site: SiteFacts) -> Iterator[Finding]:
        for label, found in _links_to_hidden(site).items():
            entry = site.site.config.entry("collections", label)
            if entry is None:
                listed = site.site.config.entry("collections")
                place = (
                    Place(listed[0], listed[1].key or WHOLE_FILE) if listed else Place(_CONFIG, WHOLE_FILE)
                )
            else:
                place = Place(entry[0], entry[1].key or entry[1].value)
            number = f"{len(found.links)} links lead" if len(found.links) > 1 else "a link leads"
            yield self.finding(
                f"the collection {label} has no pages, but {number} to its documents",
                place,
                help=f"write {label}: {{output: true}}, or remove the links",
                related=[Related(link.link.place, f"leads to {link.verdict.hidden}") for link in found.shown],
                severity=Severity.ERROR,
            )


class _Hidden(NamedTuple):
    """The links to documents of a collection that has no pages, by place."""

    links: dict[Place, ResolvedLink]

    @property
    def shown(self) -> Iterable[ResolvedLink]:
        """The first of them."""
        return list(self.links.values())[:_SHOWN]


def _links_to_hidden(site: SiteFacts) -> dict[str, _Hidden]:
    found: dict[str, _Hidden] = {}
    for resolved in site.certain("broken-page"):
        path = resolved.verdict.hidden
        if path and site.site.unpublished[path].why_not is WhyNot.NO_OUTPUT:
            links = found.setdefault(site.site.unpublished[path].name, _Hidden({})).links
            links.setdefault(resolved.link.place, resolved)
    return found


def _is_meant_for_one(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    folders = folder.split("/")
    in_posts = "_posts" in folders and _MEANT_FOLDERS.isdisjoint(folders)
    return in_posts and f".{extension}" in _TEXT and bool(dot) and not _MEANT_SO.fullmatch(stem)


def _name_for(path: str) -> str:
    """The name under which the file would be a post, as far as its own tells."""
    stem, extension = posixpath.splitext(path.rpartition("/")[2])
    match = _DATE.fullmatch(stem)
    if match is None and _NO_DATE.match(stem):
        return "write a date that there is at its beginning, as 2024-01-31- for the 31st of January 2024"
    if match is None:
        return f"put its date before its name: 2024-01-31-{stem}{extension} for the 31st of January 2024"
    year, month, day, title = match.group("year", "month", "day", "title")
    return f"call it {year}-{int(month):02}-{int(day):02}-{title or 'title'}{extension}"
