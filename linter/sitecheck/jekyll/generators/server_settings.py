r"""Addresses that settings of a web server in the repository lead elsewhere, which are no part of the site:
files of Apache (``ProxyPass``, ``Alias``, ``RewriteRule`` …) and nginx (``location``, ``rewrite``).

    >>> from sitecheck.jekyll.generators.server_settings import read_settings
    >>> read_settings("ProxyPass /api/ http://api:4000/", ()).names
    (Name(texts=('api/', '')),)
    >>> sorted(read_settings("rewrite ^/(.*)\.md$ /$1.html;", ["a.html"]).outputs)
    ['a.md']

Read from the documentation of Apache 2.4 (mod_proxy, mod_alias, mod_rewrite) and nginx
(ngx_http_core_module, ngx_http_rewrite_module). Where nobody but GitHub Pages builds, none of them counts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from sitecheck.files import names_in, present, read_small
from sitecheck.jekyll.generators.server_rules import by_pattern, names_of_line, outputs_at
from sitecheck.jekyll.plugins.names import Name
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

SERVER_FOLDERS: Final = (
    *("apache", "apache2", "ci", "conf", "conf.d", "config", "deploy", "docker", "httpd", "nginx"),
    *("nginx/conf.d", "docker/nginx", "server"),
)
"""Where such settings stand."""
_FILE = lazy_pattern(
    r"[\w.-]{1,99}\.conf(?:\.(?:template|tmpl|erb|j2))?|nginx[\w.-]{0,40}\.(?:template|tmpl|erb|j2)"
)
_MOST_FILES = 30
_MOST_ENTRIES = 1000
_MOST_NAMES = 400
_MOST_ENDINGS = 10
"""Each is held against every output of the site."""
_MAPPED = lazy_pattern(
    r"[ \t]*(?P<rule>ProxyPass|ProxyPassMatch|(?:Script)?Alias|(?:Script)?AliasMatch)[ \t]+"
    r"\"?(?P<wanted>[^ \t\"]+)\"?[ \t]+\"?(?P<target>[^ \t\"]+)",
    re.IGNORECASE,
)
_LOCATION = lazy_pattern(r"[ \t]*location[ \t]+(?:(?P<kind>=|~\*?|\^~)[ \t]*)?[\"']?(?P<wanted>[^ \t\"'{]+)")
_LEADS = lazy_pattern(
    r"\b(?:return[ \t]+(?![45]\d\d)|(?:proxy_pass|rewrite|alias|(?:fastcgi|uwsgi|scgi|grpc)_pass)[ \t])"
)
"""What a location says that answers with more than a file of its own address."""
_REWRITE = lazy_pattern(r"[ \t]*rewrite[ \t]+[\"']?(?P<wanted>[^ \t\"';]+)")
_ENDING = lazy_pattern(
    r"[ \t]*(?:RewriteRule|rewrite)[ \t]+[\"']?\^?/?\(\.[*+]\??\)(?P<old>\\?\.\w{1,9})\$?[\"']?[ \t]+"
    r"[\"']?/?\$1(?P<new>\.\w{1,9})?(?=[\"'; \t]|\Z)",
    re.IGNORECASE,
)
"""A rule that changes how every address ends."""


class ServerSettings(NamedTuple):
    """What settings lead elsewhere: names, and outputs that are known one by one."""

    names: tuple[Name, ...]
    outputs: frozenset[str]


def settings_folders(top: Path) -> tuple[str, ...]:
    """The folders of a repository in which settings of a server are looked for."""
    return tuple(folder for folder in present(top, SERVER_FOLDERS) if (top / folder).is_dir())


def settings_files(top: Path) -> Iterator[tuple[str, str]]:
    """The settings of a server in a repository: path and text."""
    paths = (path for folder in ("", *settings_folders(top)) for path in _files_in(top, folder))
    for path in islice(paths, _MOST_FILES):
        yield path, read_small(top / path)


def _files_in(top: Path, folder: str) -> list[str]:
    names = names_in(top / folder, _MOST_ENTRIES)
    return [posixpath.join(folder, name) for name in names if _FILE.fullmatch(name)]


def read_settings(text: str, outputs: Sequence[str]) -> ServerSettings:
    """What the settings ``text`` lead elsewhere of a site that serves ``outputs``."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    names = dict.fromkeys(islice(_names(lines), _MOST_NAMES))
    changed: set[str] = set()
    endings = dict.fromkeys(found.group("old", "new") for found in map(_ENDING.match, lines) if found)
    for rule in islice(endings, _MOST_ENDINGS):
        changed.update(_before(rule[0].lstrip("\\"), rule[1] or "", outputs))
    return ServerSettings(tuple(names), frozenset(changed))


def _before(old: str, new: str, outputs: Iterable[str]) -> Iterator[str]:
    """The outputs that a rule leads to one of ``outputs`` by another ending."""
    endings = (new,) if new else ("", ".html", "/index.html")
    for output in outputs:
        yield from (output[: len(output) - len(end)] + old for end in endings if output.endswith(end))


def _names(lines: Sequence[str]) -> Iterator[Name]:
    location: re.Match[str] | None = None
    for line in lines:
        location = _LOCATION.match(line) or location
        if location is not None and _LEADS.search(line):
            yield from _of_location(location["kind"] or "", location["wanted"])
            location = None
        if "}" in line:
            location = None
        if mapped := _MAPPED.match(line):
            yield from _of_mapped(mapped["rule"].lower(), mapped["wanted"], mapped["target"])
        elif rewrite := _REWRITE.match(line):
            yield from by_pattern(rewrite["wanted"])
        else:
            yield from names_of_line(line, "")


def _of_location(kind: str, wanted: str) -> Iterator[Name]:
    if kind == "=":
        yield from (Name((output,)) for output in outputs_at(wanted))
    else:
        yield from by_pattern(wanted) if kind.startswith("~") else _beginning(wanted.lstrip("/"))


def _of_mapped(rule: str, wanted: str, target: str) -> Iterator[Name]:
    if target != "!":
        yield from by_pattern(wanted) if rule.endswith("match") else _beginning(wanted.lstrip("/"))


def _beginning(begin: str) -> Iterator[Name]:
    """All that begins so; of the whole site, a server that leads it elsewhere serves it after all."""
    if begin:
        yield Name((begin, ""))
