from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid


class UndecodableFile(EngineRule):
    """A source file is not UTF-8 text.

    ## What it does

    Reports pages, posts, layouts, includes and data files that hold bytes which are not UTF-8, that are
    UTF-16, or that hold NUL bytes.

    ## Why is this bad?

    Jekyll reads every file as UTF-8: its build stops at such a file, or prints rubbish.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/> (`encoding`)
    """

    severity = Severity.ERROR
    valid = (Valid("---\n---\nCafé\n"),)
    invalid = (Invalid("---\n---\nA NUL \0 byte\n", message="NUL", severity=Severity.WARNING),)
