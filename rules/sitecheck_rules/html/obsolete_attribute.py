from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Element, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.html._obsolete import obsolete

_STILL_FINE = {
    ("border", "img"): ("0",),
    ("language", "script"): ("javascript",),
    ("charset", "script"): ("utf-8",),
    ("type", "style"): ("text/css", ""),
}
"""Values with which an attribute is obsolete but conforming (HTML standard, section 16.1)."""


class ObsoleteAttribute(FileRule):
    """An HTML attribute that the standard has retired.

    ## What it does

    Reports attributes that the HTML standard lists as obsolete on their element, such as `align`, `bgcolor`
    and `frameborder`, in pages, layouts and includes. Those of one element are told together.

    ## Why is this bad?

    Browsers still heed most of them, but nobody promises that they will; style sheets say the same once for
    all.

    ## References

    - <https://html.spec.whatwg.org/multipage/obsolete.html#non-conforming-features>
    """

    severity = Severity.INFO
    preset = "strict"
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid('<table class="wide"><tr><td colspan="2">x</td></tr></table>\n'),
        Valid('<img src="/a.png" alt="A" border="0" width="3">\n', files={"a.png": ""}),
        Valid('<script language="JavaScript">1</script>\n'),
    )
    invalid = (
        Invalid(
            '<p align="center" style="color: red">Hello</p>\n',
            at='<p align="center" style="color: red">',
            message="align is obsolete on <p>",
            help="CSS",
        ),
        Invalid(
            '<table border="1" cellpadding="2"><tr><td>x</td></tr></table>\n',
            at='<table border="1" cellpadding="2">',
            message="border and cellpadding are obsolete on <table>",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        retired = obsolete().attributes
        for element in doc.elements:
            names = [
                attribute.name
                for attribute in element.attributes
                if ((attribute.name, element.name) in retired or (attribute.name, "*") in retired)
                and attribute.value.lower() not in _STILL_FINE.get((attribute.name, element.name), ())
            ]
            if names and element.known:
                yield self._told(doc, element, names)

    def _told(self, doc: Document, element: Element, names: list[str]) -> Finding:
        retired = obsolete().attributes
        first = names[0]
        advice = retired.get((first, element.name)) or retired[first, "*"]
        listed = first if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return self.finding(
            f"{listed} {'is' if len(names) == 1 else 'are'} obsolete on <{element.name}>",
            element.place,
            help=advice,
        )
