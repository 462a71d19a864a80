"""Compares what rules on heads say of each page with a scan of the page that real Jekyll built.

    python benchmarks/head_rules.py SITE BUILT [--examples 5]

BUILT is the folder that ``jekyll build`` wrote. Each rule is asked for one page at a time; html5lib reads the
built page, and a scan that knows nothing of sources says whether it has the fault. Pages count whose heads
the site writes itself: no redirects, no page for what is not found, nothing that is copied. Of a quotation
mark that stands in a layout as it is no value is to blame: such a tag does not count as cut.

Two rules are asked for the whole site: ``duplicate-title`` by how many pages have the title of another, and
``missing-share-image`` by the pages that name an image of the site which is not in BUILT. JSON-LD is *known*
where its validity is, and *right* where that is what the built page shows.

A fault that a rule cannot know of is *elsewhere*, and not missed: what is at fault is not known because a
plugin, a theme or GitHub Pages makes it. The scan leaves out what is told by other rules or is no fault: of
several empty tags all but the first, which counts (``repeated-head-tag``); source that the text of the page
shows to its readers, too (the rules on Markdown); titles that are an empty text in the front matter
(``empty-title``); a head that a quotation mark ends, as the text behind it stands in no tag
(``head-attribute-cut``); addresses that GitHub Pages makes whole; a canonical address that the page's own
front matter asks for; titles of pages that their front matter keeps out of the sitemap or of what is
searched.
"""

from __future__ import annotations

import argparse
import ast
import copy
import html
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
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
from sitecheck.model.unknown import ReasonKind, Reasons
from sitecheck_rules.front_matter import duplicate_title
from sitecheck_rules.head import _heads, missing_share_image
from sitecheck_rules.head._languages import language

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
_ELSEWHERE = frozenset(
    (
        *(ReasonKind.GITHUB, ReasonKind.GEMFILE_PLUGIN, ReasonKind.OWN_PLUGIN, ReasonKind.OWN_VALUE),
        *(ReasonKind.OWN_TEXT, ReasonKind.PLUGIN_TAG, ReasonKind.PLUGIN_FILTER, ReasonKind.PLUGIN_PAGES),
        *(ReasonKind.THEME_INCLUDE, ReasonKind.THEME_LAYOUT, ReasonKind.EMPTY_FILE, ReasonKind.SUBMODULE),
    )
)
"""Why something is not known that is not among the sources of the site, or not in the build of the scan."""
_SOURCE = re.compile(r"\{\{[^{}]+\}\}|\{%[^{}]+%\}|\]\((?:https?:|/)[^)\s]*\)")
_TAG = re.compile(r"</?(?:a|b|br|code|del|em|i|img|p|s|small|span|strike|strong|sub|sup|u)\b[^<>]*>")
_SLASHES = re.compile("//+")
_OF_OTHER_TAGS = frozenset(("title", "canonical", "lang"))
"""What is no ``<meta>``, whatever one is called."""
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]*>")
_IMAGES = frozenset(("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"))
_HEAD = re.compile(r"(.*?)(?:</head\s*>|<body\b|\Z)", re.IGNORECASE | re.DOTALL)


