from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Slips, Valid

_TYPES = frozenset({"pages", "posts", "drafts", "page", "post", "draft", ""})
"""What a scope may name beside collections (``FrontmatterDefaults#applies_type?``, 4.3.4)."""


_LONGEST = 200


class UnusedDefaults(SiteRule):
    """Front matter defaults are for files that do not exist.

    ## What it does

    Reports a `scope` in `defaults` of `_config.yml` whose `type` is neither `pages`, `posts`, `drafts` nor a
    collection of the site, and one whose `path` no file begins with, while there are files that it must have
    meant: `posts` for `_posts`, `/docs` or `./docs` for `docs`, `/` for the whole site, or a slip of the pen.
    Where Jekyll 3 builds the site, as on GitHub Pages, `docs/` is for nothing, too: it goes up from a file to
    the folder `docs`.

    ## Why is this bad?

    The defaults have no effect, without a word: pages lack their layout, title or picture.

    ## References

    - <https://jekyllrb.com/docs/configuration/front-matter-defaults/>
    """

    valid = (
        Valid(
            files={
                "_config.yml": "collections: [docs]\ndefaults:\n"
                "  - scope: {path: _posts, type: posts}\n    values: {a: b}\n"
                "  - scope: {path: '', type: docs}\n    values: {a: b}\n",
                "_posts/2024-05-06-a.md": "---\n---\n",
            }
        ),
        Valid(
            files={
                "_config.yml": "defaults:\n  - scope: {path: talks}\n    values: {a: b}\n",
                "a.md": "---\n---\n",
            },
            why="files may come",
        ),
    )
    invalid = (
        Invalid(
            "defaults:\n  - scope: {path: '', type: pots}\n    values: {layout: x}\n",
            path="_config.yml",
            at="pots",
            message="there is no type pots",
            help="did you mean posts?",
        ),
        Invalid(
            "defaults:\n  - scope: {path: posts}\n    values: {layout: x}\n",
            path="_config.yml",
            files={"_posts/2024-05-06-a.md": "---\n---\n"},
            at="posts",
            message="no file's path begins with posts",
            help="did you mean _posts?",
        ),
        Invalid(
            "defaults:\n  - scope: {path: /docs}\n    values: {layout: x}\n",
            path="_config.yml",
            files={"docs/a.md": "---\n---\n"},
            at="/docs",
            message="no file's path begins with /docs",
            help="did you mean docs?",
        ),
        Invalid(
            "defaults:\n  - scope: {path: /}\n    values: {layout: x}\n",
            path="_config.yml",
            files={"docs/a.md": "---\n---\n"},
            at="/",
            message="no file's path begins with /",
            help='write "" for all files',
        ),
        Invalid(
            "defaults:\n  - scope: {path: docs/}\n    values: {layout: x}\n",
            path="_config.yml",
            files={"docs/a.md": "---\n---\n", "Gemfile": "gem 'jekyll', '3.9.5'\n"},
            at="docs/",
            message="Jekyll 3 finds no file in docs/, for the slash at its end",
            help="did you mean docs?",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        paths = _Paths(site)
        for file in site.site.config.files:
            for entry in file.entries:
                if len(entry.path) != 4 or (entry.path[0], entry.path[2]) != ("defaults", "scope"):
                    continue
                finding = self._of_scope(str(entry.path[3]), entry.data, paths, Place(file.path, entry.value))
                if finding is not None:
                    yield finding

    def _of_scope(self, name: str, value: Any, paths: _Paths, at: Place) -> Finding | None:
        if name == "type" and isinstance(value, str) and value not in _TYPES | paths.collections:
            near = paths.types.of(value[:100])
            return self.finding(
                f"there is no type {value}, so these defaults are for nothing",
                at,
                help=f"did you mean {near}?" if near else "write pages, posts or the name of a collection",
            )
        meant = paths.meant(value) if name == "path" and isinstance(value, str) else None
        if meant is None:
            return None
        nothing = f"no file's path begins with {value}"
        if meant and value == f"{meant}/":
            nothing = f"Jekyll 3 finds no file in {value}, for the slash at its end"
        help_ = f"did you mean {meant}?" if meant else 'write "" for all files'
        return self.finding(f"{nothing}, so these defaults are for nothing", at, help=help_)


class _Paths:
    """The files and folders of a site."""

    def __init__(self, site: SiteFacts) -> None:
        self._site = site
        self.collections = frozenset(site.site.config.collections)
        self._collections_dir = site.site.config.text("collections_dir")

    @cached_property
    def _all(self) -> list[str]:
        site = self._site.site
        paths = {*site.by_source, *site.unpublished, *self._site.files}
        paths.update(record.path or "" for record in site.documents())
        found = set[str]()
        for path in paths:
            above = path.rpartition("/")[0]
            while above and above not in found:
                found.add(above)
                above = above.rpartition("/")[0]
        return sorted(filter(None, map(site.below_source, found | paths)))

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._all)

    @cached_property
    def types(self) -> Slips:
        """The types of documents."""
        return Slips({"pages", "drafts", *self.collections})

    def meant(self, path: str) -> str | None:
        """The folder or file that a path must mean with which no file begins, "" for the whole site; ``None``
        for no idea."""
        plain = path.strip("/").removeprefix("./")
        if not path or len(path) > _LONGEST:
            return None
        if "*" in plain:
            return plain if path.startswith("/") else None
        if plain in ("", "."):
            return ""
        if self._begins(plain):
            return plain if self._is_for_nothing(path) else None
        if self._begins(f"_{plain}/"):
            return f"_{plain}"
        return self._slips.of(plain) or None

    def _is_for_nothing(self, path: str) -> bool:
        """Whether no path of a file can begin with what stands around the name of a file or folder."""
        as_folder = path.endswith("/") and self._site.site.is_before_jekyll_4
        return path.startswith(("/", "./")) or path.endswith("//") or as_folder

    def _begins(self, path: str) -> bool:
        """Whether the path of a file begins so, or that of a document below ``collections_dir``."""
        return self._has(path) or self._has(posixpath.join(self._collections_dir, path))

    def _has(self, start: str) -> bool:
        at = bisect_left(self._all, start)
        return at < len(self._all) and self._all[at].startswith(start)
