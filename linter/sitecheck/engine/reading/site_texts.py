"""Reads every text of a site's folder once more, for what it mentions; whatever Jekyll makes of the file."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection

from sitecheck.document.static_page import FOREIGN_FOLDERS
from sitecheck.document.whole_site.mentions import Mentions
from sitecheck.files import read_file
from sitecheck.jekyll import Site
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

MOST_BYTES = 100_000_000
MOST_FILES = 30_000
"""Of a site with more text nothing is said to be unused (100 MB take about 20 s)."""
_LARGEST = 10_000_000
"""Bytes of one file: what is larger is data, or more than anybody wrote."""

_PAGES = frozenset({".md", ".markdown", ".mkd", ".mkdown", ".mkdn", ".html", ".htm", ".xhtml", ".textile"})
_TEXTS = frozenset({".xml", ".svg", ".txt", ".atom"})
_CODE = frozenset(
    {
        *(".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx", ".vue", ".coffee", ".rb", ".py", ".php", ".css"),
        *(".scss", ".sass", ".less", ".json", ".yml", ".yaml", ".csv", ".tsv", ".toml", ".webmanifest"),
        *(".ipynb", ".bib", ".sh", ".go", ".cr", ".lua", ".pl", ".rake"),
    }
)
_DATE = lazy_pattern(r"\d{2,4}-\d{1,2}-\d{1,2}-")
_OWN = ("sitecheck", "unused-file")
"""What stands in a report of ours that lies in the site: it names what nothing else does."""
_FOR_PEOPLE = ("readme", "changelog", "contributing", "history", "license")
"""How the names begin of files that speak of the site's folders to people."""


class Mentioned(NamedTuple):
    """What the texts mention; ``None`` where there are too many to know it."""

    mentions: Mentions | None
    folders: tuple[str, ...]
    """The folders that were listed for it, from the site."""


def read_mentions(site: Site, odd: Collection[str]) -> Mentioned:
    """What the texts of the folder of ``site`` mention; ``odd`` as for :class:`Mentions`. Those that do not
    count name nothing: who clones the repository has them not."""
    tree = FileTree(site.root, site.known)
    mentions = Mentions(odd)
    room, files = MOST_BYTES, 0
    built = posixpath.join(site.placed(site.config.folder("destination") or "_site"), "")
    for path in tree.walk(""):
        if not _is_text(path) and not path.startswith(site.template_prefixes):
            continue
        text = _text(os.path.join(site.root, path))
        files, room = files + 1, room - len(text)
        if files > MOST_FILES or room < 0:
            return Mentioned(None, tuple(tree.listed))
        stem, extension = posixpath.splitext(posixpath.basename(path).lower())
        if extension in _PAGES:  # a template may make names of a page's own
            mentions.add(_DATE.sub("", stem), makes_names=False)
        if extension == ".svg":  # a drawing may say what it is called itself
            text = text.lower().replace(stem, "")
        if not path.startswith(built) and not all(word in text for word in _OWN):
            mentions.add(text, is_code=extension in _CODE, makes_names=not stem.startswith(_FOR_PEOPLE))
    return Mentioned(mentions, tuple(tree.listed))


def _is_text(path: str) -> bool:
    extension = posixpath.splitext(path)[1].lower()
    is_text = any(extension in each for each in (_PAGES, _TEXTS, _CODE))
    return is_text and FOREIGN_FOLDERS.isdisjoint(path.split("/")[:-1])


def _text(path: str) -> str:
    try:
        return read_file(path, _LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""
