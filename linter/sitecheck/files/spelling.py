"""Whether a file is called as somebody calls it, where the system does not care.

macOS and Windows find ``note.html`` for ``Note.html``, too; the server that builds the site does not.
"""

from __future__ import annotations

import os
from unicodedata import normalize

from sitecheck.files.moves import with_moves


def is_spelt(path: str, folder: str) -> bool:
    """Whether what was found at ``path`` below ``folder`` is spelt so there, and each folder on the way."""
    way = os.path.relpath(path, folder)
    if way == os.curdir or not os.path.lexists(os.path.join(folder, way.swapcase())):
        return True  # else the system may find it in any case
    names = way.split(os.sep)
    for depth, name in enumerate(names):
        if normalize("NFC", name) not in _names_in(os.path.join(folder, *names[:depth])):
            return False
    return True


def _names_in(folder: str) -> frozenset[str]:
    """The names of what is in a folder, composed: HFS+ of macOS keeps ``é`` as a letter and its accent."""
    try:
        found = os.listdir(folder)
    except OSError:
        return frozenset()
    return frozenset(normalize("NFC", name) for name in with_moves(folder, dict.fromkeys(found, "file")))
