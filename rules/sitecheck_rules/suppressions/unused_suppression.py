from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Valid


class UnusedSuppression(EngineRule):
    """A comment silences a finding that is not there.

    ## What it does

    Reports `sitecheck: ignore[…]` comments, or single ids in them, that silence nothing. Ids of rules that
    are off or that did not run (the network ones) are not reported. So are entries of the baseline that no
    longer occur: one finding counts them, and `sitecheck baseline --prune` removes them.

    ## Why is this bad?

    It outlives the fault it was written for and hides the next one.

    ## Fix safety

    The fix removes the comment. It is safe: nothing is silenced by it.

    ## References

    - `sitecheck: ignore[rule-id] reason` covers its own line or, alone on a line, the next block
    """

    valid = (
        Valid('A <font color="red">x</font> <!-- sitecheck: ignore[obsolete-html] quoted from 1998 -->\n'),
    )
    invalid = (
        Invalid(
            "Text <!-- sitecheck: ignore[obsolete-html] quoted from 1998 -->\n",
            at="<!-- sitecheck: ignore[obsolete-html] quoted from 1998 -->",
            message="silences nothing",
            fixed="Text\n",
        ),
    )
