"""Compares the links and ids of whole pages, layouts included, with what real Jekyll built.

    python benchmarks/whole_pages.py SITE BUILT [--examples 5]

BUILT is the folder that Jekyll wrote. A pair is a page and a target on the site; where the target is broken,
so is the pair. Pages, files and ids are looked up in BUILT, with nothing of sitecheck but its tokenizer.
Style sheets that are not there are left out: builds are made without Sass. So are addresses beside `baseurl`
unless the page is there that lacks it, and pages that another one is written over.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from sitecheck import html
from sitecheck.document import PageAt, SiteFacts, SiteReader
from sitecheck.document.tags.ids import tag_ids
from sitecheck.document.tags.page_links import page_links
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.jekyll.links.resolve import LinkVerdict, project_base
from sitecheck.text.source_map import MappedText

if __package__:
    from benchmarks.fidelity import Table
else:
    from fidelity import Table

BROKEN = ("broken-page", "broken-anchor", "replaced", "malformed")
MAYBE = "ok, perhaps"
"""The status of a link to an anchor that may be there."""
BESIDE = "beside:"
"""Stands before targets that lack ``baseurl``."""
_NO_PAGE = "http://site.invalid"
_WHOLE = re.compile(r"[a-zA-Z][\w+.-]*:|/")
_INDEXES = ("index.html", "index.htm", "index.xhtml", "index.xml", "index.json")
"""What a server gives for a folder (``DIRECTORY_INDEX`` of Jekyll's ``commands/serve.rb``)."""
_EMPTY = "\0"
"""Stands for an empty part of a path, which a browser keeps and ``urljoin`` does not."""


class BuiltPage(NamedTuple):
    """A page as it was built."""

    links: frozenset[str]
    ids: tuple[str, ...]


class Built:
    """A built site."""

    def __init__(self, folder: Path, baseurl: str, project: str = "", *, at_root: bool = False) -> None:
        """``project`` is the folder that the site is served below although it has no ``baseurl``;
        ``at_root``: it is served at the root of its host, too (CNAME)."""
        self._baseurl = baseurl
        self._is_at_root = at_root
        self._before = baseurl or project
        self.files = {
            os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")
            for where, _, names in os.walk(folder)
            for name in names
        }
        self.pages = {
            name: _read(folder / name) for name in self.files if name.endswith((".html", ".htm", ".xhtml"))
        }

    def targets(self, output: str, url: str) -> dict[str, bool]:
        """The targets on the site of the links of a page at ``url``, and whether each is broken."""
        found: dict[str, bool] = {}
        for href in self.pages[output].links:
            target = self.target(url, href)
            if target is not None and not self.is_sass(target):
                found[target] = target.startswith(BESIDE) or self._is_broken(target)
        return found

    def is_sass(self, target: str) -> bool:
        """Whether it is a style sheet that is not there."""
        return target.endswith(".css") and target.lstrip("/") not in self.files

    def target(self, url: str, href: str) -> str | None:
        """The target as sitecheck writes it, after :data:`BESIDE` where it is one that lacks ``baseurl``;
        ``None`` for what is not on the site."""
        page = f"{_NO_PAGE}{self._baseurl}{url}"
        address, mark, fragment = "".join(href.split("\t")).strip().partition("#")
        address = address.replace("\\", "/")
        if not _WHOLE.match(address):
            address = address.replace("//", f"/{_EMPTY}/").replace("//", f"/{_EMPTY}/")
        try:
            parts = urlsplit(urljoin(page, address + mark + fragment))
        except ValueError:
            return None
        names_none = address in ("//", "http://", "https://")
        if not href.strip() or names_none or f"{parts.scheme}://{parts.netloc}" != _NO_PAGE:
            return None
        path = unquote(parts.path.replace(_EMPTY, ""))
        beside = ""
        if path == self._before or path.startswith(f"{self._before}/"):
            path = path[len(self._before) :] or "/"
        elif self._baseurl:
            if self._found(path) is None:
                return None
            beside = "" if self._is_at_root else BESIDE
        return beside + path + (f"#{unquote(parts.fragment)}" if parts.fragment else "")

    def _found(self, path: str) -> str | None:
        name = path.lstrip("/")
        if not name or name.endswith("/"):
            tries = [name + index for index in _INDEXES]
        else:
            tries = [name, name + ".html", *(f"{name}/{index}" for index in (*_INDEXES, "index.php"))]
        return next((each for each in tries if each in self.files), None)

    def _is_broken(self, target: str) -> bool:
        path, _, fragment = target.partition("#")
        found = self._found(path)
        if found is None:
            return True
        if (
            not fragment
            or found not in self.pages
            or fragment.lower() == "top"
            or fragment.startswith(("/", "!", "?", "googtrans("))
            or "=" in fragment
        ):
            return False
        return fragment not in self.pages[found].ids


def _read(path: Path) -> BuiltPage:
    text = path.read_text("utf-8", "replace")
    page = html.read(text)
    mapped = MappedText.identity("", text)
    links = frozenset(link.href or "" for link in page_links(mapped, page.tags, page.raws))
    return BuiltPage(links, tuple(id_.id for tag in page.tags for id_ in tag_ids(mapped, tag)))


def compare_whole(facts: SiteFacts, built: Built, table: Table) -> None:
    """Fill ``table``."""
    outputs = {(route.source, route.url): route.output for route in facts.site.routes}
    pages = {page: outputs.get((page.path, page.url), "") for page in facts.frames}
    pages = {
        page: output
        for page, output in pages.items()
        if output in built.pages and _is_last(facts, page, output)
    }
    ours: dict[PageAt, dict[str, str]] = {page: {} for page in pages}
    dynamic: dict[PageAt, set[str]] = {page: set() for page in pages}
    for resolved in facts.links:
        for each in facts.on_each_page(resolved):
            page, verdict = each.on[0], each.verdict
            if page in pages and not each.by_host:
                target = verdict.target
                if verdict.status == "malformed":
                    target = built.target(page.url, each.link.href or "")
                if target is not None and verdict.status != "dynamic":
                    if verdict.status != "broken-page" or not built.is_sass(target):
                        status = verdict.status if _is_sure(facts, verdict) else MAYBE
                        ours[page][(BESIDE if verdict.lacks_base else "") + target] = status
                elif verdict.status == "dynamic":
                    dynamic[page].add(verdict.target or "")
    _links(pages, ours, dynamic, built, table)
    _ids(facts, pages, built, table)


def _is_sure(facts: SiteFacts, verdict: LinkVerdict) -> bool:
    """Whether a link is broken, leads to no anchor, or to one that is not only perhaps on its page: those of
    pages that a plugin makes are not judged."""
    fragment = (verdict.target or "").partition("#")[2]
    if verdict.status != "ok" or not fragment or verdict.route is None:
        return True
    path, url = verdict.route.source, verdict.route.url
    file, frame = facts.files.get(path or ""), facts.frames.get(PageAt(path or "", url))
    blocks = (file, *frame.blocks) if frame is not None else (file,)
    ids = [id_ for block in blocks if block is not None for id_ in block.ids if id_.id == fragment]
    return any(not id_.maybe for id_ in ids) or (not ids and verdict.route.kind != "generated")


def _is_last(facts: SiteFacts, page: PageAt, output: str) -> bool:
    """Whether what a page is written to is not written over by another."""
    route = facts.site.by_output.get(output)
    return route is not None and (route.source, route.url) == page


def _links(
    pages: dict[PageAt, str],
    ours: dict[PageAt, dict[str, str]],
    dynamic: dict[PageAt, set[str]],
    built: Built,
    table: Table,
) -> None:
    seen = total = broken = hits = claimed = unsure = 0
    for page, output in pages.items():
        theirs = built.targets(output, page.url)
        own = ours[page]
        total += len(theirs)
        seen += sum(target in own or target in dynamic[page] for target in theirs)
        for target in theirs.keys() - own.keys() - dynamic[page]:
            table.example("targets missed", f"{page.path}: {target}")
        bad = {target for target, is_broken in theirs.items() if is_broken}
        said = {target for target, status in own.items() if status in BROKEN}
        broken += len(bad)
        hits += len(bad & said)
        claimed += len(said)
        unsure += len(bad & dynamic[page])
        for target in bad - said:
            table.example(
                "broken, not said",
                f"{page.path}: {target} {own.get(target, 'dynamic' if target in dynamic[page] else '')}",
            )
        for target in said - bad:
            table.example(
                "said broken, is not", f"{page.path}: {target} {'seen' if target in theirs else 'not there'}"
            )
    table.add("whole pages: targets seen", seen, total)
    table.add("whole pages: broken, recall", hits, broken)
    table.add("whole pages: broken, precision", hits, claimed)
    table.add("(broken, but not known for certain)", unsure, broken)


def _ids(facts: SiteFacts, pages: dict[PageAt, str], built: Built, table: Table) -> None:
    hits = expected = claimed = 0
    for page, output in pages.items():
        file = facts.later.get(page.url) or facts.files[page.path]
        theirs = set(built.pages[output].ids)
        own = {id_.id for block in facts.frames[page].blocks for id_ in block.ids} | {
            id_.id for id_ in file.ids
        }
        hits += len(theirs & own)
        expected += len(theirs)
        claimed += len(own)
        for id_ in theirs - own:
            table.example("ids missed", f"{page.path}: {id_}")
        for id_ in own - theirs:
            table.example("ids of ours only", f"{page.path}: {id_}")
    table.add("whole pages: ids, recall", hits, expected)
    table.add("whole pages: ids, precision", hits, claimed)


def read_whole(site_folder: Path, built_folder: Path, table: Table) -> None:
    """Read both and fill ``table``."""
    facts = read_facts(SiteReader(load_site(site_folder, SiteOptions())))
    site = facts.site
    built = Built(built_folder, site.baseurl, project_base(site), at_root=bool(site.domain))
    compare_whole(facts, built, table)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("built", type=Path)
    parser.add_argument("--examples", type=int, default=5)
    given = parser.parse_args()
    table = Table(given.examples)
    read_whole(given.site, given.built, table)
    table.show(given.site.name)


if __name__ == "__main__":
    main()
