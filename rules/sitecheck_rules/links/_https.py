"""Hosts that are known to serve https, from a data file."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def _hosts() -> dict[str, bool]:
    text = resources.files(__package__).joinpath("data/https_hosts.json").read_text("utf-8")
    hosts: dict[str, bool] = json.loads(text)["hosts"]
    return hosts


def serves_https(host: str) -> bool:
    """Whether ``host`` is on the browsers' list of hosts that are reached over https only."""
    known, name = _hosts(), host.lower().rstrip(".")
    if name in known:
        return True
    while "." in name:
        name = name.partition(".")[2]
        if known.get(name):
            return True
    return False
