from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import (
    FOREIGN_FOLDERS,
    WHOLE_FILE,
    Finding,
    Invalid,
    Place,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    is_theme,
    lazy_pattern,
    option,
)

_SHOWN = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".pdf", ".zip"),
        *(".gz", ".tgz", ".doc", ".docx", ".odt", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".ods", ".epub"),
        *(".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".webm", ".ogg", ".ogv", ".wav", ".avi"),
    }
)
"""What pages show, play or offer. Scripts, style sheets, fonts and tables are asked for in too many ways."""
_WELL_KNOWN = lazy_pattern(
    r"(?:favicon|apple-touch-icon|apple-touch-startup|android-chrome|mstile|ms-icon|safari-pinned-tab|maskable"
    r"|icon[-_]?\d|screenshot\b|og[-_]image|twitter[-_]card|social[-_](?:card|preview))",
    re.IGNORECASE,
)
"""How the names begin of what browsers, phones, and services ask for that no page names."""
_FONTS = (".woff", ".woff2", ".ttf", ".otf", ".eot")
"""A drawing beside one of these is the font for browsers of old."""
_LISTS_FILES = "static_files"
"""What templates and plugins ask for all files by."""
_TOLD_APART = 3
"""So many files of a folder are told one by one."""
_MORE = {"img/island.gif": "", "img/quay.gif": "", "img/tide.gif": ""}


@dataclass(frozen=True)
class Options:
    ignore: tuple[str, ...] = option((), "beginnings of paths to pass over, such as downloads/")


