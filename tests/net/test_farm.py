"""Every behaviour of the farm gets the verdict it deserves."""

from __future__ import annotations

import time

import pytest
from benchmarks.external_farm import EXPECTED, host_addresses

from sitecheck.net import Ledger, NetSettings, Verdict, check_urls
from sitecheck.net.ledger_file import minute, read_entries

CAUSES = {
    "wall-403": "wall", "wall-999": "wall", "wall-challenge-404": "wall", "limited-forever": "rate-limited",
    "limited-for-a-year": "rate-limited", "hang": "timeout", "slow-loris": "timeout", "reset": "broken-answer",
    "banner": "broken-answer", "bad-length": "broken-answer", "endless-head": "broken-answer",
    "error-500": "server-error", "loop": "redirect-loop", "loop-endless": "too-many-redirects",
    "no-location": "bad-redirect", "to-file": "redirect-scheme", "not-found": "not-found", "gone": "gone",
    "moved-to-gone": "not-found", "moved": "moved-permanently", "found": "redirected", "ok": "ok",
}  # fmt: skip


SILENT = {"hang", "slow-loris", "head-hang"}
"""Behaviours that keep a request waiting until it is given up."""


def check(urls, timeout, folder):
    settings = NetSettings(allow_private=True, registries=False, spacing=0, timeout=timeout, retry_wait=0.05)
    return check_urls(urls, settings, ledger=Ledger(folder)).statuses


@pytest.mark.slow
def test_verdicts(farm, tmp_path):
    addresses = host_addresses(8)
    urls = {name: f"http://{addresses[n % 8]}:{farm}/{name}/1" for n, name in enumerate(sorted(EXPECTED))}
    # A busy machine may be slow to answer, so only those that never answer get a short time.
    statuses = {
        **check([url for name, url in urls.items() if name not in SILENT], 120, tmp_path),
        **check([urls[name] for name in sorted(SILENT)], 3, tmp_path),
    }
    found = {name: statuses[url].verdict.value for name, url in urls.items()}
    assert len(EXPECTED) >= 40
    assert found == EXPECTED
    assert {name: statuses[urls[name]].cause for name in CAUSES} == CAUSES
    slash = statuses[urls["moved-slash"]]
    assert (slash.final_url, slash.change, slash.safe_to_rewrite) == (
        urls["moved-slash"] + "/",
        ("slash",),
        True,
    )
    moved = statuses[urls["moved-then-found"]]
    assert moved.final_url.endswith("/found/chained")
    assert not moved.safe_to_rewrite
    entries = read_entries((tmp_path / "links.json").read_text(), minute(time.time()))
    assert entries.keys() == {url for name, url in urls.items() if EXPECTED[name] != "refused"}
    assert statuses[urls["ok"]].verdict is Verdict.ALIVE
