from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.html._obsolete import obsolete


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
        ),
        Invalid("<center>\nHello\n</center>\n", at="<center>", message="<center> is obsolete"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        retired = obsolete().elements
        for element in doc.elements:
            advice = retired.get(element.name)
            if advice is not None:
                yield self.finding(f"<{element.name}> is obsolete", element.place, help=advice)
