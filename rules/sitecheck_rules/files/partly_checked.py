from __future__ import annotations

from sitecheck.api import EngineRule, Severity, Valid


class PartlyChecked(EngineRule):
    """A file, or a part of the site, is checked only in part.

    ## What it does

    Reports pages of which the rest was left out because it asks for too much: Liquid that takes too much
    work, text that is too long, formulas with too many macros, Markdown whose marks end nowhere. What
    pages may cost together grows with the size of the site, and so does what one page may cost; real
    pages need a tenth of it or less. It is an info: often the page is what a program has written, and
    nothing is wrong with it. Git submodules that are not checked out are one finding: what they bring is
    not known, and links that may lead to their files are not judged.

    ## Why is this bad?

    Nothing is known of the part that was left out: neither links nor anchors, and no fault in it is found.
    Jekyll, too, takes long for such a page.

    ## References

    - <https://jekyllrb.com/docs/liquid/>
    """

    severity = Severity.INFO
    valid = (Valid("---\n---\n{% for i in (1..1000) %}{{ i }} {% endfor %}\n"),)
