from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Valid


class InvalidSuppression(EngineRule):
    """A comment meant to silence a finding is not understood.

    ## What it does

    Reports `sitecheck:` comments that name no rule, a rule that does not exist, or that say something else
    than `ignore[…]` or `ignore-file[…]`.

    ## Why is this bad?

    The comment has no effect, and its author believes it has one.

    ## References

    - `sitecheck: ignore[rule-id] reason` covers its own line or, alone on a line, the next block
    """

    valid = (
        Valid('A <font color="red">x</font> <!-- sitecheck: ignore[obsolete-html] quoted from 1998 -->\n'),
    )
    invalid = (
        Invalid(
            "Text <!-- sitecheck: ignore -->\n",
            at="<!-- sitecheck: ignore -->",
            message="names no rule",
        ),
        Invalid(
            "Text <!-- sitecheck: ignore[obsolte-html] -->\n",
            at="<!-- sitecheck: ignore[obsolte-html] -->",
            message="'obsolte-html'; did you mean 'obsolete-html'?",
        ),
    )