class Built(NamedTuple):
    """What a page says before its head is closed in the text, read by html5lib."""

    path: str
    """Of its address."""
    site: tuple[str | None, str]
    """The host and the ``baseurl`` of the site; ``None`` where GitHub Pages fills it in."""
    domain: str
    """The host that ``CNAME`` names."""
    folder: Path
    said: Sequence[tuple[str, str]]
    late: Sequence[str]
    """What stands behind something that ended the head."""
    scripts: Sequence[str]
    cuts: Sequence[str]
    """Attributes that no ``<meta>`` has: what stands behind a quotation mark in a value."""
    empty: Sequence[str]
    """What is said first with nothing, and not because a quotation mark cuts it."""
    text: str
    """What it shows its readers."""

    def first(self, key: str) -> str:
        """What it says first of something, without white space around it."""
        return next((value.strip() for name, value in self.said if name == key), "")

    def is_listed(self) -> bool:
        """Whether a search engine may list it."""
        return "noindex" not in self.first("robots").lower() and not self.first("refresh")

    def lost_images(self) -> list[str]:
        """The images of the site for a share card that are not in its folder."""
        found = [value.strip() for key, value in self.said if key in _IMAGES]
        return [value for value in found if value and self._is_lost(value)]

    def _is_lost(self, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme == "data" or (parts.netloc and not self._is_own(parts.netloc)):
            return False
        path = unquote(parts.path)
        if not path.startswith("/"):
            path = posixpath.join(posixpath.dirname(f"{self.site[1]}{self.path}/x"), path)
        # of two slashes in a row other rules tell
        inside = _SLASHES.sub("/", path).removeprefix(self.site[1]).lstrip("/")
        return not (self.folder / posixpath.normpath(inside or ".")).is_file()

    def own(self, key: str) -> str | None:
        """The path of an address of the own host; ``None`` for another host's or none."""
        parts = urlsplit(self.first(key))
        path, base = _plain(parts.path), self.site[1]
        if base and f"{path}/".startswith(f"{base}{base}/"):  # it stands in url, too: wrong-site-url
            path = path.removeprefix(base)
        return path if parts.scheme and self._is_own(parts.netloc) else None

    def _is_own(self, host: str) -> bool:
        bare = host.lower().removeprefix("www.")
        return bool(bare) and bare in {
            (each or "").removeprefix("www.") for each in (self.site[0], self.domain)
        }


def read_built(text: str, path: str, site: tuple[str | None, str], folder: Path, domain: str = "") -> Built:
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
        domain=domain,
        folder=folder,
        said=[pair for each in (root, *elements, *late) for pair in _said(each)],
        late=[key for each in late for key, _ in _said(each)],
        scripts=[each.text or "" for each in (*elements, *late) if _is_json(each)],
        empty=_empty_first((*elements, *late)),
        text=html.unescape(_ANY_TAG.sub("", _UNSEEN.sub("", text[head.end() :]))) if head else "",
        cuts=[name for each in metas for name in each.attrib if name not in _META],
    )


def _empty_first(elements: Sequence[Any]) -> list[str]:
    first: dict[str, bool] = {}
    for each in elements:
        for key, value in _said(each):
            is_whole = each.tag != "meta" or _META.issuperset(each.attrib)
            first.setdefault(key, is_whole and not value.strip())
    return [key for key, is_empty in first.items() if is_empty]


def _is_json(element: Any) -> bool:
    return element.tag == "script" and (element.get("type") or "").strip().lower() == "application/ld+json"


def _said(element: Any) -> Iterator[tuple[str, str]]:
    if element.tag == "title":
        yield "title", element.text or ""
    elif element.tag == "meta" and element.get("content") is not None:
        for name in dict.fromkeys((element.get("name"), element.get("property"), element.get("http-equiv"))):
            if name:
                key = name.strip().lower()  # what a <meta> calls title is none
                yield f"meta {key}" if key in _OF_OTHER_TAGS else key, element.get("content")
    elif element.tag == "html" and element.get("lang"):
        yield "lang", element.get("lang")
    elif element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
        yield "canonical", element.get("href") or ""


def _plain(path: str) -> str:
    return re.sub("/+", "/", unquote(path)).removesuffix(".html").removesuffix("/index").rstrip("/")


def wrong_canonical(page: Built) -> bool:
    """It has a canonical address that is no whole address, or that of another page of the site.

    Where GitHub Pages fills in the site's own, one that is not whole is so in this build alone.
    """
    address = page.first("canonical")
    if not address or not page.is_listed():
        return False
    if not urlsplit(address).netloc:
        return page.site[0] is not None
    own = page.own("canonical")
    return own is not None and own != _plain(f"{page.site[1]}{page.path}")


