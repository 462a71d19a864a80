"""Ask open registries about identifiers in place of the pages that wall off robots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from sitecheck.named_tuple import NamedTuple
from sitecheck.net.reply import Reply
from sitecheck.net.status import UrlStatus, Verdict
from sitecheck.net.urls import Target, UrlProblem, read_url
from sitecheck.package_data import package_table

_MAX_ANSWER = 8_000_000


class Registry(NamedTuple):
    """One row of `data/registries.json`, whose head describes the fields."""

    name: str
    hosts: frozenset[str]
    url: re.Pattern[str]
    exception: re.Pattern[str] | None
    ask: str
    batch: int
    alive: Mapping[str, Any] | None
    dead: Mapping[str, Any] | None
    found: re.Pattern[str] | None
    complete: re.Pattern[str] | None
    spacing: float
    accept: str
    token: str | None


class RegistryBatch(NamedTuple):
    """One request to a registry, and the URLs (with their identifiers) that it is about."""

    registry: Registry
    target: Target
    urls: Mapping[str, str]
    fields: bytes


def batches(urls: Iterable[str], github_token: str | None) -> Iterator[RegistryBatch | str]:
    """Group `urls` into requests to registries; URLs that no registry is about come out as they are.

    A registry that needs a token it was not given is not used.
    """
    waiting: dict[str, list[tuple[str, re.Match[str]]]] = {}
    tokens = {"github_token": github_token}
    for url in urls:
        registry, match = _registry_of(url, tokens)
        if registry is None or match is None:
            yield url
            continue
        group = waiting.setdefault(registry.name, [])
        group.append((url, match))
        if len(group) == registry.batch:
            yield from _batch(registry, waiting.pop(registry.name), tokens)
    for registry in _registries():
        if registry.name in waiting:
            yield from _batch(registry, waiting[registry.name], tokens)


@cache
def registry_hosts() -> frozenset[str]:
    """The hosts whose URLs a registry may be about."""
    return frozenset(host for registry in _registries() for host in registry.hosts)


def read_answers(batch: RegistryBatch, reply: Reply) -> dict[str, UrlStatus]:
    """The statuses that the registry's reply gives; URLs it says nothing certain about are absent."""
    registry = batch.registry
    if registry.found is not None:
        return _read_list(batch, reply)
    name = registry.name
    if _fits(registry.alive, reply):
        status = UrlStatus(Verdict.ALIVE, "registered", f"{name} knows it", reply.status)
    elif _fits(registry.dead, reply):
        status = UrlStatus(Verdict.DEAD, "not-registered", f"{name} does not know it", reply.status)
    else:
        return {}
    return dict.fromkeys(batch.urls, status)


def _read_list(batch: RegistryBatch, reply: Reply) -> dict[str, UrlStatus]:
    registry = batch.registry
    text = (reply.decoded_body(_MAX_ANSWER) or b"").decode("utf-8", "replace")
    if reply.status != 200 or reply.truncated or registry.found is None or registry.complete is None:
        return {}
    if not registry.complete.search(text):
        return {}
    known = set(registry.found.findall(text))
    if not known:
        return {}  # a registry that knows nothing at all is more likely out of order
    alive = UrlStatus(Verdict.ALIVE, "registered", f"{registry.name} knows it", 200)
    dead = UrlStatus(Verdict.DEAD, "not-registered", f"{registry.name} does not know it", 200)
    return {url: alive if name in known else dead for url, name in batch.urls.items()}


def _fits(rule: Mapping[str, Any] | None, reply: Reply) -> bool:
    if rule is None or reply.status not in rule["status"]:
        return False
    members = rule.get("json")
    if not members:
        return True
    try:
        answer = json.loads(reply.decoded_body(_MAX_ANSWER) or b"")
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and all(answer.get(name) == value for name, value in members.items())


def _registry_of(url: str, tokens: Mapping[str, str | None]) -> tuple[Registry | None, re.Match[str] | None]:
    for registry in _registries():
        match = registry.url.fullmatch(url)
        usable = registry.token is None or tokens.get(registry.token)
        if match and usable and not (registry.exception and registry.exception.fullmatch(url)):
            return registry, match
    return None, None


def _batch(
    registry: Registry, group: list[tuple[str, re.Match[str]]], tokens: Mapping[str, str | None]
) -> Iterator[RegistryBatch | str]:
    names = {url: unquote(match["id"]) for url, match in group}
    values = {name: quote(unquote(text), safe="/") for name, text in group[0][1].groupdict().items() if text}
    distinct = list(dict.fromkeys(names.values()))
    values["ids"] = ",".join(quote(name, safe="/") for name in distinct)
    values["count"] = str(len(distinct))
    target = read_url(re.sub(r"\{(\w+)\}", lambda field: values[field[1]], registry.ask))
    if isinstance(target, UrlProblem):
        yield from names
        return
    fields = f"Accept: {registry.accept}\r\n" if registry.accept else ""
    if registry.token is not None:
        fields += f"Authorization: Bearer {tokens[registry.token]}\r\n"
    yield RegistryBatch(registry, target, names, fields.encode("ascii"))


@cache
def _registries() -> tuple[Registry, ...]:
    rows = package_table("sitecheck.net", "data/registries.json")["registries"]
    return tuple(map(_registry, rows))


def _registry(row: Mapping[str, Any]) -> Registry:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(row[name]) if name in row else None

    return Registry(
        name=row["name"],
        hosts=frozenset(row["hosts"]),
        url=re.compile(row["url"]),
        exception=pattern("except"),
        ask=row["ask"],
        batch=row.get("batch", 1),
        alive=row.get("alive"),
        dead=row.get("dead"),
        found=pattern("found"),
        complete=pattern("complete"),
        spacing=row["spacing"],
        accept=row.get("accept", ""),
        token=row.get("token"),
    )
