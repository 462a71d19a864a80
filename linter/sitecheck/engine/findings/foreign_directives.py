"""Comments for other linters, which silence nothing here: found in the sources, so that a report can say so.

Sources: the READMEs of markdownlint ("Configuration"), html-proofer ("Ignoring content"), markdown-link-check
("Disable comments") and remark-lint ("Ignore warnings"), and rumdl's ``docs/inline-configuration.md``.
"""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.report import ForeignDirective
from sitecheck.model.span import LineIndex

_MARKS = ("markdownlint-", "rumdl-", "markdown-link-check-", "proofer-", "lint ")
"""One of these is in each directive: they are found in a tenth of the time, and hardly a file has one."""
_DIRECTIVE = lazy_pattern(
    r"<!--[ \t]{0,9}((?:markdownlint|rumdl)-(?:disable|configure)[a-z-]{0,20}"
    r"|markdown-link-check-disable[a-z-]{0,20}"
    r"|html-?proofer-(?:ignore|disable)"
    r"|lint (?:disable|ignore))\b"
    r"|\s(data-proofer-ignore)\b"
)


def first_foreign(path: str, text: str) -> ForeignDirective | None:
    """The first comment or attribute in ``text``, the file at ``path``, that is for another linter."""
    if not any(mark in text for mark in _MARKS):
        return None
    found = _DIRECTIVE.search(text)
    if found is None:
        return None
    line = LineIndex(text).point(found.start()).line
    return ForeignDirective(path=path, line=line, name=found[1] or found[2])
