"""Routes and links of real sites against what real Jekyll made of them."""

from __future__ import annotations

import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitecheck.jekyll import Resolver, Site, load_site

pytestmark = pytest.mark.corpus

INTERNAL = ("ok", "broken-page", "broken-anchor")


def _folder() -> Path:
    name = os.environ.get("SITECHECK_CORPUS")
    if not name:
        pytest.skip("SITECHECK_CORPUS names no folder")
    return Path(name)


def _names() -> list[str]:
    name = os.environ.get("SITECHECK_CORPUS")
    return (
        sorted(path.name.split(".")[0] for path in Path(name).glob("*.truth.json.gz")) if name else ["none"]
    )


@cache
def _truth(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(gzip.decompress((_folder() / f"{name}.truth.json.gz").read_bytes()))
    return truth


@cache
def _site(name: str) -> Site:
    return load_site(_folder() / name)


def _from_style_sheet(route: tuple[str | None, str]) -> bool:
    """The truth was built without style sheets outside of ``_sass``, and so without their source maps."""
    return (route[0] or route[1]).endswith((".scss", ".css.map"))


@pytest.mark.parametrize("name", _names())
def test_routes(name: str) -> None:
    root, truth = _folder() / name, _truth(name)
    want = {(d["path"], d["output"]) for d in (*truth["documents"], *truth["static"])}
    want = {(path if (root / path).exists() else None, output) for path, output in want}
    ours = {(route.source, route.output) for route in _site(name).routes}
    ours = {route for route in ours if not _from_style_sheet(route)}
    sources = {route for route in want if route[0]}, {route for route in ours if route[0]}
    made = {route for route in want if not route[0]}, {route for route in ours if not route[0]}
    union = sources[0] | sources[1]
    assert len(sources[0] & sources[1]) >= 0.999 * len(union), sorted(sources[0] ^ sources[1], key=str)[:10]
    assert len(made[0] & made[1]) >= 0.98 * len(made[0]), sorted(made[0] - made[1], key=str)[:10]


def _links(truth: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for document in truth["documents"]:
        for href, target, status, _ in document["links"]:
            yield document["url"], href, target, status


@pytest.mark.parametrize("name", _names())
def test_internal_links(name: str) -> None:
    truth, site = _truth(name), _site(name)
    anchors: dict[str, set[str]] = defaultdict(set)
    for document in truth["documents"]:
        anchors[document["url"]].update(document["ids"])
    # The truth looked fragments up in built pages, whose layouts bring ids that it does not list.
    for _, _, target, status in _links(truth):
        if status == "ok" and "#" in target:
            path, _, fragment = target.partition("#")
            anchors[path].add(fragment)
            anchors[path + "/"].add(fragment)
    resolver = Resolver(site, lambda route: anchors[route.url])
    wrong = []
    for page, href, target, status in _links(truth):
        verdict = resolver.resolve(page, href)
        if status in INTERNAL and (verdict.status, verdict.target) != (status, target):
            wrong.append((page, href, status, target, verdict))
        if status == "external" and verdict.status == "empty":
            wrong.append((page, href, status, target, verdict))
    assert wrong == []
