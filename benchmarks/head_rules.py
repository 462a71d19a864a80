"""Compares what rules on heads say of each page with a scan of the page that real Jekyll built.

    python benchmarks/head_rules.py SITE BUILT [--examples 5]

BUILT is the folder that ``jekyll build`` wrote. Each rule is asked for one page at a time; html5lib reads the
built page, and a scan that knows nothing of sources says whether it has the fault. Pages count whose heads
the site writes itself: no redirects, no page for what is not found, nothing that is copied.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import html5lib

from sitecheck.document import SiteFacts
from sitecheck.document.heads.head import HeadRow
from sitecheck.engine import check_site as checking
from sitecheck.engine.judge_site import Judged
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck_rules.head import _heads

if __package__:
    from benchmarks.fidelity import Table
else:
    from fidelity import Table

_ONCE = (
    "title",
    "description",
    "canonical",
    "og:title",
    "og:description",
    "og:url",
    "og:type",
    "twitter:card",
)
_TEXTS = ("title", "description", "og:title", "og:description", "twitter:title", "twitter:description")
_WANTED = (
    *_TEXTS[1:],
    *("author", "canonical", "keywords", "og:image", "og:site_name", "og:type", "og:url", "robots"),
    *("twitter:card", "twitter:image"),
)
_META = frozenset(
    (
        *("charset", "class", "content", "data-rh", "http-equiv", "id", "itemprop", "lang", "media"),
        *("name", "property"),
    )
)
_SOURCE = re.compile(r"\{\{[^{}]+\}\}|\{%[^{}]+%\}|\]\((?:https?:|/)[^)\s]*\)")
_TAG = re.compile(r"</?(?:a|b|br|code|del|em|i|img|p|s|small|span|strong|sub|sup|u)\b[^<>]*>")
_HEAD = re.compile(r"(.*?)(?:</head\s*>|<body\b|\Z)", re.IGNORECASE | re.DOTALL)


class Built(NamedTuple):
    """What a page says before its head is closed in the text, read by html5lib."""

    path: str
    """Of its address."""
    site: tuple[str, str]
    """The host and the ``baseurl`` of the site."""
    folder: Path
    said: Sequence[tuple[str, str]]
    late: Sequence[str]
    """What stands behind something that ended the head."""
    scripts: Sequence[str]
    is_cut: bool

    def first(self, key: str) -> str:
        """What it says first of something, without white space around it."""
        return next((value.strip() for name, value in self.said if name == key), "")

    def is_listed(self) -> bool:
        """Whether a search engine may list it."""
        return "noindex" not in self.first("robots").lower() and not self.first("refresh")

    def own(self, key: str) -> str | None:
        """The path of an address of the own host; ``None`` for another host's or none."""
        parts = urlsplit(self.first(key))
        return _plain(parts.path) if parts.scheme and parts.netloc == self.site[0] else None


def read_built(text: str, path: str, site: tuple[str, str], folder: Path) -> Built:
    """Read a built page."""
    head = _HEAD.match(text)
    root = html5lib.parse(head[1] if head else text, namespaceHTMLElements=False)
    in_head, body = root.find("head"), root.find("body")
    elements = [] if in_head is None else [*in_head.iter()]
    late = [] if body is None else [*body.iter()]
    metas = [each for each in (*elements, *late) if each.tag == "meta"]
    return Built(
        path=_plain(path),
        site=site,
        folder=folder,
        said=[pair for each in (*elements, *late) for pair in _said(each)],
        late=[key for each in late for key, _ in _said(each)],
        scripts=[each.text or "" for each in (*elements, *late) if _is_json(each)],
        is_cut=any(not _META.issuperset(each.keys()) for each in metas),
    )


def _is_json(element: Any) -> bool:
    return element.tag == "script" and (element.get("type") or "").strip().lower() == "application/ld+json"


def _said(element: Any) -> Iterator[tuple[str, str]]:
    if element.tag == "title":
        yield "title", element.text or ""
    elif element.tag == "meta" and element.get("content") is not None:
        for name in dict.fromkeys((element.get("name"), element.get("property"), element.get("http-equiv"))):
            if name:
                yield name.strip().lower(), element.get("content")
    elif element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
        yield "canonical", element.get("href") or ""


def _plain(path: str) -> str:
    return re.sub("/+", "/", unquote(path)).removesuffix(".html").removesuffix("/index").rstrip("/")


