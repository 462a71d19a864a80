"""Compares the heads of pages with those that real Jekyll built, field by field.

    python benchmarks/heads.py SITE HEADS.json.gz [--examples 5]

HEADS holds what a browser's parser read in each built page: ``{pages: [{dest, title, description, …}]}``. A
field is *right* when it is known and says what the page says, or absent there, too. Where the site has no
``url``, whatever it is in is not known: the build was not GitHub Pages'.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sitecheck.document.heads.head import HeadRow
from sitecheck.document.reader import SiteReader
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.model.unknown import ReasonKind, may_be

if __package__:
    from benchmarks.fidelity import Table
else:
    from fidelity import Table

FIELDS = (
    *("title", "description", "canonical", "robots", "og:title", "og:description", "og:image", "og:url"),
    *("og:type", "og:site_name", "og:locale", "twitter:card", "twitter:title", "twitter:description"),
    *(
        "twitter:image",
        "article:published_time",
        "author",
        "keywords",
        "viewport",
        "charset",
        "refresh",
        "lang",
    ),
)
_NOT_HERE = frozenset(
    (
        *(ReasonKind.THEME_LAYOUT, ReasonKind.THEME_INCLUDE, ReasonKind.PLUGIN_PAGES, ReasonKind.EMPTY_FILE),
        *(ReasonKind.GEMFILE_PLUGIN, ReasonKind.GITHUB, ReasonKind.TIME),
        *(ReasonKind.PLUGIN_FILTER, ReasonKind.PLUGIN_TAG),
    )
)
"""Why a field is not known although nothing is wrong with our reading: it is not among the sources."""


def compare_heads(rows: Iterable[HeadRow], truth: Iterable[Mapping[str, Any]], table: Table) -> None:
    """Fill ``table``: per field how many of the known are right, and how many of the pages are known."""
    ours = {row.output: row for row in rows if not row.head.of_theme}  # builds are made without themes
    built = {page["dest"]: page for page in truth}
    table.add("pages", len(ours.keys() & built.keys()), len(ours.keys()))
    for name in FIELDS:
        _compare_field(name, ours, built, table)


def _compare_field(
    name: str, ours: Mapping[str, HeadRow], built: Mapping[str, Mapping[str, Any]], table: Table
) -> None:
    right = known = false_absent = absent = open_ = pages = 0
    for output in ours.keys() & built.keys():
        field, theirs = ours[output].head.field(name), _plain(built[output].get(name))
        pages += 1
        if field.state == "known":
            known += 1
            right += _plain(field.value) == theirs
            if _plain(field.value) != theirs:
                table.example(f"{name}: wrong", f"{output}: {field.value[:100]!r}, not {str(theirs)[:100]!r}")
        elif field.state == "absent":
            absent += 1
            false_absent += theirs is not None
            if theirs is not None:
                table.example(f"{name}: absent", f"{output}: {theirs[:100]!r}")
        elif may_be(field.reasons, _NOT_HERE):
            pages -= 1
        else:
            open_ += 1
            table.example(f"{name}: not known", f"{output}: {field.reasons[:1]}")
    table.add(f"{name}: right", right, known)
    table.add(f"{name}: absent", absent - false_absent, absent)
    table.add(f"{name}: known", pages - open_, pages)


def _plain(value: str | None) -> str | None:
    """A value with its white space as one blank; ``lang=""`` counts as none."""
    return " ".join(value.split()) or None if value is not None else None


def read_site_heads(site: Path, heads: Path, table: Table) -> None:
    """Read both and fill ``table``."""
    with gzip.open(heads) as file:
        truth = json.load(file)["pages"]
    reader = SiteReader(load_site(site, SiteOptions()))
    compare_heads(LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows, truth, table)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("heads", type=Path)
    parser.add_argument("--examples", type=int, default=5)
    given = parser.parse_args()
    table = Table(given.examples)
    read_site_heads(given.site, given.heads, table)
    table.show(given.site.name)


if __name__ == "__main__":
    main()
