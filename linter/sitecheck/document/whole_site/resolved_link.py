"""A link of the site, and what becomes of it."""

from __future__ import annotations

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.frames.frame_tags import is_fixed
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple


class ResolvedLink(NamedTuple):
    """A link, where it leads, and the pages on which it does so."""

    page: str
    """The document on whose page the link stands; of several the first; for a link of a layout that no page
    uses, the layout."""
    link: Link
    verdict: LinkVerdict
    """What becomes of it on that page."""
    on: tuple[PageAt, ...]
    """All pages on which it stands, with other targets perhaps, but the same status."""
    of_layout: bool = False
    """Whether layouts give it to pages."""
    of_theme: bool = False
    """Whether these are the theme's, whose files are none of the site's: the place is that of its name."""
    printed_at: Place | None = None
    """Where a template prints the address, when the link's place is that of the value which it prints."""
    stands_so: bool = True
    """Whether the address stands at the link's place as it is, or without the ``baseurl``, when that is the
    place of a value."""
    others: tuple[str, ...] = ()
    """Other addresses at the same place with the same fate, where there are too many to tell one by one."""
    held: str = ""
    """Where the address leads from other pages, as it starts from the folder of each; "" for nowhere."""

    @property
    def url(self) -> str:
        """The address of the first page."""
        return self.on[0].url if self.on else ""

    @property
    def pages(self) -> int:
        """On how many pages it stands."""
        return max(1, len(self.on))

    @property
    def is_fixed(self) -> bool:
        """Whether its address leads to the same wherever it stands."""
        return is_fixed(self.link)

    @property
    def by_host(self) -> bool:
        """Whether the link reaches the site by its full address, as a link from outside would.

        The host may serve files that are not among the sources, so such a link is less sure to be broken.
        """
        href = self.link.href or ""
        return self.verdict.target is not None and href.lower().startswith(("http:", "https:", "//"))
