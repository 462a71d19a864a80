"""How the pages of a site write the addresses of other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Literal

from sitecheck.document import SiteFacts
from sitecheck.jekyll import Site
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

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
    ("link", lazy_pattern(r"\s*(?:\{\{[^{}]*\}\})?\{%-?\s*(?:link|post_url)\b")),
    ("baseurl", lazy_pattern(r"\s*\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")),
    ("relative_url", lazy_pattern(r"\s*\{\{-?\s*[\"'][^\"'{}]*[\"']\s*\|\s*(?:relative_url|absolute_url)")),
    ("absolute", lazy_pattern(r"\s*/(?!/)")),
    ("relative", lazy_pattern(r"(?!\s*(?:[a-zA-Z][\w+.-]*:|[#{]|//))\s*\S")),
)


class LinkStyles(NamedTuple):
    """What is usual on a site."""

    forms: Counter[Form]
    spellings: frozenset[Spelling]

    def best(self, allowed: frozenset[Form]) -> Form:
        """The form that is used most of those allowed."""
        most = max(allowed, key=lambda form: (self.forms[form], form == "absolute", form))
        return most if self.forms[most] else ("absolute" if "absolute" in allowed else most)


def read_styles(site: Site, facts: SiteFacts, text: Callable[[str], str]) -> LinkStyles:
    """Looks at a sample of the site's links; ``text`` gives that of a file, "" for none."""
    forms: Counter[Form] = Counter()
    for written in islice(_written(facts, text), _MOST_LINKS):
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


def _written(facts: SiteFacts, text: Callable[[str], str]) -> Iterator[str]:
    """How a few links of each of some files are written."""
    files = [each for each in facts.files.values() if each.links and each.kind != "include"]
    step = max(1, len(files) // _MOST_FILES)
    for each in files[::step]:
        own = (link.place.span for link in each.links if link.place.path == each.path and link.href)
        spans = list(islice(own, _PER_FILE))
        whole = text(each.path) if spans else ""
        yield from (whole[start : min(end, start + 200)] for start, end in spans)


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
