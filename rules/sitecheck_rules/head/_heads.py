"""What the rules on heads have in common: which pages count, and one finding for one cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.api import TRIAL, Edit, Fix, HeadRow, NamedTuple, Place, Safety, SiteFacts, Span, lazy_pattern
from sitecheck_rules.head._addresses import is_of_page

_VERIFICATION = lazy_pattern(
    r"(?:google[0-9a-f]{16}|yandex_[0-9a-f]{16}|naver[0-9a-f]{32}|baidu_verify_[\w-]+|pinterest-[0-9a-z]{5,})"
    r"\.(?:html|md|markdown)"
)
"""Files that tell a search engine whose site it is: it reads them, and shows them to nobody."""
_ERROR_PAGE = lazy_pattern(r"(?:^|/)[45]0[\dx](?:\.html|/(?:index\.html)?)?$")
"""What servers show in the place of a page that they cannot give: 404.html, and the others for which their
settings name a file (``error_page 500 502 503 504 /50x.html`` of nginx, ``ErrorDocument`` of Apache)."""
_OUTPUT = lazy_pattern(r"\{\{-?[^{}]*[^{}\-\s](\s*)(-?\}\})")


class Cause(NamedTuple):
    """What is wrong at one place, and the pages that show it."""

    place: Place
    rows: tuple[HeadRow, ...]

    @property
    def pages(self) -> int:
        """On how many pages it is."""
        return len(self.rows)

    @property
    def example(self) -> str:
        """Where to see it, when the cause is not in the page itself."""
        first = self.rows[0]
        return "" if first.path == self.place.path else f"; for example on {first.path or first.url}"


def shown(site: SiteFacts) -> Iterator[HeadRow]:
    """The pages that an author wrote and a search engine may show, each with a head: no redirects, no page
    for errors, none that only proves whose site it is, nothing that is copied as it is."""
    for row in site.heads:
        record = site.records.get(row.path) if row.path is not None else None
        if record is None or row.kind == "static" or site.site.redirects(record) or not row.head.is_page:
            continue
        if is_for_errors(row.url) or proves_owner(row.path or ""):
            continue
        yield row


def is_for_errors(address: str) -> bool:
    """Whether servers show what has this address, or is written there, where something went wrong."""
    return _ERROR_PAGE.search(address) is not None


def proves_owner(path: str) -> bool:
    """Whether a page only proves to a search engine whose site it is."""
    return _VERIFICATION.fullmatch(path.rpartition("/")[2]) is not None


def may_be_titled(site: SiteFacts, row: HeadRow) -> bool:
    """Whether the title that a page lacks may be the heading that it begins with."""
    facts, record = site.files[row.path or ""], site.records[row.path or ""]
    return facts.begins_with_heading and site.site.may_be_titled(record)


def composed(site: SiteFacts) -> Iterator[HeadRow]:
    """Those of them whose heads files of the site write: what a theme does is none of the author's faults."""
    return (row for row in shown(site) if not row.head.of_theme)


def is_indexed(row: HeadRow) -> bool:
    """Whether a search engine may list the page, as far as its head says."""
    robots, refresh = row.head.field("robots"), row.head.field("refresh")
    if robots.state not in ("known", "absent") or refresh.state != "absent":
        return False
    return not forbids_listing(row)


def forbids_listing(row: HeadRow) -> bool:
    """Whether the head says for certain that no search engine may list the page; so does ``none``."""
    robots = row.head.field("robots")
    said = robots.value.lower() if robots.state == "known" else ""
    return "noindex" in said or "none" in [word.strip() for word in said.split(",")]


def is_of_another(site: SiteFacts, row: HeadRow) -> bool:
    """Whether a page names the canonical address of another, which search engines list in its place."""
    canonical = row.head.field("canonical")
    names_page = canonical.state == "known" and canonical.value.strip()
    return bool(names_page) and not is_of_page(site, row, canonical.value)


def is_kept_out(site: SiteFacts, row: HeadRow) -> bool:
    """Whether the author keeps a page out of what is searched, as themes have it for pages that are made
    for a program, such as the title page of a PDF."""
    data = site.records[row.path or ""].data
    kept = data.get("search") in ("exclude", False) or data.get("search_exclude") is True
    return kept or data.get("sitemap") is False


