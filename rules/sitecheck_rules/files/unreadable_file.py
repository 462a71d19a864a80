from __future__ import annotations

from sitecheck.api import EngineRule, Severity, Valid


class UnreadableFile(EngineRule):
    """A file of the site cannot be read.

    ## What it does

    Reports files and folders that the operating system refuses to read, links that lead in circles or out
    of the site, and things in the tree that are no files (pipes, devices, sockets).

    ## Why is this bad?

    Jekyll's build stops at what it cannot read, and waits for ever at a pipe.

    ## References

    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    valid = (Valid("---\n---\nText\n"),)
