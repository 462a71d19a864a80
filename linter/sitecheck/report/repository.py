"""Where a site lies in its repository: what machine formats count paths from."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sitecheck.files import folders_around, has_git, is_below


def site_prefix(site: str | os.PathLike[str], env: Mapping[str, str]) -> str | None:
    """The site's folder relative to the repository's root, "." for the root itself.

    The root is GitHub's workspace when the site lies in it, else the nearest folder upward that has a
    ``.git``. ``None`` when there is neither.
    """
    folder = os.path.realpath(site)
    workspace = env.get("GITHUB_WORKSPACE")
    roots = [os.path.realpath(workspace)] if workspace else []
    roots += filter(has_git, folders_around(folder))
    for root in roots:
        if is_below(folder, root):
            return os.path.relpath(folder, root).replace(os.sep, "/")
    return None


def source_url(env: Mapping[str, str]) -> str:
    """The web address of the repository's files in a workflow of GitHub's, "" elsewhere."""
    server, repository, commit = (
        env.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    )
    return f"{server}/{repository}/blob/{commit}" if server and repository and commit else ""
