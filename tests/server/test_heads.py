"""Messages are told apart, whatever the head of one of them says, and requests are answered."""

from __future__ import annotations

import io
import json
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter, run

from sitecheck.server.lsp.heads import ReadableHeads
from sitecheck.server.lsp.site_server import SiteServer
from sitecheck.warm.wanted import Wanted

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


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        ({"id": 7, "method": "textDocument/hover", "params": {"textDocument": {"uri": "a"}}}, [7]),
        ({"id": "x", "method": "textDocument/hover"}, ["x"]),
        ({"id": [], "method": "textDocument/hover"}, [None]),
        ({"id": {"a": 1}, "method": "shutdown"}, [None]),
        ({"id": ["a"], "result": None}, []),
        ({"method": "textDocument/didOpen", "params": {}}, []),
        ({"id": 7, "error": 5}, []),
    ],
)
def test_a_request_that_cannot_be_read_is_answered(message: dict[str, Any], answered: list[object]) -> None:
    said = io.BytesIO()
    protocol = SiteServer(Wanted(site="")).protocol
    protocol.set_writer(StdoutWriter(said), include_headers=False)
    with pytest.raises(JsonRpcException):
        protocol.structure_message({"jsonrpc": "2.0", **message})
    answers = [json.loads(said.getvalue())] if said.getvalue() else []
    assert [answer["id"] for answer in answers if answer["error"]] == answered


def test_a_request_before_the_beginning_and_after_the_end_is_refused() -> None:
    """The first got a traceback, the second no answer."""
    said = io.BytesIO()
    protocol = SiteServer(Wanted(site="")).protocol
    protocol.set_writer(StdoutWriter(said), include_headers=False)
    hover = {
        "method": "textDocument/hover",
        "params": {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}},
    }
    saved = {"method": "textDocument/didSave", "params": {"textDocument": {"uri": "a"}}}
    for is_over, code in ((False, -32002), (True, -32600)):
        protocol._shutdown = is_over
        for message in (saved, {"id": 7, **hover}, {"id": 1, "result": None}):
            said.truncate(said.seek(0))
            protocol.handle_message(protocol.structure_message({"jsonrpc": "2.0", **message}))
            answer = json.loads(said.getvalue() or "{}")
            assert answer.get("error", {}).get("code") == (code if message.get("id") == 7 else None)
            assert "data" not in answer.get("error", {})
