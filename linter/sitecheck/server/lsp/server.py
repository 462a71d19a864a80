"""``sitecheck server``: an editor on stdin and stdout."""

from __future__ import annotations

import gc
import logging
import sys
from typing import BinaryIO, cast

from sitecheck.server.lsp import messages, questions
from sitecheck.server.lsp.heads import ReadableHeads
from sitecheck.server.lsp.site_server import SiteServer
from sitecheck.warm.wanted import Wanted


def serve(wanted: Wanted) -> None:
    """Serves an editor on stdin and stdout until it is done."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    gc.enable()  # a run of a command does without; a server lives long
    server = SiteServer(wanted)
    messages.register(server)
    questions.register(server)
    server.start_io(cast(BinaryIO, ReadableHeads(sys.stdin.buffer)))