def wrong_og_url(page: Built) -> bool:
    """Its ``og:url`` is not its canonical address, or not its own where it has none."""
    address, canonical = page.first("og:url"), page.first("canonical")
    if not address or not page.is_listed():
        return False
    own, here = page.own("og:url"), _plain(f"{page.site[1]}{page.path}")
    if canonical:  # what is shared from here may be published elsewhere first
        return own != here and _plain(urlsplit(address).path) != _plain(urlsplit(canonical).path)
    return own is not None and own != here


def _parses(script: str) -> bool:
    try:
        json.loads(script)
    except ValueError:
        return False
    return True


def _raw(page: Built) -> list[str]:
    """Where source is shown, but for what the page shows its readers, too."""
    matches = [(key, _SOURCE.search(page.first(key))) for key in _TEXTS]
    found = [key for key, match in matches if match is not None and match[0] not in page.text]
    return [*found, *(["title"] if _TAG.search(page.first("title")) else [])]


def _repeated(page: Built) -> list[str]:
    times = Counter(key for key, _ in page.said)
    return [key for key in _ONCE if times[key] > 1]


SCANS: Mapping[str, Callable[[Built], Sequence[str]]] = {
    "empty-head-value": lambda page: [key for key in _WANTED if key in page.empty],
    "head-attribute-cut": lambda page: _WANTED if page.cuts else (),
    "head-ended-early": lambda page: [
        key for key in page.late if key in (*_ONCE, "robots") and not page.cuts
    ],
    "invalid-json-ld": lambda page: () if all(map(_parses, page.scripts)) else ("jsonld",),
    "raw-source-in-head": _raw,
    "repeated-head-tag": _repeated,
    "wrong-canonical": lambda page: ("canonical",) if wrong_canonical(page) else (),
    "wrong-og-url": lambda page: ("og:url", "canonical") if wrong_og_url(page) else (),
}
"""The fields that are at fault on a page, for each rule."""


WHOLE = ("duplicate-title", "missing-share-image")
"""The rules that are asked for the whole site."""
_SAME = re.compile(r"the same title, (.+?)(?:, and so have [\d,]+ more)?\Z", re.DOTALL)


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


class _Written:
    """What layouts and includes hold as it is."""

    def __init__(self, site: Path) -> None:
        self._site = site

    @cached_property
    def _text(self) -> str:
        paths = [path for name in ("_layouts", "_includes") for path in self._site.rglob(f"{name}/**/*")]
        return "\n".join(path.read_text("utf-8", "replace") for path in paths if path.is_file()).lower()

    def holds(self, name: str) -> bool:
        """Whether ``name`` stands in one of them."""
        return name in self._text


