from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Id, Invalid, Related, Valid


class DuplicateId(FileRule):
    """Two things on one page have the same id.

    ## What it does

    Reports an id that a page gives twice: two ids written by hand, or one written by hand that an automatic
    heading id also takes. Two headings with one text are no fault: kramdown numbers them.

    ## Why is this bad?

    A link to `#id` always goes to the first of them; the second cannot be reached, and scripts and
    stylesheets that look for the id take the wrong one.

    ## References

    - <https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute>
    """

    kinds = frozenset({"page", "post", "document", "static-page"})
    valid = (
        Valid("# One\n\n# One\n", why="kramdown makes `one` and `one-1`"),
        Valid('<p id="a"></p>\n<p id="b"></p>\n'),
    )
    invalid = (
        Invalid(
            '<p id="gear">One</p>\n\n<p id="gear">Two</p>\n',
            at="gear",
            message="the id 'gear' is taken",
            related=("gear",),
        ),
        Invalid('<p id="a"></p><p id="a"></p>\n', path="copied.html", at="a", related=("a",)),
        Invalid("# A list\n\n## Other {#a-list}\n", message="'a-list'", related=("# A list",)),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        first: dict[str, Id] = {}
        for id_ in doc.ids:
            if id_.maybe:
                continue
            earlier = first.setdefault(id_.id, id_)
            if earlier is id_ or "name" in (id_.origin, earlier.origin) or earlier.place == id_.place:
                continue
            yield self.finding(
                f"the id {id_.id!r} is taken by something earlier on the page",
                id_.place,
                help="links to it reach the first one only; give this one an id of its own",
                related=[Related(earlier.place, "first here")],
            )
