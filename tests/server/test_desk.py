"""One thread that answers, what is urgent first."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from sitecheck.server.lsp.desk import NOW, SOON, Desk, failure_of


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def test_urgent_work_is_done_first_and_equal_work_in_order(desk: Desk) -> None:
    begun, go, done = threading.Event(), threading.Event(), []

    def busy() -> None:
        begun.set()
        go.wait(300)

    desk.ask(busy)
    begun.wait(300)
    work = [(SOON + 1, "later"), (SOON, "soon 1"), (NOW, "now 1"), (SOON, "soon 2"), (NOW, "now 2")]
    asked = [desk.ask(lambda name=name: done.append(name), urgency) for urgency, name in work]
    go.set()
    for each in asked:
        each.result(300)
    assert done == ["now 1", "now 2", "soon 1", "soon 2", "later"]


def test_what_fails_fails_for_who_asked(desk: Desk) -> None:
    failed = desk.ask(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        failed.result(300)
    assert isinstance(failure_of(failed), ZeroDivisionError)
    assert desk.ask(lambda: 2).result(300) == 2


def test_what_is_cancelled_is_not_worked_out(desk: Desk) -> None:
    begun, go, done = threading.Event(), threading.Event(), []

    def busy() -> None:
        begun.set()
        go.wait(300)

    desk.ask(busy)
    begun.wait(300)
    cancelled = desk.ask(lambda: done.append("cancelled"))
    assert cancelled.cancel()
    last = desk.ask(lambda: done.append("last"))
    go.set()
    last.result(300)
    assert done == ["last"]
    assert failure_of(cancelled) is None