class UnusedFile(SiteRule[Options]):
    """Nothing names a picture, a download or a data file of the site.

    ## What it does

    Looks for pictures, documents, sound, films and archives that are published, and for data files, whose
    name stands nowhere: in no page, layout, include or draft, no style sheet, script or data file, no
    configuration, no README. A name without its extension, or without what tells a size (`-300x200`, `@2x`,
    `-thumb`) or a number, is a use, and so is a folder whose files a template or a script may name:
    `/img/{{ page.slug }}.jpg`, `"img/" + name`, a folder as a value. Icons and cards that browsers and
    services ask for by themselves are passed over, and PDFs where a sitemap lists them. Nothing is said where
    a template or plugin lists `site.static_files`, where the site's own Ruby makes pages, or where a theme's
    files are not among the sources. Of many files in one folder the folder is told.

    ## Why is this bad?

    The file is copied with each build and lies in the repository for good. Often it is a picture that a page
    has lost.

    ## References

    - <https://jekyllrb.com/docs/static-files/>
    """

    severity = Severity.INFO
    preset = "strict"
    Options = Options
    valid = (
        Valid("---\n---\n![A](/img/a.png)\n", files={"img/a.png": ""}),
        Valid("---\nimage: a.png\n---\n", files={"img/a.png": ""}, why="a layout may show it"),
        Valid("---\n---\n", files={"img/a.png": "", "_sass/x.scss": "a { background: url(../img/a.png) }"}),
        Valid("---\n---\n", files={"img/a.png": "", "app.js": "show('img/' + name)\n"}),
        Valid("---\n---\n", files={"img/a-300x200.png": "", "_layouts/x.html": "<img src='/img/a.jpg'>\n"}),
        Valid("---\n---\n<img src='/img/{{ page.photo }}.png'>\n", files={"img/a.png": ""}),
        Valid("---\ngallery: /img/summer\n---\n", files={"img/summer/a.png": ""}),
        Valid(
            "---\n---\n{% for each in site.static_files %}{{ each.path }}{% endfor %}\n",
            files={"img/a.png": ""},
        ),
        Valid("---\n---\n", files={"favicon-32x32.png": "", "apple-touch-icon.png": ""}),
        Valid("---\n---\n", files={"img/a.png": "", "_config.yml": "theme: some-theme\n"}),
        Valid(
            "---\n---\n![A](/img/b-320.webp)\n",
            files={"img/b.JPG": "", "_config.yml": "plugins: [jekyll-imagemagick]\n"},
            why="the plugin makes what the page shows",
        ),
        Valid("---\n---\n", files={"img/a.png": "", "README.md": "![A](img/a.png)\n"}),
        Valid("---\n---\n{{ site.data.people }}\n", files={"_data/people.yml": "- A\n"}),
        Valid("---\n---\n{{ site.data[page.list] }}\n", files={"_data/people.yml": "- A\n"}),
    )
    invalid = (
        Invalid("GIF", path="img/quay.gif", message="nothing names this", files={"a.md": "---\n---\n"}),
        Invalid(
            "GIF",
            path="img/harbour.gif",
            message="nothing names 4 files of img, such as img/island.gif",
            files={"a.md": "---\n---\n![](/img/1.gif)\n", "img/1.gif": "", **_MORE},
        ),
        Invalid(
            "- A\n", path="_data/people.yml", message="nothing reads this data", files={"a.md": "---\n---\n"}
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        mentions = None if _may_be_asked_for(site) else site.mentions
        if mentions is None or mentions.has_word(_LISTS_FILES):
            return
        pages = (route for route in site.site.routes if route.kind != "static")
        addresses = frozenset(route.url.strip("/").lower() for route in pages)
        folders: dict[str, list[str]] = {}
        for file in site.site.static:
            is_asked = file.written and self._counts(site, file.path)
            if is_asked and not mentions.may_name(file.path, addresses):
                folders.setdefault(posixpath.dirname(file.path), []).append(file.path)
        for folder, paths in folders.items():
            yield from self._told(folder, sorted(paths))
        for data in site.site.data_files if not mentions.of_all_data else ():
            if not mentions.has_word(data.keys[0]) and not self._is_passed_over(data.path):
                yield self.finding(
                    "nothing reads this data",
                    Place(data.path, WHOLE_FILE),
                    help="remove it, unless something outside of this site reads it",
                )

    def _counts(self, site: SiteFacts, path: str) -> bool:
        *folders, name = path.split("/")
        extension = posixpath.splitext(name)[1].lower()
        if extension not in _SHOWN or _WELL_KNOWN.match(name) or self._is_passed_over(path):
            return False
        is_listed = extension == ".pdf" and "jekyll-sitemap" in site.plugins
        if extension == ".svg" and _is_font(site, path):
            return False
        is_asked_for = path.startswith(site.site.placed(".well-known/"))
        return not is_listed and not is_asked_for and FOREIGN_FOLDERS.isdisjoint(folders)

    def _is_passed_over(self, path: str) -> bool:
        return f"/{path}".startswith(tuple(f"/{each.lstrip('/')}" for each in self.options.ignore))

    def _told(self, folder: str, paths: list[str]) -> Iterator[Finding]:
        help_ = "remove what is not needed, unless it is linked to from elsewhere"
        if len(paths) <= _TOLD_APART:
            for path in paths:
                yield self.finding("nothing names this file", Place(path, WHOLE_FILE), help=help_)
            return
        where = f"files of {folder}" if folder else "files"
        yield self.finding(
            f"nothing names {len(paths):,} {where}, such as {paths[1]}",
            Place(paths[0], WHOLE_FILE),
            help=help_,
        )


def _is_font(site: SiteFacts, path: str) -> bool:
    stem = posixpath.splitext(path)[0]
    return any(stem + extension in site.site.by_source for extension in _FONTS)


def _may_be_asked_for(site: SiteFacts) -> bool:
    """Whether something that is not among the sources, or code that is not understood, may name any file."""
    ruby = site.site.own_ruby
    makes_sizes = "jekyll-imagemagick" in site.plugins  # pages name what it makes of the pictures
    return bool(site.theme or ruby.makes or ruby.emptied or is_theme(site.site) or makes_sizes)
