"""What one answer, or the lack of one, means for the URL it was asked for; no network, no clock."""

from __future__ import annotations

import re

import httpx

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.net.errors import Blocked, LookupFailed, NoSuchHost, TlsFailure
from sitecheck.net.reply import Reply
from sitecheck.net.retry import backoff, retry_after
from sitecheck.net.settings import NetSettings
from sitecheck.net.status import UrlStatus, Verdict, alive, unverifiable
from sitecheck.net.urls import Target, UrlProblem, join_url
from sitecheck.net.walls import wall
from sitecheck.output.secrets import mask_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_ANCHOR = lazy_pattern(r"#[\w.~%/:@!?=+-]{1,200}\Z", re.ASCII)
"""A fragment that can be written in a link wherever it stands."""
_GONE = {404: ("not-found", "answered 404 (not found), twice"), 410: ("gone", "answered 410 (gone), twice")}


class Probe:
    """One URL on its way to a verdict: where it is now and what has been seen so far."""

    __slots__ = (
        "anchor", "downgraded", "gone", "hops", "method", "moved_to", "start", "target", "tries", "url",
        "visited",
    )  # fmt: skip

    def __init__(self, url: str, target: Target, method: str = "HEAD") -> None:
        self.url = url
        self.start = target
        self.target = target
        self.method = method
        self.hops = 0
        self.tries = 0
        self.gone = False
        self.downgraded = False
        self.moved_to: Target | None = target
        self.anchor = ""
        self.visited: set[Target] | None = None


class Again(NamedTuple):
    """Ask once more: at once, or after `delay` seconds; `slow_down` when the host asked for patience."""

    delay: float = 0.0
    slow_down: bool = False


Step = UrlStatus | Again


def judge_reply(probe: Probe, reply: Reply, settings: NetSettings, now: float) -> Step:
    """The verdict, or how to go on; `probe` is moved to the next hop or method. `now` is a POSIX time."""
    code = reply.status
    if code in _accepted(settings, probe.target.host) or 200 <= code < 300 or code in (300, 304):
        return _good(probe, code)
    if code in _REDIRECTS:
        return _follow(probe, reply, settings)
    if code == 429 or (code == 503 and reply.header("retry-after") is not None):
        patience = _patience(probe, reply, settings, now)
        if patience is not None:
            return patience
    if probe.method == "HEAD":
        probe.method = "GET"
        probe.gone = code in _GONE
        return Again()
    known = wall(probe.target.host, reply)
    if known is not None:
        return _placed(probe, known)
    return _bad(probe, code, settings)


def judge_error(probe: Probe, error: httpx.TransportError, settings: NetSettings) -> Step:
    """The verdict on a request that got no answer, or when to try again."""
    if isinstance(error, Blocked):
        return _placed(probe, UrlStatus(Verdict.REFUSED, "private-address", str(error)))
    if isinstance(error, NoSuchHost):
        return _placed(probe, UrlStatus(Verdict.DEAD, "no-such-host", "there is no host of this name"))
    if isinstance(error, LookupFailed):
        return _placed(probe, unverifiable("lookup-failed", str(error)))
    if isinstance(error, TlsFailure):
        return _placed(probe, UrlStatus(Verdict.TLS, error.cause, str(error)))
    probe.tries += 1
    probe.method = "GET"
    if probe.tries < min(2, settings.tries):
        return Again(backoff(probe.tries, settings.retry_wait))
    if isinstance(error, httpx.TimeoutException):
        return _placed(probe, unverifiable("timeout", "gave no complete answer in time"))
    if isinstance(error, httpx.ConnectError):
        return _placed(probe, unverifiable("unreachable", "could not be connected to"))
    return _placed(probe, unverifiable("broken-answer", "gave no valid answer"))


def is_silence(error: httpx.TransportError) -> bool:
    """Whether the error means that the host said nothing at all, as one that is down does."""
    return isinstance(error, (httpx.TimeoutException, httpx.ConnectError, LookupFailed)) and not isinstance(
        error, (Blocked, TlsFailure, NoSuchHost)
    )


def _accepted(settings: NetSettings, host: str) -> frozenset[int]:
    if not settings.accept:
        return frozenset()
    found = [settings.accept.get("*"), settings.accept.get(host)]
    labels = host.split(".")
    found += [settings.accept.get("*." + ".".join(labels[start:])) for start in range(1, len(labels))]
    return frozenset().union(*(codes for codes in found if codes))


