"""Addresses that the web server leads elsewhere: what ``.htaccess`` says, which Jekyll publishes as it is.

Read from the documentation of Apache 2.4: mod_alias (``Redirect``, ``RedirectMatch``) and mod_rewrite
(``RewriteRule``, whose pattern begins below the folder of the file).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sitecheck.jekyll.plugins.names import Name
from sitecheck.jekyll.plugins.publisher import read_small

_NAME = ".htaccess"
_MOST_FILES = 50
_MOST_NAMES = 1000
_LINE = re.compile(
    r"[ \t]*(?P<rule>Redirect(?:Match|Permanent|Temp)?|RewriteRule)[ \t]+"
    r"(?:(?:permanent|temp|seeother|gone|\d{3})[ \t]+)?\"?(?P<wanted>[^ \t\"]+)",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"\^?/?((?:[\w/~,:%@=-]|\\.)*)")
"""What a regular expression begins with that stands for itself."""


def served_otherwise(root: Path, source: str, paths: Iterable[str]) -> Iterator[tuple[Name, str]]:
    """The outputs that ``.htaccess`` files among the published ``paths`` (from the source) lead elsewhere,
    and the file that says so; no more than each link may be held against."""
    named = (path for path in paths if posixpath.basename(path) == _NAME)
    found = (
        (name, path)
        for path in islice(named, _MOST_FILES)
        for line in read_small(root / source / path).splitlines()
        for name in _names(line, posixpath.dirname(path))
    )
    return islice(found, _MOST_NAMES)


def _names(line: str, folder: str) -> Iterator[Name]:
    found = _LINE.match(line)
    if found is None:
        return
    rule, wanted = found["rule"].lower(), found["wanted"]
    if rule in ("redirectmatch", "rewriterule"):
        literal = _LITERAL.match(wanted)
        begin = re.sub(r"\\(.)", r"\1", literal[1]) if literal is not None else ""
        begin = f"{folder}/{begin}" if folder and rule == "rewriterule" else begin
        if begin:  # a rule for all addresses leads to another host, or to https
            yield Name((begin, ""))
    elif plain := wanted.strip("/"):
        yield Name((plain,))
        yield Name((f"{plain}.html",))
        yield Name((f"{plain}/", ""))
