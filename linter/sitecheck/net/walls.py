"""Know a wall against robots when one answers: by status, by header, by host."""

from __future__ import annotations

import re
from functools import cache

from sitecheck.net.reply import Reply
from sitecheck.net.status import UrlStatus, unverifiable
from sitecheck.package_data import package_table


def wall(host: str, reply: Reply) -> UrlStatus | None:
    """The verdict on an answer that does not tell whether the page exists, or None when it may tell."""
    statuses, headers, hosts = _tables()
    for name, pattern, who in headers:
        value = reply.header(name)
        if value is not None and pattern.search(value):
            return unverifiable("wall", f"{who} keeps robots out (answered {reply.status})", reply.status)
    known = next((hosts[domain] for domain in _domains(host) if domain in hosts), None)
    if known is not None:
        return unverifiable(
            "wall", f"{known} does not tell robots the truth (answered {reply.status})", reply.status
        )
    reason = statuses.get(reply.status)
    if reason is not None:
        cause = "rate-limited" if reply.status == 429 else "wall"
        return unverifiable(cause, f"answered {reply.status}: {reason}", reply.status)
    return None


def _domains(host: str) -> list[str]:
    labels = host.rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]


@cache
def _tables() -> tuple[dict[int, str], list[tuple[str, re.Pattern[str], str]], dict[str, str]]:
    table = package_table("sitecheck.net", "data/walls.json")
    return (
        {int(status): reason for status, reason in table["statuses"].items()},
        [(row["name"], re.compile(row["pattern"]), row["who"]) for row in table["headers"]],
        {row["host"]: row["who"] for row in table["hosts"]},
    )
