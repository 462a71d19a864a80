from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Place, Severity, Valid
from sitecheck_rules.html._obsolete import obsolete

_TOLD_APART = 3
"""So many elements of one name are told one by one."""


class ObsoleteHtml(FileRule):
    """An HTML element that the standard has retired.

    ## What it does

    Reports elements that the HTML standard lists as entirely obsolete, such as `<font>`, `<center>` and
    `<marquee>`, in pages, layouts and includes.

    ## Why is this bad?

    Browsers still draw most of them, but nobody promises that they will, and they say how something looks
    rather than what it is: screen readers and dark themes get it wrong. `obsolete-attribute` tells of
    attributes.

    ## References

    - <https://html.spec.whatwg.org/multipage/obsolete.html#non-conforming-features>
    """

    severity = Severity.INFO
    preset = "strict"
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid('A <span class="warm">bright</span> day.\n'),
        Valid("Write `<font>` in code, or <!-- <font> --> in a comment.\n"),
    )
    invalid = (
        Invalid(
            'A <font color="red">bright</font> day.\n',
            at='<font color="red">',
            message="<font> is obsolete",
            help="of a <div> around lists",
        ),
        Invalid("<tt>a</tt> <tt>b</tt> <tt>c</tt> <tt>d</tt>\n", at="<tt>", message="stands here 4 times"),
        Invalid("<center>\nHello\n</center>\n", at="<center>", message="<center> is obsolete"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        retired = obsolete().elements
        found: dict[tuple[str, str], dict[Place, None]] = {}
        for element in doc.elements:
            if element.name in retired:
                found.setdefault((element.name, element.place.path), {})[element.place] = None
        for (name, _), places in found.items():
            if len(places) > _TOLD_APART:
                yield self._told(name, next(iter(places)), f", and stands here {len(places):,} times")
            else:
                yield from (self._told(name, place) for place in places)

    def _told(self, name: str, place: Place, more: str = "") -> Finding:
        return self.finding(f"<{name}> is obsolete{more}", place, help=obsolete().elements[name])
