from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid

REPLACEMENTS = {
    "acronym": "use <abbr>",
    "applet": "use <object> or drop it, browsers no longer run applets",
    "basefont": "set the font with CSS",
    "bgsound": "use <audio>",
    "big": "use CSS: font-size: larger",
    "blink": "drop it, browsers no longer blink",
    "center": "use CSS: text-align: center",
    "dir": "use <ul>",
    "font": 'use CSS: <span style="…"> or a class',
    "frame": "use <iframe>, or CSS",
    "frameset": "use <iframe>, or CSS",
    "isindex": "use a <form>",
    "listing": "use <pre><code>",
    "marquee": "use CSS animations, or drop it",
    "multicol": "use CSS columns",
    "nobr": "use CSS: white-space: nowrap",
    "noembed": "use <object>",
    "noframes": "drop it with its frames",
    "plaintext": "use <pre>",
    "spacer": "use CSS margins",
    "strike": "use <s>, or <del> for an edit",
    "tt": "use <code>, <kbd> or <samp>",
    "xmp": "use <pre><code>",
}
"""Elements that "are entirely obsolete, and must not be used by authors" (HTML standard, section 16.2)."""


class ObsoleteHtml(FileRule):
    """An HTML element that the standard has retired.

    ## What it does

    Reports elements that the HTML standard lists as entirely obsolete, such as `<font>`, `<center>` and
    `<marquee>`, in pages, layouts and includes.

    ## Why is this bad?

    Browsers still draw most of them, but nobody promises that they will, and they say how something looks
    rather than what it is: screen readers and dark themes get it wrong.

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
        for element in doc.elements:
            advice = REPLACEMENTS.get(element.name)
            if advice is not None:
                yield self.finding(f"<{element.name}> is obsolete", element.place, help=advice)