class _Scanned:
    """What the rules say of each page beside what its built page shows."""

    def __init__(self, built: Path, table: Table) -> None:
        self._built = built
        self._table = table
        self.counted: Counter[tuple[str, bool, bool]] = Counter()
        """Pages, by the rule, whether it tells them, and whether they have the fault."""
        self.elsewhere: Counter[str] = Counter()
        """Pages with faults that the sources of the site do not show, by the rule."""
        self.scripts: Counter[tuple[bool | None, bool]] = Counter()
        """JSON-LD, by what is known of it, and whether it parses."""

    def judge(self, facts: SiteFacts, rules: Sequence[Any], **_: object) -> list[Judged]:
        """In the place of :func:`sitecheck.engine.judge_site.judge_site`."""
        seen = facts.of_heads()
        written = _Written(facts.site.root)
        of_site = [*_heads.composed(seen)]
        pages = {
            row.output: page for row in _heads.shown(seen) if (page := self._read(facts, row)) is not None
        }
        for row in of_site:
            page = pages.get(row.output)
            if page is not None:
                cuts = [name for name in page.cuts if not written.holds(name)]
                self._compare(seen, row, rules, page._replace(cuts=cuts))
                self._scripts(row, page)
        for rule in rules:
            if rule.id == "duplicate-title":
                self._titles(seen, rule, pages)
            elif rule.id == "missing-share-image":
                self._images(facts, rule, pages)
        return [Judged(()) for _ in rules]

    def _read(self, facts: SiteFacts, row: HeadRow) -> Built | None:
        path, site = self._built / row.output, facts.site
        url = site.config["url"]  # one that is empty counts: GitHub Pages fills in what is not there
        is_filled = url is None and (site.fills_url or site.may_be_built_by_github_pages)
        parts = urlsplit(str(url or ""))
        above = parts.path.rstrip("/") if parts.netloc else ""  # some write baseurl there
        place = (None if is_filled else parts.netloc.lower(), site.config.baseurl or above)
        if not path.is_file():
            return None
        return read_built(
            path.read_text("utf-8", "replace"), row.url, place, self._built, site.domain.lower()
        )

    def _compare(self, facts: SiteFacts, row: HeadRow, rules: Sequence[Any], page: Built) -> None:
        for rule in rules:
            if rule.id in SCANS:
                found = [*rule.check(_alone(facts, row))]
                faults = SCANS[rule.id](page)
                if rule.id == "empty-head-value" and _is_untitled(facts, row):
                    faults = [key for key in faults if not key.endswith("title")]
                if rule.id == "wrong-canonical" and _is_asked_for(facts, row, page.first("canonical")):
                    faults = ()
                if faults and not found and _is_elsewhere(row, faults):
                    self.elsewhere[rule.id] += 1
                    continue
                what = found[0].message if found else f"{faults} {_open(row)}"
                self._count(rule.id, bool(found), bool(faults), f"{row.output} {what}")

    def _count(self, rule: str, is_said: bool, is_fault: bool, example: str) -> None:
        self.counted[rule, is_said, is_fault] += 1
        if is_said is not is_fault:
            self._table.example(f"{rule}: {'said' if is_said else 'missed'}", example)

    def _scripts(self, row: HeadRow, page: Built) -> None:
        ours = row.head.jsonld
        for number, script in enumerate(page.scripts):
            known = ours[number].valid if len(ours) == len(page.scripts) else None
            self.scripts[known, _parses(script)] += 1
            if known is not _parses(script):
                self._table.example(
                    f"JSON-LD: {known}", f"{row.output}: {_parses(script)} {row.head.reasons[:1]}"
                )

    def _titles(self, facts: SiteFacts, rule: Any, pages: Mapping[str, Built]) -> None:
        """By title, how many pages have that of one before them, as it is told and as it is built."""
        said: Counter[str] = Counter()
        with patch.object(duplicate_title, "by_habit", _one_by_one):
            findings = [*rule.check(facts)]
        for finding in findings:
            match = _SAME.search(finding.message)
            is_of_layout = finding.message.startswith(tuple(f"{row.path} and " for row in facts.heads))
            if match is not None:
                said[ast.literal_eval(match[1])] += finding.pages - is_of_layout
        groups: dict[tuple[str, str, str], set[str]] = {}
        for row in _heads.shown(facts):
            page = pages.get(row.output)
            is_open = _is_elsewhere(row, ("title",)) or _is_kept_out(facts, row)
            if page is not None and _is_for_itself(page) and not is_open:
                title = " ".join(page.first("title").split())
                tongue = language(row.path or "", facts.records[row.path or ""].data)
                groups.setdefault((title, page.first("lang").lower(), tongue), set()).add(row.path or "")
        built: Counter[str] = Counter()
        for (title, *_), paths in groups.items():
            built[title] += len(paths) - 1
        for title in said.keys() | built.keys():
            both = min(said[title], built[title])
            self.counted[rule.id, True, True] += both
            for name, number, is_said in (("said", said[title], True), ("missed", built[title], False)):
                self.counted[rule.id, is_said, not is_said] += number - both
                if number > both:
                    self._table.example(f"{rule.id}: {name}", f"{number - both} of {number}: {title!r}")

    def _images(self, facts: SiteFacts, rule: Any, pages: Mapping[str, Built]) -> None:
        told: set[str] = set()

        def note(rule: Any, resolved: Any, *args: Any, **named: Any) -> Any:
            told.update((resolved.page, *(each.url for each in resolved.on)))
            return _TOLD(rule, resolved, *args, **named)

        with (
            patch.object(missing_share_image, "told", note),
            patch.object(missing_share_image, "_together", _each_card),
        ):
            told |= {finding.place.path for finding in rule.check(facts)}
        for row in _heads.composed(facts.of_heads()):
            if row.output in pages:
                lost = pages[row.output].lost_images()
                is_told = row.path in told or row.url in told
                is_slashed = str(facts.site.config["url"] or "").endswith("/")  # told by wrong-site-url
                verdict = facts.leads(row.url, lost[0]).status if lost else ""
                if lost and not is_told and (is_slashed or verdict in ("dynamic", "malformed", "external")):
                    self.elsewhere[rule.id] += 1
                    continue
                self._count(rule.id, is_told, bool(lost), f"{row.output} {lost[:1]}")


