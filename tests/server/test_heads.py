"""Messages are told apart, whatever the head of one of them says."""

from __future__ import annotations

import io
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from pygls.io_ import run

from sitecheck.server.lsp.heads import ReadableHeads

GOOD = b'Content-Length: 5\r\n\r\n"one"', b'Content-Length: 5\r\nContent-Type: a/b\r\n\r\n"two"'


def _heard(stream: bytes) -> list[Any]:
    heard: list[Any] = []
    protocol = SimpleNamespace(structure_message=dict, handle_message=heard.append)
    run(Event(), ReadableHeads(io.BytesIO(stream)), protocol)  # type: ignore[arg-type]
    return heard


@pytest.mark.parametrize(
    "bad",
    [
        b'Content-Length: -5\r\n\r\n"bad"',
        b'Content-Length: five\r\n\r\n"bad"',
        b'X: y\r\n\r\n"bad"',
        b'Content-Length: 99999999999999999999\r\n\r\n"bad"',
        b"Content-Length: " + b"9" * 5000 + b'\r\n\r\n"bad"',
        b"Content-Length: 0\r\n\r\n",
        b"\0\xff\r\n\r\n",
    ],
)
def test_a_message_of_unreadable_length_costs_itself_only(bad: bytes) -> None:
    assert _heard(GOOD[0] + bad + GOOD[1]) == ["one", "two"]


@pytest.mark.parametrize(
    "head", [b"content-length:5\r\n", b"CONTENT-LENGTH: \t5 \r\n", b"Content-Length: 5\n"]
)
def test_a_length_is_written_as_in_http(head: bytes) -> None:
    assert _heard(head + b'\r\n"one"') == ["one"]
