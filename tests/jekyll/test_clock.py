"""Until when a site that is built later would be the same."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from tests.jekyll.conftest import TIME, MakeSite

DATED = "---\ndate: 2026-06-20 10:00:00 +0000\n---\n"
THEN = datetime(2026, 6, 20, 10, tzinfo=timezone.utc)
MIDNIGHT = datetime(2026, 6, 16, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("config", "files", "until"),
    [
        ("", {"a.md": "---\n---\n"}, None),
        ("", {"_posts/2026-06-20-a.md": DATED}, THEN),
        ("", {"_posts/2026-06-01-a.md": "---\n---\n"}, None),
        ("future: true", {"_posts/2026-06-20-a.md": DATED}, THEN),
        ("collections: {books: {output: true}}", {"_books/a.md": DATED}, THEN),
        ("collections: {books: {output: true}}\nfuture: true", {"_books/a.md": DATED}, THEN),
        ("collections: {books: {output: true, permalink: '/:year/:title'}}", {"_books/a.md": "---\n---\n"},
         MIDNIGHT),
        ("collections: {books: {output: true, permalink: '/:second/:title'}}", {"_books/a.md": "---\n---\n"},
         TIME + timedelta(seconds=1)),
        ("", {"_posts/2026-06-15-a.md": "---\ndate: 2026-06-15 12:00:00 +0000\n---\n"}, TIME + timedelta(seconds=1)),
        ("", {"_posts/2026-06-15-a.md": "---\ndate: 2026-06-15 11:59:59 +0000\n---\n"}, None),
        ("collections: {books: {output: true, permalink: '/:title'}}", {"_books/a.md": "---\n---\n"}, None),
        ("time: 2026-06-15", {"_posts/2026-06-20-a.md": DATED}, None),
        ("", {"_posts/2026-06-20-a.md": DATED, "_posts/2026-06-18-b.md": "---\n---\n"},
         datetime(2026, 6, 18, tzinfo=timezone.utc)),
    ],
)  # fmt: skip
def test_when_the_next_thing_happens(
    make: MakeSite, config: str, files: dict[str, str], until: datetime | None
) -> None:
    """As a post that is still to come is published, or a day that stands in an address is over."""
    site = make({"_config.yml": f"timezone: UTC\n{config}\n", **files})
    assert site.until == (None if until is None else int(until.timestamp()))