def wrong_canonical(page: Built) -> bool:
    """It has a canonical address that is no whole address, or that of another page of the site."""
    address = page.first("canonical")
    if not address or not page.is_listed():
        return False
    own = page.own("canonical")
    return not urlsplit(address).netloc or (own is not None and own != _plain(f"{page.site[1]}{page.path}"))


def wrong_og_url(page: Built) -> bool:
    """Its ``og:url`` is not its canonical address, or not its own where it has none."""
    address, canonical = page.first("og:url"), page.first("canonical")
    if not address or not page.is_listed():
        return False
    if canonical:
        return _plain(urlsplit(address).path) != _plain(urlsplit(canonical).path)
    own = page.own("og:url")
    return own is not None and own != _plain(f"{page.site[1]}{page.path}")


def _parses(script: str) -> bool:
    try:
        json.loads(script)
    except ValueError:
        return False
    return True


SCANS: Mapping[str, Callable[[Built], bool]] = {
    "empty-head-value": lambda page: any(value.strip() == "" for key, value in page.said if key in _WANTED),
    "head-attribute-cut": lambda page: page.is_cut,
    "head-ended-early": lambda page: any(key in (*_ONCE, "robots") for key in page.late),
    "invalid-json-ld": lambda page: not all(map(_parses, page.scripts)),
    "raw-source-in-head": lambda page: (
        bool(_TAG.search(page.first("title"))) or any(_SOURCE.search(page.first(key)) for key in _TEXTS)
    ),
    "repeated-head-tag": lambda page: any([key for key, _ in page.said].count(key) > 1 for key in _ONCE),
    "wrong-canonical": wrong_canonical,
    "wrong-og-url": wrong_og_url,
}


class _OnePage:
    """The heads of a site of which one is to be judged."""

    def __init__(self, heads: Any, row: HeadRow) -> None:
        self.head_with = heads.head_with
        self.rows = (row,)


def _alone(facts: SiteFacts, row: HeadRow) -> SiteFacts:
    """The facts of a site that has no head but this one."""
    found = copy.copy(facts)
    heads = _OnePage(facts._heads, row)
    found.__dict__.pop("heads", None)
    found.__dict__["_heads"] = heads
    return found


class _Scanned:
    """What the rules say of each page beside what its built page shows."""

    def __init__(self, built: Path, table: Table) -> None:
        self._built = built
        self._table = table
        self.counted: Counter[tuple[str, bool, bool]] = Counter()
        """Pages, by the rule, whether it tells them, and whether they have the fault."""

    def judge(self, facts: SiteFacts, rules: Sequence[Any], **_: object) -> list[Judged]:
        """In the place of :func:`sitecheck.engine.judge_site.judge_site`."""
        seen = facts.of_heads()
        host = urlsplit(str(facts.site.config["url"] or "")).netloc
        for row in _heads.composed(seen):
            path = self._built / row.output
            if path.is_file():
                place = (host, facts.site.config.baseurl or "")
                page = read_built(path.read_text("utf-8", "replace"), row.url, place, self._built)
                self._compare(seen, row, rules, page)
        return [Judged(()) for _ in rules]

    def _compare(self, facts: SiteFacts, row: HeadRow, rules: Sequence[Any], page: Built) -> None:
        for rule in rules:
            found = [*rule.check(_alone(facts, row))]
            is_said, is_fault = bool(found), SCANS[rule.id](page)
            self.counted[rule.id, is_said, is_fault] += 1
            if is_said is not is_fault:
                what = found[0].message if found else ""
                self._table.example(f"{rule.id}: {'said' if found else 'missed'}", f"{row.output} {what}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("built", type=Path)
    parser.add_argument("--examples", type=int, default=5)
    given = parser.parse_args()
    table = Table(given.examples)
    scanned = _Scanned(given.built, table)
    with patch.object(checking, "judge_site", scanned.judge):
        checking.check_site(RunOptions(str(given.site), read_settings(None, only=tuple(SCANS)), jobs=1))
    for rule in SCANS:
        right = scanned.counted[rule, True, True]
        table.add(f"{rule}: right", right, right + scanned.counted[rule, True, False])
        table.add(f"{rule}: found", right, right + scanned.counted[rule, False, True])
    table.show(given.site.name)


if __name__ == "__main__":
    main()
