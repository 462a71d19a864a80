from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import WHOLE_FILE, Finding, Invalid, Place, Severity, SiteFacts, SiteRule, Valid, WhyNot

_TEXT = (".md", ".markdown", ".html", ".htm", ".textile", ".adoc")
_MEANT_SO = re.compile(r"[A-Z_]+|index|.*(?:template|example|sample).*", re.DOTALL)
"""Names by which people say that a file among the posts is none: README, TEMPLATE, index, post-template."""


class UnpublishedPost(SiteRule):
    """A file among the posts is not published.

    ## What it does

    Reports a text in `_posts` whose name does not begin with a date, and posts whose date lies in the future
    as long as `future: true` is not set.

    ## Why is this bad?

    Jekyll takes no notice of the first, without a word. The second appears with the first build after its
    date, which may be what is wanted; a site that is built only when it changes may wait for long.

    ## References

    - <https://jekyllrb.com/docs/posts/>
    """

    valid = (
        Valid("---\n---\n", path="_posts/2024-01-31-hello.md"),
        Valid("Text\n", path="_posts/README.md", why="about the posts"),
        Valid("---\n---\n", path="_drafts/hello.md"),
    )
    invalid = (
        Invalid("---\n---\n", path="_posts/hello.md", message="never", files={"a.md": "---\n---\n"}),
        Invalid(
            "---\n---\n",
            path="_posts/2999-01-31-hello.md",
            severity=Severity.INFO,
            files={"a.md": "---\n---\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for path, each in sorted(site.site.unpublished.items()):
            if each.why_not is WhyNot.FUTURE:
                yield self.finding(
                    "this post is not published yet: its date lies in the future",
                    Place(path, WHOLE_FILE),
                    help="build the site after that date, or set future: true",
                    severity=Severity.INFO,
                )
            elif each.why_not is WhyNot.NOT_A_POST and _is_meant_for_one(path):
                yield self.finding(
                    "this file among the posts is never published",
                    Place(path, WHOLE_FILE),
                    help="begin its name with the date: 2024-01-31-title.md",
                )


def _is_meant_for_one(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    in_posts = "_posts" in folder.split("/")
    return in_posts and f".{extension}" in _TEXT and bool(dot) and not _MEANT_SO.fullmatch(stem)
