"""Decide which request starts next: by host, politely, longest queue first."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Job = TypeVar("Job")

_MAX_SPACING = 1.0
_SLOWER = 1.5
_FASTER = 0.7
# A start this late (the event loop was busy) does not move the starts after it.
_LATENESS = 0.005


class HostQueue(Generic[Job]):
    """What waits for one host, and how that host may be asked at the moment."""

    __slots__ = (
        "answered",
        "burst",
        "held_until",
        "in_flight",
        "jobs",
        "least_spacing",
        "limit",
        "name",
        "next_time",
        "silent",
        "spacing",
        "ticket",
        "urgent",
    )

    def __init__(self, name: str, limit: int, spacing: float) -> None:
        self.name = name
        self.jobs: deque[Job] = deque()
        self.urgent: deque[Job] = deque()
        self.in_flight = 0
        self.limit = limit
        self.spacing = self.least_spacing = spacing
        self.next_time = 0.0
        self.held_until = 0.0
        self.ticket = 0
        self.burst = 0
        self.answered = False
        self.silent = 0

    def __len__(self) -> int:
        return len(self.jobs) + len(self.urgent)


class Scheduler(Generic[Job]):
    """Runs `work(host, job)` for every job within the limits on requests in flight and per host.

    A slot is never held while waiting for a host. Two starts on one host are `spacing` seconds apart (less
    at most 5 ms of the event loop's own delay); only urgent jobs (a redirect's next hop, GET after HEAD) are
    exempt. Among hosts that may be asked now, the one with the longest queue goes first, so that no host
    is left alone at the end.
    Tasks exist only for requests in flight.
    """

    def __init__(
        self,
        work: Callable[[HostQueue[Job], Job], Awaitable[None]],
        *,
        concurrency: int,
        per_host: int,
        spacing: float,
    ) -> None:
        self._work = work
        self._free = concurrency
        self._per_host = per_host
        self._spacing = spacing
        self.hosts: dict[str, HostQueue[Job]] = {}
        self._eligible: list[tuple[int, int, HostQueue[Job]]] = []
        self._parked: list[tuple[float, int, HostQueue[Job]]] = []
        self._tickets = 0
        self._open = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._finished: asyncio.Future[None] | None = None

    @property
    def in_flight(self) -> int:
        """The number of jobs that run now."""
        return sum(queue.in_flight for queue in self.hosts.values())

    def add(self, host: str, job: Job, *, urgent: bool = False) -> None:
        """Queue a job; an urgent one goes before the others of its host and waits for no spacing."""
        queue = self.hosts.get(host)
        if queue is None:
            queue = self.hosts[host] = HostQueue(host, self._per_host, self._spacing)
        (queue.urgent if urgent else queue.jobs).append(job)
        self._open += 1
        if self._finished is not None:
            self._place(queue)

    def postpone(self, queue: HostQueue[Job], job: Job, delay: float, *, slow_down: bool) -> None:
        """Put a job back at the front of its host and leave the whole host alone for `delay` seconds.

        With `slow_down` the host also gets half as many requests at once, further apart; requests that
        were under way together count as one warning. When the delay is over, as many requests as may be
        in flight start without spacing: the host had its rest.
        """
        now = asyncio.get_running_loop().time()
        if slow_down and now >= queue.held_until:
            queue.limit = max(1, queue.limit // 2)
            queue.spacing = max(queue.least_spacing, min(_MAX_SPACING, max(0.05, _SLOWER * queue.spacing)))
            queue.burst = queue.limit
        queue.held_until = max(queue.held_until, now + delay)
        queue.jobs.appendleft(job)
        self._open += 1

    def recover(self, queue: HostQueue[Job]) -> None:
        """Note a good answer: a host that was slowed down is trusted a little more again."""
        queue.answered = True
        queue.silent = 0
        if queue.limit < self._per_host:
            queue.limit += 1
        if queue.spacing > queue.least_spacing:
            queue.spacing = max(queue.least_spacing, _FASTER * queue.spacing)

    def space(self, host: str, spacing: float) -> None:
        """Keep at least `spacing` seconds between requests to a host, whatever happens later."""
        queue = self.hosts[host]
        queue.least_spacing = queue.spacing = max(spacing, self._spacing)

    async def run(self) -> None:
        """Run until no job is left or `stop` is called. Raises what `work` raises."""
        self._finished = asyncio.get_running_loop().create_future()
        for queue in self.hosts.values():
            self._place(queue)
        self._pump()
        try:
            await self._finished
        finally:
            await self._end()

    def stop(self) -> None:
        """End the run now; jobs in flight are cancelled, queued ones never start."""
        if self._finished is not None and not self._finished.done():
            self._finished.set_result(None)

    async def _end(self) -> None:
        self.stop()
        if self._timer is not None:
            self._timer.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _place(self, queue: HostQueue[Job]) -> None:
        """Put a host where it is found when it may be asked next; this voids its earlier places."""
        self._tickets += 1
        queue.ticket = self._tickets
        if not queue or queue.in_flight >= queue.limit:
            return
        when = queue.held_until if queue.urgent else max(queue.held_until, queue.next_time)
        if when <= asyncio.get_running_loop().time():
            heapq.heappush(self._eligible, (-len(queue), queue.ticket, queue))
        else:
            heapq.heappush(self._parked, (when, queue.ticket, queue))

    def _pump(self) -> None:
        """Start what may start now, and set the timer for the next host that becomes free."""
        if self._finished is None or self._finished.done():
            return
        if not self._open:
            self._finished.set_result(None)
            return
        while (chosen := self._take()) is not None:
            task = asyncio.get_running_loop().create_task(self._run(*chosen))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._set_timer()

    def _take(self) -> tuple[HostQueue[Job], Job] | None:
        """Choose what starts next and take its slot, if there is both."""
        now = asyncio.get_running_loop().time()
        while self._parked and self._parked[0][0] <= now:
            _, ticket, queue = heapq.heappop(self._parked)
            if ticket == queue.ticket:
                heapq.heappush(self._eligible, (-len(queue), ticket, queue))
        while self._free and self._eligible:
            _, ticket, queue = heapq.heappop(self._eligible)
            if ticket == queue.ticket:
                if queue.urgent:
                    job = queue.urgent.popleft()
                else:
                    job = queue.jobs.popleft()
                    self._count_start(queue, now)
                queue.in_flight += 1
                self._free -= 1
                self._place(queue)
                return queue, job
        return None

    def _count_start(self, queue: HostQueue[Job], now: float) -> None:
        """Set when the host may be asked next: a `spacing` later, or sooner after it was held."""
        allowance = max(_LATENESS, queue.burst * queue.spacing)
        queue.next_time = max(queue.next_time, now - allowance) + queue.spacing
        if queue.next_time > now:
            queue.burst = 0

    def _set_timer(self) -> None:
        when = self._parked[0][0] if self._parked and self._free else None
        if self._timer is not None:
            if self._timer.when() == when:
                return
            self._timer.cancel()
            self._timer = None
        if when is not None:
            self._timer = asyncio.get_running_loop().call_at(when, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._pump()

    async def _run(self, queue: HostQueue[Job], job: Job) -> None:
        """Do a job, and go on with the next one that may start: no detour over the event loop."""
        chosen: tuple[HostQueue[Job], Job] | None = (queue, job)
        while chosen is not None and self._finished is not None and not self._finished.done():
            queue, job = chosen
            try:
                await self._work(queue, job)
            except Exception as error:  # a fault of ours ends the run and is raised from it
                if not self._finished.done():
                    self._finished.set_exception(error)
            queue.in_flight -= 1
            self._free += 1
            self._open -= 1
            self._place(queue)
            chosen = self._take()
            if chosen is not None and self._free and self._eligible:
                self._pump()
        self._pump()
