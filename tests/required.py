"""Where a missing engine is a failure: with ``SITECHECK_REQUIRE_ENGINES=1``, as in CI, no test may be skipped.

A machine on which nothing can be compared would be green otherwise.
"""

from __future__ import annotations

import os

VARIABLE = "SITECHECK_REQUIRE_ENGINES"

MAY_BE_SKIPPED = {
    "the gem liquid 4 is not installed": "Debian has Liquid 5 alone; what Liquid 4 said is kept as golden results",
    "SITECHECK_DEBIAN_11 ": "Debian has Jekyll 4 alone; what Jekyll 3 made is kept as golden results",
    "SITECHECK_SEO_TAG ": "Debian has one release of the plugin; what the newer one wrote is kept as golden results",
    "SITECHECK_CORPUS ": "real sites are no part of the project; .ci/run names them where they are at hand",
    "SITECHECK_JEKYLL_SOURCES ": "Jekyll's scenarios are no part of the project; their results are kept",
    "SITECHECK_PLUGIN_SOURCES ": "plugins are no part of the project; what they make is kept",
    "SITECHECK_PEER_SOURCES ": "the tests of other programs are no part of the project",
    "SITECHECK_THEMES ": "themes are no part of the project; what they write is kept",
    "only a checkout of git ": "an unpacked release has no attributes of git",
    "only root ": "what only root can do is of no use to try as somebody else",
    "no attributes of files can be used here": "not every file system keeps some",
    "no device nodes can be used here": "a sandbox may forbid them even to root",
    "no network can be taken away here": "a system may forbid namespaces of one's own to whoever is not root",
    "the time is over": "make fuzz ends its rounds so",
}
"""Reasons, by words of theirs, for which a test may be skipped all the same, and why."""


def forbidden(reason: str) -> str:
    """What to say of a skipped test where it is a failure, "" where it is none."""
    if os.environ.get(VARIABLE) != "1" or any(words in reason for words in MAY_BE_SKIPPED):
        return ""
    return f"skipped, which {VARIABLE}=1 forbids: {reason}"
