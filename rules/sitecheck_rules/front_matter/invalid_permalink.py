from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid


class InvalidPermalink(EngineRule):
    """A permalink gives no address.

    ## What it does

    Reports a `permalink` that is empty, no text, or holds a placeholder that Jekyll does not know.

    ## Why is this bad?

    Jekyll's build stops here, or the page lands at an address nobody asked for.

    ## References

    - <https://jekyllrb.com/docs/permalinks/>
    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\npermalink: /a/\n---\n"),
        Valid(
            "---\npermalink: /:number/\n---\n",
            path="_posts/2024-01-02-a.md",
            files={"_plugins/number.rb": "module Jekyll; end\n"},
            why="Ruby code of the site may bring a placeholder",
        ),
    )
    invalid = (
        Invalid("---\npermalink: ''\n---\n", message="permalink"),
        Invalid(
            "---\npermalink: /:number/\n---\n",
            path="_posts/2024-01-02-a.md",
            message=":number",
        ),
    )