_HALF = lazy_pattern(r"(?:\A|\s)[|·•–—:»~-](?:\s|\Z)")


def is_half_empty(title: str) -> bool:
    """Whether a title begins or ends with what separates its parts, as one of them is missing."""
    match = _HALF.match(title)
    last = title.rstrip()[-2:]
    return match is not None or (len(last) == 2 and last[0].isspace() and last[1] in "|·•–—:»~-")


def writes_empty_title(site: SiteFacts, row: HeadRow) -> bool:
    """Whether the page writes a title of nothing, which `empty-title` tells."""
    title = site.records[row.path or ""].data.get("title")
    facts = site.files[row.path or ""]
    return isinstance(title, str) and not title.strip() and facts.key("title") is not None


def own_key(site: SiteFacts, row: HeadRow, *names: str) -> Place | None:
    """The value of the first of the front matter keys ``names`` that the page writes."""
    facts = site.files[row.path or ""]
    keys = (facts.key(name) for name in names)
    return next((Place(facts.path, key.value) for key in keys if key is not None), None)


def key_printed(row: HeadRow, name: str) -> str:
    """The key of the page's own front matter that what its head says of ``name`` is made of first; "" for
    none."""
    path = row.path or ""
    origins = (part.origin.on(path) for part in row.head.field(name).parts if part.origin is not None)
    return next((".".join(each.keys) for each in origins if each.path == path), "")


def title_place(site: SiteFacts, row: HeadRow) -> Place:
    """Where the title of a page is written: in its front matter, or in the page or layout that prints it."""
    key, printed = own_key(site, row, "title"), row.head.field("title").place
    if printed is not None and (printed.path == row.path if key is None else not reads_title(site, row)):
        return printed
    return key or top_of(site, row)


def reads_title(site: SiteFacts, row: HeadRow) -> bool:
    """Whether what prints the title of a page looks up its own, as far as is known."""
    tried = site.head_on_trial(row, "title")
    return tried is None or tried.field("title").state != "known" or TRIAL in tried.field("title").value


_DESCRIBING = ("description", "excerpt", "subtitle", "share-description", "summary", "abstract", "tagline")
"""What layouts are known to take a description from, the usual one first."""


class DescriptionKeys:
    """The keys of the front matter from which the layouts of a site would print a description: the same for
    all pages that stand in the same ones."""

    def __init__(self, site: SiteFacts) -> None:
        self._site = site
        self._known: dict[tuple[str, ...], str] = {}

    def of(self, row: HeadRow) -> str:
        """That of a page; "" for none."""
        kind = (row.kind, *row.layouts)
        if kind not in self._known:
            self._known[kind] = next((key for key in _DESCRIBING if self._prints(row, key)), "")
        return self._known[kind]

    def _prints(self, row: HeadRow, key: str) -> bool:
        head = self._site.head_on_trial(row, key)
        return head is not None and TRIAL in head.field("description").value


def top_of(site: SiteFacts, row: HeadRow) -> Place:
    """Where something belongs that is missing from the front matter of a page."""
    facts = site.files[row.path or ""]
    return Place(facts.path, Span(0, 3 if facts.keys else 0))


def causes(found: Iterable[tuple[Place, HeadRow]]) -> Iterator[Cause]:
    """One cause for each place, in the order they are met."""
    rows: dict[Place, list[HeadRow]] = {}
    for place, row in found:
        rows.setdefault(place, []).append(row)
    for place, group in rows.items():
        yield Cause(place, tuple(group))


def with_filter(site: SiteFacts, place: Place, name: str, *, quoted: bool = False) -> Fix | None:
    """Add a filter to the output at ``place``; ``quoted`` takes away the quotation marks around it."""
    around = Place(place.path, Span(max(0, place.span.start - quoted), place.span.end + quoted))
    text = site.written(around)
    inner = text[quoted : len(text) - quoted]
    match = _OUTPUT.fullmatch(inner)
    if match is None or (quoted and not (text.startswith('"') and text.endswith('"'))):
        return None
    begin = match.start(1)
    changed = f"{inner[:begin]} | {name}{inner[begin:]}"
    return Fix(f"add | {name}", (Edit(around.span, changed),), Safety.UNSAFE)
