from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import get_close_matches

from sitecheck.api import WHOLE_FILE, Finding, Invalid, Place, SiteFacts, SiteRule, Valid

_NEAR = 0.85
"""How alike two names are of which one is a slip of the other (``difflib``): ``_post`` and ``_posts``."""


class UnreadFolder(SiteRule):
    """Jekyll does not look into a folder of pages.

    ## What it does

    Reports a folder whose name begins with `_` and is nearly that of a folder that Jekyll reads: `_post` or
    `_Posts`, `_draft`, or the folder of a collection; and `_pages`, when neither `include` nor a collection
    names it. There must be a page in it, a text with front matter. Where the site has Ruby code of its own
    nothing is said.

    ## Why is this bad?

    Nothing of the folder is published, without a word: Jekyll leaves out all names that begin with `_`.

    ## References

    - <https://jekyllrb.com/docs/structure/>
    - <https://jekyllrb.com/docs/configuration/options/> (`include`)
    - measured with Jekyll 4.3.4: `_Posts`, `_post` and `_pages` are not read
    """

    valid = (
        Valid("---\n---\n", path="_posts/2024-01-31-a.md"),
        Valid("---\n---\n", path="_pages/a.md", files={"_config.yml": "include: [_pages]\n"}),
        Valid("---\n---\n", path="_pages/a.md", files={"_config.yml": "collections: [pages]\n"}),
        Valid("---\n---\n", path="_old/a.md", files={"b.md": "---\n---\n"}, why="put away"),
        Valid("A note.\n", path="_pages/a.md", files={"b.md": "---\n---\n"}, why="no page"),
        Valid(
            "---\n---\n",
            path="_pages/a.md",
            files={"_plugins/x.rb": "", "b.md": "---\n---\n"},
            why="who knows?",
        ),
        Valid(
            "---\n---\n",
            path="_pages/a.md",
            files={"_config.yml": "include: [_pages]\na: *b\n", "b.md": "---\n---\n"},
            why="what the configuration sets cannot be read",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n",
            path="_post/2024-01-31-a.md",
            message="Jekyll does not read _post",
            help="_posts",
            files={"b.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n", path="blog/_Posts/2024-01-31-a.md", help="_posts", files={"b.md": "---\n---\n"}
        ),
        Invalid("---\n---\n", path="_draft/a.md", help="_drafts", files={"b.md": "---\n---\n"}),
        Invalid(
            "---\n---\n",
            path="_talk/a.md",
            help="_talks",
            files={"_config.yml": "collections: [talks]\n", "b.md": "---\n---\n"},
        ),
        Invalid("---\n---\n", path="_pages/a.md", help="include: [_pages]", files={"b.md": "---\n---\n"}),
        Invalid(
            "---\n---\n",
            path="_pages/de/a.md",
            message="Jekyll does not read _pages",
            files={"b.md": "---\n---\n", "_pages/_old/c.md": "---\n---\n"},
            why="the pages are a folder further down",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if site.has_own_plugins or site.site.config.unread:
            return
        read = ["_posts", "_drafts", *(f"_{label}" for label in site.site.collections)]
        for path in site.site.hidden_pages:
            folder = _hidden_folder(path)
            name = posixpath.basename(folder)
            near = get_close_matches(name.lower(), read, cutoff=_NEAR)
            if near:
                help_ = f"rename it to {near[0]}, which Jekyll reads"
            elif name == "_pages":
                help_ = "write include: [_pages] in _config.yml, or take the _ away"
            else:
                continue
            yield self.finding(
                f"Jekyll does not read {folder}: nothing in it is published",
                Place(path, WHOLE_FILE),
                help=help_,
            )


def _hidden_folder(path: str) -> str:
    """The innermost folder whose name hides what is in it."""
    folder = posixpath.dirname(path)
    while "/" in folder and not posixpath.basename(folder).startswith("_"):
        folder = posixpath.dirname(folder)
    return folder
