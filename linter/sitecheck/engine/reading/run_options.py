"""What a run reads, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.engine.external import ExternalOptions


class RunOptions(NamedTuple):
    """What to read and how."""

    site: str
    settings: Settings
    external: ExternalOptions | None = None
    """How to look up external links; ``None`` leaves the network alone."""
    call: Call = Call()
    cache_dir: str | None = None
    """The folder for what is remembered, ``None`` for nowhere; ask ``memory`` where to look."""
    jobs: int = 0
    only: tuple[str, ...] = ()
    """Patterns of the files whose findings are wanted; empty for all."""
    cached_as: str = ""
    """The site whose memory may be used and is left as it is, when this is another state of it."""
    picture: bool = False
    """Whether the report is to hold a picture of the site: one process then reads the heads of all pages."""

    @property
    def memory(self) -> str | None:
        """Where results are remembered; nowhere with rule packs: what a pack is made of is not known, so that
        nothing tells when it gives other answers."""
        return None if self.settings.packs else self.cache_dir
