"""Files that jekyll-postfiles copies beside posts (``PostFileGenerator`` of 3.1.0).

A post in a folder of its own takes with it what lies below that folder and has not the name of a post: to the
folder of its page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.intake.collection_documents import DATE_NAME
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.records import StaticFile
from sitecheck.jekyll.unpublished import WhyNot

POST_FILES = "jekyll-postfiles"
_SHARED = ("_posts", "_drafts")
"""Folders of the site's top whose files are nobody's own."""
_MOST = 20_000
"""So many copies are followed: each of many posts in one folder takes all files of it."""


def post_files(found: Inventory, tree: FileTree) -> Iterator[StaticFile]:
    """The copies; where they are too many, ``found`` says that the plugin may make more."""
    files: dict[str, list[str]] = {}
    room, made = _MOST, set[tuple[str, str]]()
    for post in found.collections.get("posts", ()):
        folder = posixpath.dirname(post.path or "")
        if post.path is None or folder in _SHARED or post.why_not not in (None, WhyNot.NO_OUTPUT):
            continue
        if folder not in files:
            files[folder] = [path for path in tree.walk(folder) if not _is_post(path)]
        room -= len(files[folder])
        if room < 0:
            found.further.append((ANYTHING, POST_FILES))
            return
        for path in files[folder]:
            output = posixpath.join(posixpath.dirname(post.output), path[len(folder) + 1 :])
            if (path, output) not in made:
                made.add((path, output))
                yield StaticFile(path=path, relative_path=f"/{path}", url=f"/{output}", output=output)


def _is_post(path: str) -> bool:
    return DATE_NAME.fullmatch(path.rpartition("/")[2]) is not None
