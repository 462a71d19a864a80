"""Addresses that the web server leads elsewhere: what ``.htaccess``, ``_redirects`` and ``301.txt`` say, if
they are published, ``netlify.toml`` and ``.cloudcannon/routing.json``.

Read from the documentation of Apache 2.4: mod_alias (``Redirect``, ``RedirectMatch``) and mod_rewrite
(``RewriteRule``, whose pattern begins below the folder of the file); of Netlify and Cloudflare Pages:
``_redirects`` at the top of the site, and ``[[redirects]]``; of CloudCannon: "Configure custom routing" and
"Deprecated 301.txt redirects".
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from sitecheck.files import read_small
from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_NAME = ".htaccess"
_MOST_FILES = 50
_MOST_NAMES = 1000
_LINE = lazy_pattern(
    r"[ \t]*(?P<rule>Redirect(?:Match|Permanent|Temp)?|RewriteRule)[ \t]+"
    r"(?:(?:permanent|temp|seeother|gone|\d{3})[ \t]+)?\"?(?P<wanted>[^ \t\"]+)",
    re.IGNORECASE,
)
_LITERAL = lazy_pattern(r"\^?(?:/\??)?((?:(?:[\w/~,:%@=-]|\\.)(?![?*{]))*)")
"""What a regular expression begins with that stands for itself."""
_FOR_HOME = lazy_pattern(r"\^?/?\??\$")
"""A regular expression for the home page alone …"""
_HOME = "index.html"
"""… which is this file."""

RULES: Final = ("301.txt", "302.txt", "_redirects")
"""Files at the top of the published site, a rule in each line; those with a number are CloudCannon's."""
_SETTINGS = "netlify.toml"
_ROUTING = ".cloudcannon/routing.json"
_MOST_RULES = 20_000
_STATUS = lazy_pattern(r"\d{3}!?")
_NOWHERE = ("404", "410")
"""What is answered where nothing is."""
_TABLE = lazy_pattern(r"[ \t]*\[")
_ENTRY = lazy_pattern(r"""[ \t]*(from|status)[ \t]*=[ \t]*["']?([^"'\s#]+)""")


class Led(NamedTuple):
    """Outputs that a file leads elsewhere."""

    names: tuple[Name, ...]
    outputs: frozenset[str]
    file: str


def led_by_rules(root: Path, files: Iterable[str]) -> Iterator[Led]:
    """What each of the published ``files`` with rules leads elsewhere, and the settings of hosts; paths are
    from the root."""
    for path in (*files, _SETTINGS, _ROUTING):
        text = read_small(root / path)
        rules = _routes(text) if path == _ROUTING else _written(text, path)
        names: dict[Name, None] = {}
        outputs: set[str] = set()
        for wanted in islice(filter(None, rules), _MOST_RULES):
            if name := _wide(wanted):
                names[name] = None
            else:
                outputs.update(outputs_at(wanted))
        found = tuple(names)
        yield Led(found if len(found) <= _MOST_NAMES else (ANYTHING,), frozenset(outputs), path)


def outputs_at(address: str) -> tuple[str, ...]:
    """The files that a server would show at an address, were they there."""
    plain = address.strip("/")
    return (plain, f"{plain}.html", f"{plain}/index.html") if plain else (_HOME,)


def _written(text: str, path: str) -> Iterator[str]:
    """The addresses that a file leads elsewhere which has its rules in lines; "" for a line with none."""
    lines = text.splitlines()
    return _tables(lines) if path == _SETTINGS else map(_rule, lines)


def _rule(line: str) -> str:
    """The address that a line of ``_redirects`` leads elsewhere; "" for none of this site."""
    wanted, *others = line.partition("#")[0].split() or [""]
    if wanted.startswith("{{"):  # of a page: Liquid makes the address
        return "*"
    status = next((each[:3] for each in others if _STATUS.fullmatch(each)), "")
    return wanted if wanted.startswith(("/", "*")) and others and status not in _NOWHERE else ""


def _tables(lines: Iterable[str]) -> Iterator[str]:
    """The same of ``[[redirects]]`` in ``netlify.toml``."""
    inside, entries = False, dict[str, str]()
    for line in (*lines, "["):
        if _TABLE.match(line):
            wanted = entries.get("from", "")
            if inside and wanted.startswith("/") and entries.get("status") not in _NOWHERE:
                yield wanted
            inside, entries = line.strip().startswith("[[redirects]]"), {}
        elif entry := _ENTRY.match(line):
            entries[entry[1]] = entry[2]


def _routes(text: str) -> Iterator[str]:
    """The same of ``routes`` in CloudCannon's settings: each a regular expression for whole addresses."""
    try:
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return
    routes = settings.get("routes") if isinstance(settings, dict) else None
    for route in routes if isinstance(routes, list) else ():
        wanted = route.get("from") if isinstance(route, dict) else None
        if isinstance(wanted, str) and wanted.startswith("/") and str(route.get("status")) not in _NOWHERE:
            begin = begin_of(wanted)
            yield f"/{begin}" if begin == wanted.lstrip("/").replace("\\", "") else f"/{begin}*"


def _wide(wanted: str) -> Name | None:
    """All that begins as a rule for many addresses does; ``None`` for a rule for one."""
    begin = re.split(r"\*|/:|\{", wanted, maxsplit=1)[0]
    return None if begin == wanted else Name((begin.lstrip("/"), ""))


def served_otherwise(root: Path, source: str, paths: Iterable[str]) -> Iterator[tuple[Name, str]]:
    """The outputs that ``.htaccess`` files among the published ``paths`` (from the source) lead elsewhere,
    and the file that says so; no more than each link may be held against."""
    named = (path for path in paths if posixpath.basename(path) == _NAME)
    found = (
        (name, path)
        for path in islice(named, _MOST_FILES)
        for line in read_small(root / source / path).splitlines()
        for name in names_of_line(line, posixpath.dirname(path))
    )
    return islice(found, _MOST_NAMES)


def begin_of(pattern: str) -> str:
    """What all addresses begin with that a regular expression finds, without the first slash."""
    literal = _LITERAL.match(pattern)
    return re.sub(r"\\(.)", r"\1", literal[1]) if literal is not None else ""


def by_pattern(pattern: str, folder: str = "") -> Iterator[Name]:
    """What a regular expression for addresses below ``folder`` leads elsewhere: one for all of the site leads
    to another host, or to https."""
    if begin := posixpath.join(folder, begin_of(pattern)):
        yield Name((begin, ""))
    elif _FOR_HOME.fullmatch(pattern):
        yield Name((_HOME,))


def names_of_line(line: str, folder: str) -> Iterator[Name]:
    """What a line of Apache's settings in ``folder`` leads elsewhere."""
    found = _LINE.match(line)
    if found is None:
        return
    rule, wanted = found["rule"].lower(), found["wanted"]
    if rule in ("redirectmatch", "rewriterule"):
        yield from by_pattern(wanted, folder if rule == "rewriterule" else "")
    elif plain := wanted.strip("/"):
        yield Name((plain,))
        yield Name((f"{plain}.html",))
        yield Name((f"{plain}/", ""))
