from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid


class InvalidDate(EngineRule):
    """A date cannot be read.

    ## What it does

    Reports a `date` in the front matter of a post or a document of a collection that Jekyll cannot read as a
    date, and a post whose file name starts with a day that does not exist.

    ## Why is this bad?

    Jekyll's build stops here, whatever the other pages are like.

    ## References

    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\ndate: 2024-05-06 07:08:09 +0200\n---\n", path="_posts/2024-05-06-a.md"),
        Valid("---\ndate: May 6, 2024\n---\n", path="_posts/2024-05-06-a.md"),
    )
    invalid = (
        Invalid("---\ndate: 2024-13-45\n---\n", path="_posts/2024-05-06-a.md", message="date"),
        Invalid("---\ndate: soon\n---\n", path="_posts/2024-05-06-a.md", message="date"),
    )
