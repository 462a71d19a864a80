"""Nobody looks for garbage while a site is read: what holds itself stays, with all that was read of a page."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from tests.sampled import sampled

from sitecheck.cli import main
from sitecheck.document import Document, SiteReader

SITES = sorted((Path(__file__).parents[2] / "fixtures" / "sites").iterdir())


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("site", sampled(SITES, fast=6), ids=lambda site: site.name)
def test_no_page_stays_once_it_is_read(
    site: Path, without_collector: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, pages = SiteReader.document, list[tuple[str, ref[Document]]]()

    def document(reader: SiteReader, *given: Any) -> Document:
        found = read(reader, *given)
        pages.append((found.path, ref(found)))
        return found

    monkeypatch.setattr(SiteReader, "document", document)
    assert main(["check", str(site), "--select=all", "--no-cache", "--jobs=1", "--exit-zero"]) == 0
    assert main(["math", str(site)]) == 0
    assert pages
    assert not [path for path, page in pages if page() is not None]
