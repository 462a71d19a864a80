"""Turns an entry of the catalogue into words and edits for one place in a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

from sitecheck.api import (
    LONG_LINE,
    Document,
    Edit,
    Element,
    Fix,
    NamedTuple,
    Place,
    Safety,
    Span,
    ends_line,
    lazy_pattern,
    line_before,
)
from sitecheck_rules.scripts._address import parse
from sitecheck_rules.scripts._catalogue import Entry, Match, affects, catalogue, folded_pattern
from sitecheck_rules.scripts._inline import match_text
from sitecheck_rules.scripts._networks import PackageFile, package_files
from sitecheck_rules.scripts._resources import Resource, inline_scripts, inside

_SCHEME = lazy_pattern(r"(?:https?:)?//", re.IGNORECASE)
_NPM_FILE = lazy_pattern(r"https://(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/([^?#]+)")
_JQUERY_FILE = lazy_pattern(r"https://code\.jquery\.com/jquery-([\d.]+)((?:\.slim)?\.min\.js)")
"""Its files are those of npm, byte by byte: they have the hashes that releases.jquery.com shows."""
_VOID = frozenset({"img", "link", "embed", "input", "source", "track"})


def message(entry: Entry, subject: str) -> str:
    """What happened to ``subject``, since when, and what a visitor gets."""
    return f"{reason(entry, subject)}; {entry.effect}"


def reason(entry: Entry, subject: str) -> str:
    """What happened to ``subject``, and since when."""
    since = f" (since {entry.since})" if entry.since else ""
    return f"{subject}: {entry.why}{since}"


def subject_of(address: str, package: PackageFile | None = None) -> str:
    """What to call a loaded file: its package and version, its host, or its name."""
    if package is not None:
        return f"{package.name} {package.version}".strip()
    parsed = parse(address)
    return (parsed.host or parsed.file_name) if parsed else address


class InlineFinding(NamedTuple):
    """What an inline script gives away: the entry, what to call its subject, where it is written, the fix."""

    entry: Entry
    subject: str
    place: Place
    fix: Fix | None


def inline_findings(doc: Document, wanted: Callable[[Entry], bool]) -> Iterator[InlineFinding]:
    """The worst wanted thing of each inline script of this file."""
    for element in inline_scripts(doc):
        hit = match_text(catalogue(), element.body, wanted)
        if hit is not None and element.body_place is not None:
            place = inside(doc, element.body, element.body_place)(hit.start, hit.end)
            words = element.body[hit.start : hit.end]
            subject = subject_of(words) if "//" in words else "this script"
            fix = repair(doc, Resource("script", words, place), Match(hit.entry))
            shown = element.place if place == element.body_place else place
            yield InlineFinding(hit.entry, subject, shown, fix)


def repair(doc: Document, resource: Resource, match: Match) -> Fix | None:
    """The fix of a matched address, ``None`` when there is none that would keep the page working."""
    if resource.place.path != doc.path:
        return None
    remedy = match.entry.remedy
    safety = Safety.SAFE if remedy.safe else Safety.UNSAFE
    span = resource.place.span
    new = new_address(doc.text[span.start : span.end], match)
    if new:
        integrity = _integrity_edits(doc, resource.element, new, remedy.same_bytes)
        return None if integrity is None else Fix(f"use {new}", (Edit(span, new), *integrity), safety)
    if not remedy.remove or resource.element is None or _is_needed(doc, remedy.unless):
        return None
    if whole := whole_element(doc, resource.element):
        return Fix(f"remove the {resource.element.name} element", (Edit(whole, ""),), safety)
    return None


class Styles:
    """The style sheets that a file loads, by package and version; each goes along with one script."""

    def __init__(self, found: Sequence[Resource]) -> None:
        self._found = found

    @cached_property
    def _by_version(self) -> dict[tuple[str, str], list[tuple[Resource, PackageFile]]]:
        by_version: dict[tuple[str, str], list[tuple[Resource, PackageFile]]] = {}
        for resource in self._found:
            address = parse(resource.address) if resource.load == "style" else None
            for package in package_files(address) if address is not None and address.host else ():
                by_version.setdefault((package.name, package.version), []).append((resource, package))
        return by_version

    def take(self, package: PackageFile) -> list[tuple[Resource, PackageFile]]:
        """Those of the package and version of a script, to whoever asks first."""
        return self._by_version.pop((package.name, package.version), [])


def with_styles(doc: Document, fix: Fix | None, match: Match, styles: Styles) -> Fix | None:
    """The fix that moves a script to another release, and with it the style sheets of the same package, of
    which the entry says nothing: a release is tried out with its own.

    Unsafe where one of them cannot be moved.
    """
    entry, package = match.entry, match.package
    if fix is None or entry.remedy.bump is None or package is None or not package.version:
        return fix
    edits = list(fix.edits)
    safety = fix.safety
    for resource, style in styles.take(package):
        if affects(entry, style):
            continue  # it has a finding of its own
        moved = repair(doc, resource, Match(entry, style))
        edits += moved.edits if moved is not None else ()
        safety = safety if moved is not None else Safety.UNSAFE
    return Fix(fix.title, tuple(edits), safety)


_NEEDED: WeakKeyDictionary[Document, dict[str, bool]] = WeakKeyDictionary()
"""What was asked of the files that are being read, once for all elements of each."""


def _is_needed(doc: Document, unless: str) -> bool:
    """Whether an inline script of the file says that what an element loads does more than has ended."""
    if not unless:
        return False
    known = _NEEDED.setdefault(doc, {})
    if unless not in known:
        known[unless] = any(re.search(unless, each.body) for each in inline_scripts(doc))
    return known[unless]


def new_address(written: str, match: Match) -> str:
    """The address to use in the place of ``written``, "" when the entry knows none."""
    remedy = match.entry.remedy
    address = written.strip()
    scheme = _SCHEME.match(address)
    if scheme is None:
        return ""
    rest = address[scheme.end() :]
    for old, template in remedy.rewrite:
        if found := folded_pattern(old).fullmatch(rest):
            return found.expand(template)
    package, bump = match.package, remedy.bump
    if bump is None or package is None or package.network not in bump.networks:
        return ""
    new, count = re.subn(rf"(?<=[@/]){re.escape(package.version)}(?=/)", bump.version, rest)
    return f"https://{new}" if count == 1 and package.version else ""


def known_integrity(address: str) -> str:
    """The ``integrity`` value of exactly the file at ``address``, "" when it is not known."""
    if found := _JQUERY_FILE.fullmatch(address):
        return catalogue().integrity.get(f"jquery@{found[1]}/dist/jquery{found[2]}", "")
    found = _NPM_FILE.fullmatch(address)
    return catalogue().integrity.get(found[1], "") if found else ""


def _integrity_edits(
    doc: Document, element: Element | None, new: str, same_bytes: bool
) -> tuple[Edit, ...] | None:
    """What keeps the tag's ``integrity`` true; ``None`` when the new file's value is not known."""
    old = element.get("integrity") if element is not None else None
    if old is None or same_bytes:
        return ()
    value = known_integrity(new)
    return (Edit(old.place.span, value),) if value and old.place.path == doc.path else None


def whole_element(doc: Document, element: Element) -> Span | None:
    """The span from an element's start tag through its end tag, with its line when it stands alone there.

    ``None`` for an element with content other than a script's text, or with Liquid tags in it.
    """
    if element.place.path != doc.path:
        return None
    start, end = element.place.span
    if element.name not in _VOID:
        body = element.body_place
        inner = body.span.end if body is not None and body.path == doc.path else end
        close = re.compile(rf"\s*</{re.escape(element.name)}\s*>", re.IGNORECASE).match(doc.text, inner)
        if close is None:
            return None
        end = close.end()
    return None if "{%" in doc.text[start:end] else _with_line(doc.text, start, end)


def _with_line(text: str, start: int, end: int) -> Span:
    before = line_before(text, start, LONG_LINE)
    if before.strip() or len(before) == LONG_LINE or not ends_line(text, end):
        return Span(start, end)
    line = start - len(before)
    above = line_before(text, max(line - 1, 0)).strip()
    if above and not above.startswith(("<", "---")):
        return Span(start, end)
    return Span(line, text.find("\n", end) + 1 or len(text))
