"""How the pages of a site write the addresses of other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from sitecheck.document import SiteFacts
from sitecheck.jekyll import Site
from sitecheck.model.facts import Link

Form = Literal["relative_url", "baseurl", "link", "absolute", "relative", "source"]
"""How an address is written: ``{{ '/a/' | relative_url }}``, ``{{ site.baseurl }}/a/``, ``{% link a.md %}``,
``/a/``, ``../a/``, or the path of the source where jekyll-relative-links makes an address of it."""

Spelling = Literal["index", "bare", "no-slash"]
"""Other spellings of an address: ``/a/index.html``, ``/a`` for ``/a.html``, ``/a`` for ``/a/``."""

_MOST_LINKS = 3_000
_MOST_ADDRESSES = 40_000
_MOST_FILES = 600
_PER_FILE = 20
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("link", re.compile(r"\s*(?:\{\{[^{}]*\}\})?\{%-?\s*(?:link|post_url)\b")),
    ("baseurl", re.compile(r"\s*\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")),
    ("relative_url", re.compile(r"\s*\{\{-?\s*[\"'][^\"'{}]*[\"']\s*\|\s*(?:relative_url|absolute_url)")),
    ("absolute", re.compile(r"\s*/(?!/)")),
    ("relative", re.compile(r"(?!\s*(?:[a-zA-Z][\w+.-]*:|[#{]|//))\s*\S")),
)


class LinkStyles(NamedTuple):
    """What is usual on a site."""

    forms: Counter[Form]
    spellings: frozenset[Spelling]

    def best(self, allowed: frozenset[Form]) -> Form:
        """The form that is used most of those allowed."""
        most = max(allowed, key=lambda form: (self.forms[form], form == "absolute", form))
        return most if self.forms[most] else ("absolute" if "absolute" in allowed else most)


def read_styles(site: Site, facts: SiteFacts) -> LinkStyles:
    """Looks at a sample of the site's links."""
    forms: Counter[Form] = Counter()
    for number, (link, _) in enumerate(_links(facts)):
        if number >= _MOST_LINKS:
            break
        written = facts.written(link.place)[:200]
        form = next((form for form, pattern in _FORMS if pattern.match(written)), None)
        if form is not None:
            forms[form] += 1
    return LinkStyles(forms, frozenset(_spellings(site, facts)))


def _spellings(site: Site, facts: SiteFacts) -> Iterator[Spelling]:
    """The spelling of each of many addresses on the site's pages."""
    links = ((link, each.path) for each in facts.files.values() for link in each.links if link.href)
    for link, path in islice(links, _MOST_ADDRESSES):
        found = _spelling(site, facts.url(path) or "/", link.href or "")
        if found is not None:
            yield found


def _links(facts: SiteFacts) -> Iterator[tuple[Link, str]]:
    """A few links of each of some files, with the address of the page."""
    files = [each for each in facts.files.values() if each.links and each.kind != "include"]
    step = max(1, len(files) // _MOST_FILES)
    for each in files[::step]:
        own = (link for link in each.links if link.place.path == each.path and link.href)
        for link, _ in zip(own, range(_PER_FILE), strict=False):
            yield link, facts.url(each.path) or "/"


def _spelling(site: Site, page: str, href: str) -> Spelling | None:
    """The spelling of an address, where it is another than that which Jekyll gives the page."""
    path = href.partition("#")[0].partition("?")[0].removeprefix(site.baseurl)
    if not path.startswith("/"):
        path = page.rpartition("/")[0] + "/" + path if ":" not in path else ""
    name = path.lstrip("/")
    if not name or name in site.by_output:
        return "index" if name.endswith("/index.html") or name == "index.html" else None
    if f"{name}.html" in site.by_output:
        return "bare"
    return "no-slash" if not name.endswith("/") and f"{name}/index.html" in site.by_output else None
