"""Files as the protocol names them: URIs, and paths in a site."""

from __future__ import annotations

import os

from pygls.uris import from_fs_path, to_fs_path

from sitecheck.files import LONGEST_PATH
from sitecheck.warm.warm_site import path_in


def file_of(uri: str) -> str | None:
    """The path on disk of a URI; ``None`` for what is no file, or has a name that none can have."""
    try:
        path = to_fs_path(uri) if uri.startswith("file:") else None
        return path if path is not None and _may_be_there(os.fsencode(path)) else None
    except ValueError:  # no URI (file://[::1), or half of a pair of surrogates
        return None


def _may_be_there(path: bytes) -> bool:
    return b"\0" not in path and len(path) < LONGEST_PATH


def uri_of(site: str, path: str) -> str:
    """The URI of a file of a site."""
    return from_fs_path(os.path.join(site, *path.split("/"))) or ""


def path_of(site: str, uri: str) -> str | None:
    """The path of a file from the site's folder; ``None`` for a file elsewhere."""
    file = file_of(uri)
    return None if file is None else path_in(site, file)
