"""Sites written from a mapping of paths to texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from sitecheck.jekyll import Site, SiteOptions, load_site

TIME = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)

MakeSite = Callable[..., Site]


@pytest.fixture
def make(tmp_path: Path) -> MakeSite:
    """``make({path: text}, drafts=True …)``: a site of these files, read with these options."""

    def build(files: Mapping[str, str | bytes], **options: Any) -> Site:
        for name, body in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return load_site(tmp_path, SiteOptions(time=TIME, **options))

    return build
