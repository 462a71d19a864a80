"""What is known about one external URL: the verdict, why, and the evidence."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from sitecheck.named_tuple import NamedTuple


class Verdict(str, Enum):
    """The answer about one URL. Only `DEAD` and `MALFORMED` say that the link is wrong."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    UNVERIFIABLE = "unverifiable"
    TLS = "tls"
    MALFORMED = "malformed"
    REFUSED = "refused"
    SKIPPED = "skipped"


class Query(NamedTuple):
    """A URL to check, without its fragment, and the fragments that links to it carry."""

    url: str
    fragments: tuple[str, ...] = ()


class UrlStatus(NamedTuple):
    """The verdict on one URL.

    `cause` is a stable kebab-case name for machines, `reason` a sentence for people (secrets masked).
    `code` is the last HTTP status, `final_url` where the redirects ended. For `MOVED`, `change` names
    what differs between the link and its new address: any of "scheme", "slash", "www", or "other".
    `notes` may hold "credentials" (the URL carried a user or password, which was not sent) and
    "downgrade" (a redirect left https for http). `sure` is false while a dead link has not failed often
    or long enough for `NetSettings.dead_after`. `last_good`, `failures` and `from_ledger` come from the
    ledger: the day the URL last answered well, how many checks in a row failed, and whether this verdict
    was remembered rather than asked for.
    """

    verdict: Verdict
    cause: str
    reason: str
    code: int | None = None
    final_url: str | None = None
    change: tuple[str, ...] = ()
    missing_fragments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sure: bool = True
    failures: int = 0
    last_good: str | None = None
    from_ledger: bool = False

    @property
    def safe_to_rewrite(self) -> bool:
        """Whether replacing the link by `final_url` changes only its scheme or a trailing slash."""
        return self.verdict is Verdict.MOVED and set(self.change) <= {"scheme", "slash"}


@lru_cache(maxsize=512)
def alive(code: int, notes: tuple[str, ...] = ()) -> UrlStatus:
    """The status of a URL that answered `code` itself; one shared record per kind of answer."""
    return UrlStatus(Verdict.ALIVE, "ok", f"answered {code}", code, notes=notes)


@lru_cache(maxsize=512)
def unverifiable(cause: str, reason: str, code: int | None = None) -> UrlStatus:
    """The status of a URL about which nothing can be said; shared like `alive`."""
    return UrlStatus(Verdict.UNVERIFIABLE, cause, reason, code)
