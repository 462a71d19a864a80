"""What other linters of a repository are told to leave alone, as settings of ours where these mean the same.

Sources: lychee's ``lychee.example.toml`` and README (``.lycheeignore``: a regular expression a line),
html-proofer's README (``ignore_urls``, ``ignore_missing_alt``), markdownlint's ``doc/Rules.md``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from sitecheck.engine.settings.settings_yaml import read_yaml
from sitecheck.files import read_small
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_MOST = 200
"""Patterns that are taken over."""
_MARKDOWNLINT = {
    "MD001": "heading-increment",
    "heading-increment": "heading-increment",
    "MD042": "empty-link",
    "no-empty-links": "empty-link",
    "MD045": "image-alt",
    "no-alt-text": "image-alt",
    "MD051": "broken-anchor",
    "link-fragments": "broken-anchor",
    "MD052": "undefined-reference",
    "reference-links-images": "undefined-reference",
}
"""Rules that judge what ours judges."""
_MARKDOWNLINT_FILES = (
    *(".markdownlint.json", ".markdownlint.jsonc", ".markdownlint.yaml", ".markdownlint.yml"),
    *(".markdownlint-cli2.yaml", ".markdownlint-cli2.jsonc"),
)
_PROOFER_FILES = ("Rakefile", "package.json", "Makefile", ".travis.yml", ".gitlab-ci.yml")
_PROOFER_LIST = lazy_pattern(r"(?:ignore_urls|url_ignore)['\"]?\s*(?:=>|:|=)\s*\[([^\]]{0,1000})\]")
_PROOFER_SHELL = lazy_pattern(
    r"--(?:ignore-urls|url-ignore)[= ]+(?:\"([^\"\n]{1,1000})\"|'([^'\n]{1,1000})')"
)
_PROOFER_ITEM = lazy_pattern(r"/((?:\\.|[^/\\\n])+)/|\"([^\"\n]+)\"|'([^'\n]+)'")
_PROOFER_ALT = lazy_pattern(r"ignore_missing_alt['\"]?\s*(?:=>|:|=)\s*true|--ignore-missing-alt")
_TOML_LIST = lazy_pattern(r"^[ \t]*exclude[ \t]*=[ \t]*\[", re.MULTILINE)
_TOML_END = lazy_pattern(r"\][ \t]*$", re.MULTILINE)
_TOML_TEXT = lazy_pattern(r"\"((?:\\.|[^\"\\\n])*)\"|'([^'\n]*)'")
_PLAIN_REGEX = lazy_pattern(r"(?:[\w:/@%&=#~!,;-]|\\[./?+-]|\.\*\??|\.)*\$?")
_ANY = lazy_pattern(r"\.\*\??|\\(.)|(.)", re.DOTALL)


class Carried(NamedTuple):
    """What one file of another linter says, as ours."""

    file: str
    patterns: tuple[str, ...] = ()
    """Addresses that are not asked for, ``*`` for any characters."""
    off: tuple[str, ...] = ()
    """Rules that are off."""
    left: int = 0
    """How many patterns cannot be said here."""


def carried_over(root: str) -> tuple[Carried, ...]:
    """What the linters of the repository ``root`` are told, a record for each file that says something."""
    return tuple(each for each in _all(root) if each.patterns or each.off or each.left)


def _all(root: str) -> Iterator[Carried]:
    yield from _read(root, ".lycheeignore", _lychee_lines)
    for name in ("lychee.toml", ".lychee.toml", ".github/lychee.toml"):
        yield from _read(root, name, _lychee_toml)
    for name in (*_PROOFER_FILES, *workflows(root)):
        yield from _read(root, name, _proofer)
    for name in _MARKDOWNLINT_FILES:
        yield from _read(root, name, _markdownlint)


def workflows(root: str) -> list[str]:
    """The workflows of GitHub in a repository, as paths from its root."""
    folder = os.path.join(root, ".github", "workflows")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [f".github/workflows/{name}" for name in sorted(names) if name.endswith((".yml", ".yaml"))]


def read_text(root: str, name: str) -> str:
    """The text of a file of a repository; "" when there is none that can be read, or it is a link out."""
    return read_small(os.path.join(root, name), root)


def _read(root: str, name: str, reader: Callable[[str, str], Carried]) -> Iterator[Carried]:
    text = read_text(root, name)
    if text:
        yield reader(name, text)


def _lychee_lines(name: str, text: str) -> Carried:
    lines = (line.strip() for line in text.splitlines())
    return _of_regexes(name, [line for line in lines if line and not line.startswith("#")])


def _lychee_toml(name: str, text: str) -> Carried:
    found = _TOML_LIST.search(text)
    end = _TOML_END.search(text, found.end()) if found else None
    items = _TOML_TEXT.findall(text, found.end(), end.start()) if found and end else []
    return _of_regexes(name, [double.replace("\\\\", "\\") or single for double, single in items])


def _proofer(name: str, text: str) -> Carried:
    if "proofer" not in text.lower():
        return Carried(name)
    regexes: list[str] = []
    exact: list[str] = []
    for ruby in _PROOFER_LIST.findall(text):
        for regex, double, single in _PROOFER_ITEM.findall(ruby):
            (regexes if regex else exact).append(regex or double or single)
    for double, single in _PROOFER_SHELL.findall(text):
        for item in (double or single).split(","):
            is_regex = len(item) > 2 and item.startswith("/") and item.endswith("/")
            (regexes if is_regex else exact).append(item[1:-1] if is_regex else item.strip())
    carried = _of_regexes(name, regexes)
    patterns = tuple(dict.fromkeys((*carried.patterns, *filter(None, exact))))[:_MOST]
    return carried._replace(patterns=patterns, off=("image-alt",) if _PROOFER_ALT.search(text) else ())


def _of_regexes(name: str, regexes: list[str]) -> Carried:
    said = [pattern_of(regex) for regex in regexes[:_MOST]]
    patterns = tuple(dict.fromkeys(pattern for pattern in said if pattern))
    return Carried(name, patterns=patterns, left=len(regexes) - sum(map(bool, said)))


def pattern_of(regex: str) -> str:
    """A regular expression that an address is searched for, as a pattern with ``*``; "" when it says more.

    A dot that stands for any character is taken for the dot that is meant.
    """
    bare = regex.removeprefix("^")
    if not _PLAIN_REGEX.fullmatch(bare) or not bare.strip("$"):
        return ""
    text = "".join("*" if not (m[1] or m[2]) else m[1] or m[2] for m in _ANY.finditer(bare.removesuffix("$")))
    before = "" if regex.startswith("^") or text.startswith("*") else "*"
    after = "" if bare.endswith("$") or text.endswith("*") else "*"
    return f"{before}{text}{after}"


def _markdownlint(name: str, text: str) -> Carried:
    try:
        plain = _without_comments(text) if name.endswith(("json", "jsonc")) else text
        raw: Any = read_yaml(plain)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Carried(name)
    rules = raw.get("config", raw) if isinstance(raw, dict) else {}
    pairs = rules.items() if isinstance(rules, dict) else ()
    off = {_MARKDOWNLINT[key] for key, value in pairs if value is False and key in _MARKDOWNLINT}
    return Carried(name, off=tuple(sorted(off)))


def _without_comments(text: str) -> str:
    try:
        return json.dumps(json.loads(re.sub(r"^[ \t]*//.*$", "", text, flags=re.MULTILINE)))
    except (ValueError, RecursionError):
        return ""
