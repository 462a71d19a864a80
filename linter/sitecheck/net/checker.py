"""Check a set of URLs: what is asked of whom, and what becomes of the answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping

import httpx

from sitecheck.named_tuple import NamedTuple
from sitecheck.net.fragments import missing_fragments
from sitecheck.net.identifiers import form_problem
from sitecheck.net.judge import Probe, Step, is_silence, judge_error, judge_reply
from sitecheck.net.ledger import Ledger
from sitecheck.net.progress import Progress, ProgressCallback, SlowHost
from sitecheck.net.registries import RegistryBatch, batches, read_answers, registry_hosts
from sitecheck.net.reply import Reply
from sitecheck.net.schedule import HostQueue, Scheduler
from sitecheck.net.settings import NetSettings, check_patterns
from sitecheck.net.status import Query, UrlStatus, Verdict, unverifiable
from sitecheck.net.transport import Ask, Exchange, GuardTransport
from sitecheck.net.urls import MAX_URL, Target, UrlProblem, read_url
from sitecheck.output.secrets import has_userinfo
from sitecheck.text.wildcards import fnmatch

_TICK = 0.1
_TICKS_PER_FLUSH = 5
_SILENT_HOST = 5
_Work = str | Probe | RegistryBatch


class NetReport(NamedTuple):
    """The outcome of a run: a status for every URL asked about, in that order.

    `stopped` is "" when the run came to its end, "interrupted" or "deadline" when it did not; then the
    URLs that were not reached are `SKIPPED` with that cause. `ledger_problem` tells why there is no
    memory of this run, if so.
    """

    statuses: dict[str, UrlStatus]
    stopped: str
    requests: int
    seconds: float
    ledger_problem: str | None = None
    signal: int = 0
    """The number of the signal that interrupted the run."""


class Checker:
    """One run. `run` may be called once."""

    def __init__(
        self,
        settings: NetSettings,
        exchange: Exchange,
        ledger: Ledger | None = None,
        progress: ProgressCallback | None = None,
    ) -> None:
        self._settings = settings
        self._exchange = exchange
        self._ledger = ledger
        self._progress = progress
        check_patterns(settings.exclude)
        self._scheduler: Scheduler[_Work] = Scheduler(
            self._work, concurrency=settings.concurrency, per_host=settings.per_host, spacing=settings.spacing
        )
        self._fields: dict[tuple[str, bool, bool], bytes] = {}
        self._fragments: dict[str, tuple[str, ...]] = {}
        self._statuses: dict[str, UrlStatus] = {}
        self._unfound: dict[str, UrlStatus] = {}
        self._total = 0
        self._done = 0
        self._requests = 0
        self._ticks = 0
        self._started = 0.0
        self._stopped = ""

    def stop(self, why: str) -> None:
        """End the run now and keep what is known; `why` becomes `NetReport.stopped`."""
        self._stopped = self._stopped or why
        self._scheduler.stop()

    async def run(self, queries: Iterable[Query]) -> NetReport:
        """Check all queries. Raises only for faults of this program."""
        loop = asyncio.get_running_loop()
        self._started = loop.time()
        self._plan(queries)
        ticker = loop.call_later(_TICK, self._tick) if self._ledger or self._progress else None
        limit = self._settings.deadline
        timer = None if limit is None else loop.call_later(limit, self.stop, "deadline")
        try:
            await self._scheduler.run()
            await self._settle_unfound()
        finally:
            for handle in (ticker, timer, self._ticker):
                if handle is not None:
                    handle.cancel()
            self._close_ledger()
        if self._progress is not None:
            self._progress(self._snapshot()._replace(ended=True))
        return self._report(loop.time() - self._started)

    # planning

    _ticker: asyncio.TimerHandle | None = None

    def _plan(self, queries: Iterable[Query]) -> None:
        registry_urls: list[str] = []
        for query in queries:
            if query.url in self._statuses:
                continue
            if query.fragments and self._settings.fragments:
                self._fragments[query.url] = query.fragments
            self._plan_one(query.url, registry_urls)
        self._total = len(self._statuses)
        for job in batches(registry_urls, self._settings.github_token):
            if isinstance(job, RegistryBatch):
                self._scheduler.add(job.target.host, job)
                self._scheduler.space(job.target.host, job.registry.spacing)
            else:
                self._add(job)

    def _plan_one(self, url: str, registry_urls: list[str]) -> None:
        self._statuses[url] = _PENDING
        target = read_url(url)
        known = self._known_before(url, target)
        if known is not None:
            self._statuses[url] = _with_notes(url, known)
            self._done += 1
        elif isinstance(target, Target):
            if self._settings.registries and target.host in registry_hosts() and url not in self._fragments:
                registry_urls.append(url)
            else:
                self._scheduler.add(target.host, url)

    def _known_before(self, url: str, target: Target | UrlProblem) -> UrlStatus | None:
        """The verdict that needs no request."""
        for pattern in self._settings.exclude if len(url) <= MAX_URL else ():
            if fnmatch(pattern, url):
                return UrlStatus(Verdict.SKIPPED, "excluded", f"excluded by {pattern}")
        if isinstance(target, UrlProblem):
            return UrlStatus(*target)
        problem = form_problem(url)
        if problem is not None:
            return UrlStatus(Verdict.MALFORMED, *problem)
        refused = self._refused_port(target)
        if refused is not None or self._ledger is None or url in self._fragments:
            return refused
        return self._ledger.remembered(url, self._settings.cache_age)

    def _refused_port(self, target: Target) -> UrlStatus | None:
        if target.port in self._settings.ports or self._settings.allow_private:
            return None
        return UrlStatus(Verdict.REFUSED, "port", f"port {target.port} is not one that is asked")

    # working

    async def _work(self, queue: HostQueue[_Work], job: _Work) -> None:
        if isinstance(job, RegistryBatch):
            await self._ask_registry(queue, job)
            return
        probe = self._new_probe(job) if isinstance(job, str) else job
        if queue.silent >= _SILENT_HOST and not queue.answered:
            self._finish(probe.url, unverifiable("host-silent", "its host answers nothing at all"))
            return
        host, port = probe.target.host, probe.target.port
        step = await self._step(queue, probe)
        if isinstance(step, UrlStatus):
            self._finish(probe.url, step)
        elif step.delay:
            self._scheduler.postpone(queue, probe, step.delay, slow_down=step.slow_down)
        else:
            refused = self._refused_port(probe.target) if probe.target.port != port else None
            if refused is not None:
                self._finish(probe.url, refused)
            else:
                self._scheduler.add(probe.target.host, probe, urgent=True)
        if not queue and not queue.in_flight - 1:
            self._exchange.release(host)

    def _new_probe(self, url: str) -> Probe:
        target = read_url(url)
        if isinstance(target, UrlProblem):
            raise ValueError(f"planned although it cannot be asked: {target.cause}")
        return Probe(url, target, "GET" if url in self._fragments else "HEAD")

    async def _step(self, queue: HostQueue[_Work], probe: Probe) -> Step:
        want = self._settings.max_body if probe.method == "GET" and probe.url in self._fragments else 0
        try:
            reply = await self._ask(probe.target, probe.method, want)
        except httpx.TransportError as error:
            if is_silence(error):
                queue.silent += 1
            return judge_error(probe, error, self._settings)
        step = judge_reply(probe, reply, self._settings, time.time())
        if isinstance(step, UrlStatus) or not step.slow_down:
            self._scheduler.recover(queue)
        if want and isinstance(step, UrlStatus) and step.verdict in (Verdict.ALIVE, Verdict.MOVED):
            missing = missing_fragments(probe.target, reply, self._fragments[probe.url], want)
            return step._replace(missing_fragments=missing) if missing else step
        return step

    async def _ask(self, target: Target, method: str, want: int, extra: bytes = b"") -> Reply:
        self._requests += 1
        fields = self._header_block(target, want > 0) + extra
        return await self._exchange.exchange(
            Ask(target=target, method=method, fields=fields, want=want, timeout=self._settings.timeout)
        )

    def _header_block(self, target: Target, body: bool) -> bytes:
        secret_ok = target.scheme == "https" or self._settings.allow_private
        place = _place(target, self._settings.headers) if self._settings.headers else ""
        key = (place, secret_ok, body)
        block = self._fields.get(key)
        if block is None:
            headers = {"User-Agent": self._settings.user_agent, "Accept": "text/html,*/*;q=0.8"}
            if body:
                headers["Accept-Encoding"] = "gzip"
            own: Mapping[str, str] = self._settings.headers.get(place, {}) if secret_ok else {}
            lines = [f"{name}: {value}\r\n" for name, value in {**headers, **own}.items()]
            block = self._fields[key] = "".join(lines).encode("ascii")
        return block

    async def _ask_registry(self, queue: HostQueue[_Work], batch: RegistryBatch) -> None:
        answers: Mapping[str, UrlStatus] = {}
        try:
            reply = await self._ask(batch.target, "GET", self._settings.max_body, batch.fields)
        except httpx.TransportError as error:
            if is_silence(error):
                queue.silent += 1
        else:
            self._scheduler.recover(queue)
            answers = read_answers(batch, reply)
        for url in batch.urls:
            if url in answers:
                self._finish(url, answers[url])
            else:
                self._add(url)

    def _add(self, url: str) -> None:
        target = read_url(url)
        if isinstance(target, Target):
            self._scheduler.add(target.host, url)

    # results

    def _finish(self, url: str, status: UrlStatus) -> None:
        self._done += 1
        status = _with_notes(url, status)
        if status.cause == "no-such-host":
            self._unfound[url] = status
        else:
            self._keep(url, status)

    def _keep(self, url: str, status: UrlStatus) -> None:
        if self._ledger is not None:
            status = self._ledger.record(url, status, self._settings.dead_after)
        self._statuses[url] = status

    async def _settle_unfound(self) -> None:
        """Believe that hosts do not exist only if this machine can find any host at all."""
        if not self._unfound:
            return
        offline = await self._is_offline()
        doubt = unverifiable("lookup-failed", "no host name at all could be found; is this machine offline?")
        for url, status in self._unfound.items():
            self._keep(url, doubt if offline else status)
        self._unfound.clear()

    async def _is_offline(self) -> bool:
        """Whether this machine finds no host at all: not even one that is always there."""
        if not isinstance(self._exchange, GuardTransport) or self._exchange.resolver.found_any:
            return False
        try:
            await self._exchange.resolver.resolve(self._settings.canary)
        except httpx.TransportError:
            return True
        return False

    def _report(self, elapsed: float) -> NetReport:
        reason = {
            "interrupted": "the check was interrupted before this link",
            "deadline": "the time for the check was over before this link",
        }.get(self._stopped, "the check stopped before this link")
        left = UrlStatus(Verdict.SKIPPED, self._stopped or "stopped", reason)
        for url, status in self._statuses.items():
            if status is _PENDING:
                self._statuses[url] = left
        problem = self._ledger.problem if self._ledger else None
        return NetReport(
            statuses=self._statuses,
            stopped=self._stopped,
            requests=self._requests,
            seconds=elapsed,
            ledger_problem=problem,
        )

    # progress

    def _tick(self) -> None:
        self._ticks += 1
        if self._ledger is not None and self._ticks % _TICKS_PER_FLUSH == 0:
            self._ledger.flush()
        if self._progress is not None:
            self._progress(self._snapshot())
        self._ticker = asyncio.get_running_loop().call_later(_TICK, self._tick)

    def _snapshot(self) -> Progress:
        elapsed = asyncio.get_running_loop().time() - self._started
        done = self._done
        busy = [q for q in self._scheduler.hosts.values() if q or q.in_flight]
        busy.sort(key=lambda queue: (-len(queue) - queue.in_flight, queue.name))
        slowest = tuple(SlowHost(queue.name, len(queue), queue.in_flight) for queue in busy[:3])
        rate = done / elapsed if elapsed > 0 else 0.0
        return Progress(
            done=done,
            total=self._total,
            in_flight=self._scheduler.in_flight,
            rate=rate,
            slowest=slowest,
        )

    def _close_ledger(self) -> None:
        if self._ledger is not None:
            self._ledger.close()


_PENDING = UrlStatus(Verdict.SKIPPED, "stopped", "the check stopped before this link")


def _place(target: Target, headers: Mapping[str, Mapping[str, str]]) -> str:
    """The name under which own header lines for a target are set, "" if there are none."""
    authority = target.authority
    return next((place for place in (authority, f"{authority}:{target.port}") if place in headers), "")


def _with_notes(url: str, status: UrlStatus) -> UrlStatus:
    if not has_userinfo(url):
        return status
    return status._replace(notes=(*status.notes, "credentials"))