_TOLD = missing_share_image.told


def _one_by_one(groups: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Titles that one habit makes, each for itself."""
    return ((each,) for each in groups)


def _each_card(cards: Iterable[Any]) -> Iterator[Any]:
    """Pictures that one folder has, each for itself."""
    return (card.finding for card in cards)


def _is_untitled(facts: SiteFacts, row: HeadRow) -> bool:
    """Whether the page's own title is an empty text."""
    title = facts.records[row.path or ""].data.get("title")
    return isinstance(title, str) and not title.strip()


def _is_kept_out(facts: SiteFacts, row: HeadRow) -> bool:
    """Whether the page's front matter keeps it out of the sitemap or of the search of the site, as themes
    have it: nobody has to tell it from another there."""
    data = facts.records[row.path or ""].data
    return (
        data.get("sitemap") is False
        or data.get("search") in (False, "exclude")
        or bool(data.get("search_exclude"))
    )


def _is_asked_for(facts: SiteFacts, row: HeadRow, address: str) -> bool:
    """Whether the page's own front matter has the address, or one that its end is."""
    values = [value for value in facts.records[row.path or ""].data.values() if isinstance(value, str)]
    return any(
        "/" in value.strip("/") and address.endswith(value.strip()) for value in values if value != row.url
    )


def _is_elsewhere(row: HeadRow, keys: Sequence[str]) -> bool:
    """Whether what is at fault is not known for no fault of the reading."""
    reasons: list[Reasons] = [row.head.field(key).reasons for key in keys if key != "jsonld"]
    if "jsonld" in keys:
        reasons.append(row.head.reasons)
    return any(each and all(reason.kind in _ELSEWHERE for reason in each) for each in reasons)


def _open(row: HeadRow) -> str:
    """What is not known of a head."""
    reasons = [*row.head.reasons, *(each for field in row.head.fields.values() for each in field.reasons)]
    return ", ".join(dict.fromkeys(f"{each.kind.value} {each.detail}" for each in reasons))


def _is_for_itself(page: Built) -> bool:
    title = " ".join(page.first("title").split())
    if not title or _heads.is_half_empty(title) or not page.is_listed():
        return False
    canonical = page.first("canonical")
    return not canonical or _plain(urlsplit(canonical).path) == _plain(f"{page.site[1]}{page.path}")


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
        checking.check_site(RunOptions(str(given.site), read_settings(None, only=(*SCANS, *WHOLE)), jobs=1))
    for rule in (*SCANS, *WHOLE):
        right = scanned.counted[rule, True, True]
        table.add(f"{rule}: right", right, right + scanned.counted[rule, True, False])
        table.add(f"{rule}: found", right, right + scanned.counted[rule, False, True])
        table.add(f"{rule}: elsewhere", scanned.elsewhere[rule], scanned.elsewhere[rule])
    scripts = scanned.scripts
    known = sum(number for (valid, _), number in scripts.items() if valid is not None)
    table.add("JSON-LD: known", known, scripts.total())
    table.add("JSON-LD: right", sum(n for (valid, parses), n in scripts.items() if valid is parses), known)
    table.show(given.site.name)


if __name__ == "__main__":
    main()