def _good(probe: Probe, code: int) -> UrlStatus:
    notes = ("downgrade",) if probe.downgraded else ()
    if not probe.hops:
        return alive(code, notes)
    final = probe.target.url
    moved_to = probe.moved_to
    address = f"{moved_to.url}{probe.anchor}" if moved_to is not None else ""
    if moved_to is not None and moved_to != probe.start and mask_url(address) == address:
        reason = f"moved permanently to {address}"
        change = _change(probe.start, moved_to, probe.anchor)
        return UrlStatus(
            verdict=Verdict.MOVED,
            cause="moved-permanently",
            reason=reason,
            code=code,
            final_url=address,
            change=change,
            notes=notes,
        )
    masked = mask_url(final)
    return UrlStatus(
        verdict=Verdict.ALIVE,
        cause="redirected",
        reason=f"answered {code} at {masked}",
        code=code,
        final_url=masked,
        notes=notes,
    )


def _bad(probe: Probe, code: int, settings: NetSettings) -> Step:
    if code in _GONE:
        if not probe.gone:
            probe.gone = True
            return Again()
        return _placed(probe, UrlStatus(Verdict.DEAD, *_GONE[code], code))
    if code < 500:
        return _placed(probe, unverifiable("odd-answer", f"answered {code}", code))
    probe.tries += 1
    if probe.tries < settings.tries:
        return Again(backoff(probe.tries, settings.retry_wait))
    return _placed(probe, unverifiable("server-error", f"answered {code} (server error)", code))


def _patience(probe: Probe, reply: Reply, settings: NetSettings, now: float) -> Again | None:
    probe.tries += 1
    wait = retry_after(reply.header("retry-after"), now)
    if wait is None:
        wait = backoff(probe.tries, settings.retry_wait)
    if probe.tries > settings.tries or wait > settings.max_wait:
        probe.method = "GET"
        return None
    return Again(wait, slow_down=True)


def _follow(probe: Probe, reply: Reply, settings: NetSettings) -> Step:
    location = reply.location
    if not location:
        return _placed(probe, unverifiable("bad-redirect", "redirects without saying where", reply.status))
    target = join_url(probe.target, location)
    if isinstance(target, UrlProblem):
        if target.verdict is Verdict.SKIPPED:
            refusal = "redirects to an address that is neither http nor https"
            return _placed(probe, UrlStatus(Verdict.REFUSED, "redirect-scheme", refusal, reply.status))
        return _placed(probe, unverifiable("bad-redirect", "redirects to what is not a URL", reply.status))
    if probe.visited is None:
        probe.visited = set()
    probe.visited.add(probe.target)
    probe.hops += 1
    if target in probe.visited:
        return unverifiable("redirect-loop", "redirects in a circle (perhaps it wants cookies)", reply.status)
    if probe.hops > settings.max_redirects:
        return unverifiable(
            "too-many-redirects", f"redirects more than {settings.max_redirects} times", reply.status
        )
    probe.downgraded = probe.downgraded or (probe.target.scheme == "https" and target.scheme == "http")
    if probe.moved_to == probe.target and reply.status in _PERMANENT:
        probe.moved_to = target
        anchor = _ANCHOR.search(location)
        probe.anchor = anchor[0] if anchor is not None else probe.anchor  # RFC 9110, 10.2.2: it is kept
    probe.target = target
    probe.gone = False
    return Again()


def _placed(probe: Probe, status: UrlStatus) -> UrlStatus:
    """The status with where the redirects had led, when they led anywhere."""
    if not probe.hops:
        return status
    final = mask_url(probe.target.url)
    reason = f"redirects to {final}: {status.reason}"
    return UrlStatus(
        verdict=status.verdict, cause=status.cause, reason=reason, code=status.code, final_url=final
    )


def _change(old: Target, new: Target, anchor: str) -> tuple[str, ...]:
    """What differs between two addresses, as `UrlStatus.change` names it; the new one has `anchor`."""
    change = ["other"] if anchor else []
    if old.scheme != new.scheme:
        change.append("scheme" if (old.scheme, new.scheme) == ("http", "https") else "other")
    if old.authority.removeprefix("www.") != new.authority.removeprefix("www."):
        change.append("other")
    elif old.authority != new.authority:
        change.append("www")
    if old.path != new.path:
        change.append("slash" if _without_slash(old.path) == _without_slash(new.path) else "other")
    return tuple(dict.fromkeys(change))


def _without_slash(path: str) -> str:
    path, mark, query = path.partition("?")
    return path.removesuffix("/") + mark + query
