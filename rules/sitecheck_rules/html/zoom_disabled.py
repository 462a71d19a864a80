from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    Edit,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Valid,
    lazy_pattern,
)

_PART = lazy_pattern(r"([\w-]+)\s*=\s*([^,;\s]*)")
_ENOUGH = 2.0
"""So far readers must be able to enlarge text (WCAG 2.2, success criterion 1.4.4)."""


class ZoomDisabled(FileRule):
    """The page keeps readers from enlarging it.

    ## What it does

    Reports a `<meta name="viewport">` that switches zooming off (`user-scalable=no`) or ends it below twice
    the size (`maximum-scale=1`).

    ## Why is this bad?

    Who needs larger letters cannot have them on phones and tablets whose browsers obey.

    ## Fix safety

    Taking these two settings away is unsafe: the page may rely on its size.

    ## References

    - <https://www.w3.org/WAI/WCAG22/Understanding/resize-text.html>
    - <https://www.w3.org/WAI/standards-guidelines/act/rules/b4f0c3/>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid(
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            path="_layouts/default.html",
        ),
        Valid(
            '<meta name="viewport" content="maximum-scale=5, user-scalable=yes">\n',
            path="_layouts/default.html",
        ),
        Valid('<meta name="viewport" content="user-scalable=1">\n', path="_layouts/default.html"),
        Valid('<meta name="description" content="user-scalable=no">\n', path="_layouts/default.html"),
    )
    invalid = (
        Invalid(
            '<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">\n',
            path="_layouts/default.html",
            at="width=device-width, initial-scale=1, maximum-scale=1",
            message="maximum-scale=1",
            fixed='<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        ),
        Invalid(
            '<meta name="viewport" content="user-scalable=no, width=device-width">\n',
            path="_layouts/default.html",
            message="user-scalable=no",
            fixed='<meta name="viewport" content="width=device-width">\n',
        ),
        Invalid(
            '<meta name="viewport" content="user-scalable=false">\n'
            '<meta name="viewport" content="user-scalable=0.4">\n',
            path="_layouts/default.html",
            findings=2,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for element in doc.elements:
            content = element.get("content")
            if element.name != "meta" or content is None or not element.known or UNKNOWN in content.value:
                continue
            if element.keyword("name") != "viewport":
                continue
            parts = re.split(r"[,;]", content.value)
            bad = [part.strip() for part in parts if _keeps_from_zooming(part)]
            if bad:
                kept = ", ".join(part.strip() for part in parts if part.strip() not in bad and part.strip())
                own = doc.written(content.place) == content.value and content.place.path == doc.path
                edits = (Edit(content.place.span, kept),)
                keeps = "keeps" if len(bad) == 1 else "keep"
                yield self.finding(
                    f"{' and '.join(bad)} {keeps} readers from enlarging the page",
                    content.place,
                    help="take it away",
                    fix=Fix("let readers zoom", edits, Safety.UNSAFE) if own and kept else None,
                )


def _keeps_from_zooming(part: str) -> bool:
    match = _PART.fullmatch(part.strip())
    if match is None:
        return False
    name, value = match[1].lower(), match[2].lower()
    if name == "user-scalable" and value in ("no", "false"):
        return True
    try:
        number = float(value)
    except ValueError:
        return False
    return -1 < number < 1 if name == "user-scalable" else name == "maximum-scale" and 0 <= number < _ENOUGH
