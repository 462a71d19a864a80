"""Where a site lies in its repository: what machine formats count paths from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitecheck.files import has_git


def site_prefix(site: Path, env: Mapping[str, str]) -> str | None:
    """The site's folder relative to the repository's root, "." for the root itself.

    The root is GitHub's workspace when the site lies in it, else the nearest folder upward that has a
    ``.git``. ``None`` when there is neither.
    """
    folder = site.resolve()
    workspace = env.get("GITHUB_WORKSPACE")
    roots = [Path(workspace).resolve()] if workspace else []
    roots += [parent for parent in (folder, *folder.parents) if has_git(parent)]
    for root in roots:
        if folder.is_relative_to(root):
            return folder.relative_to(root).as_posix()
    return None


def source_url(env: Mapping[str, str]) -> str:
    """The web address of the repository's files in a workflow of GitHub's, "" elsewhere."""
    server, repository, commit = (
        env.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    )
    return f"{server}/{repository}/blob/{commit}" if server and repository and commit else ""
