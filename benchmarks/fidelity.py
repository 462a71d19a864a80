"""Compares what sitecheck knows of a site with what real Jekyll made of it, and prints the table.

    python benchmarks/fidelity.py SITE TRUTH.json.gz [--examples 5]

TRUTH holds ``documents`` (path, url, output, ids, links, math), ``static`` and ``generated`` of a
real build. Links and ids are those of each document's own converted content.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sitecheck.document import SiteFacts, SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import SiteOptions, load_site

BROKEN = ("broken-page", "broken-anchor")


class Table:
    """Figures of one site and examples of what differs."""

    def __init__(self, examples: int) -> None:
        self.rows: list[tuple[str, int, int]] = []
        self.examples: dict[str, list[str]] = {}
        self._limit = examples

    def add(self, name: str, hits: int, total: int) -> None:
        """A figure: ``hits`` of ``total``."""
        self.rows.append((name, hits, total))

    def example(self, kind: str, text: str) -> None:
        """Something that differs."""
        found = self.examples.setdefault(kind, [])
        if len(found) < self._limit:
            found.append(text)

    def show(self, title: str) -> None:
        """Print the table."""
        print(title)
        for name, hits, total in self.rows:
            share = 100.0 if not total else 100 * hits / total
            print(f"  {name:<44} {hits:>7} / {total:<7} {share:7.2f} %")
        for kind, texts in self.examples.items():
            print(f"  {kind}:")
            for text in texts:
                print(f"    {text}")


def compare(site_folder: Path, truth: dict[str, Any], table: Table) -> None:
    """Fill ``table``."""
    site = load_site(site_folder, SiteOptions())
    facts = read_facts(SiteReader(site))
    _routes(facts, truth, table)
    _ids(facts, truth, table)
    _links(facts, truth, table)


def _routes(facts: SiteFacts, truth: dict[str, Any], table: Table) -> None:
    root = facts.site.root
    on_disk = {d["path"] for d in truth["documents"] if (root / d["path"]).is_file()}
    expected = {(d["path"], d["output"]) for d in truth["documents"] if d["path"] in on_disk}
    expected |= {(s["path"], s["output"]) for s in truth["static"]}
    # Jekyll knows no source of a page of jekyll-paginate-v2; ours name their template.
    lists = {page.output for page in facts.site.pages if page.plugin == "jekyll-paginate-v2"}
    routes = (r for r in facts.site.routes if r.source is not None and r.output not in lists)
    ours = {(r.source, r.output) for r in routes}
    ours = {
        pair for pair in ours if not str(pair[0]).endswith(".scss") or pair in expected
    }  # not in the build
    table.add("routes: equal pairs of the union", len(expected & ours), len(expected | ours))
    for pair in sorted(expected - ours)[:50]:
        table.example("routes of Jekyll's only", str(pair))
    for pair in sorted(ours - expected, key=str)[:50]:
        table.example("routes of ours only", str(pair))
    made = {d["output"] for d in truth["documents"] if d["path"] not in on_disk}
    made |= {g if isinstance(g, str) else g["output"] for g in truth["generated"]}
    known = {r.output for r in facts.site.routes}
    table.add("plugin-made outputs known", len(made & known), len(made))
    for output in sorted(made - known)[:50]:
        table.example("plugin-made, not known", output)


def _ids(facts: SiteFacts, truth: dict[str, Any], table: Table) -> None:
    hits = expected = claimed = 0
    for document in truth["documents"]:
        file = facts.files.get(document["path"])
        if file is None:
            continue
        theirs, ours = Counter(document["ids"]), Counter(i.id for i in file.ids if i.origin != "name")
        hits += (theirs & ours).total()
        expected += theirs.total()
        claimed += ours.total()
        for id_ in theirs - ours:
            table.example("ids missed", f"{document['path']}: {id_} {file.open_ids and '(open)'}")
        for id_ in ours - theirs:
            table.example("ids of ours only", f"{document['path']}: {id_}")
    table.add("ids: recall", hits, expected)
    table.add("ids: precision", hits, claimed)


def _links(facts: SiteFacts, truth: dict[str, Any], table: Table) -> None:
    ours: dict[str, Counter[tuple[str | None, str]]] = {}
    dynamic: Counter[str] = Counter()
    for resolved in facts.links:
        page, verdict = resolved.page, resolved.verdict
        if (
            resolved.of_layout or resolved.by_host
        ):  # the truth has what contents link to, and calls full addresses of the site's own host external
            continue
        ours.setdefault(page, Counter())[(verdict.target, verdict.status)] += 1
        dynamic[page] += verdict.status == "dynamic"
    seen = total = broken = broken_hits = broken_ours = judged = 0
    documents, paginated = _split(truth["documents"])
    for document in documents:
        route = facts.site.by_output.get(document["output"])
        if document["path"] not in facts.files or (route and route.source != document["path"]):
            continue  # nobody sees the links of a page that another is written over
        theirs = Counter((t, s) for _, t, s, *_ in document["links"] if s == "ok" or s in BROKEN)
        own = ours.get(document["path"], Counter())
        targets = Counter(
            {k: v for k, v in own.items() if k[1] == "ok" or k[1] in BROKEN or k[0] is not None}
        )
        targets_only = _by_target(targets)
        seen += (_by_target(theirs) & targets_only).total()
        total += theirs.total()
        missed = _by_target(theirs) - targets_only
        for target in missed:
            table.example("internal links missed", f"{document['path']}: {target}")
        their_broken = Counter({k: v for k, v in theirs.items() if k[1] in BROKEN})
        our_broken = Counter({k: v for k, v in own.items() if k[1] in BROKEN})
        broken += their_broken.total()
        broken_hits += (their_broken & our_broken).total()
        broken_ours += our_broken.total()
        for key in their_broken - our_broken:
            table.example("broken, not said", f"{document['path']}: {key}")
        for key in our_broken - their_broken:
            table.example("said broken, is not", f"{document['path']}: {key}")
        judged += sum((theirs & own).values())
    table.add("internal links seen", seen, total)
    table.add("internal links with the same verdict", judged, total)
    if paginated:
        left_out = sum(s == "ok" or s in BROKEN for d in paginated for _, _, s, *_ in d["links"])
        table.add("(links of paginated lists, not compared)", left_out, left_out)
    table.add("broken links: recall", broken_hits, broken)
    table.add("broken links: precision", broken_hits, broken_ours)
    table.add(
        "(links whose address is dynamic)", sum(dynamic.values()), sum(c.total() for c in ours.values())
    )


def _split(documents: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Documents to compare, each output once, and the pages of paginated lists, which name one source.

    A build that is asked for the contents of a paginated list when it is done gives the last page's posts for
    every page, so their links say nothing.
    """
    unique = list({(each["path"], each["output"]): each for each in documents}.values())
    outputs = Counter(each["path"] for each in unique)
    return [d for d in unique if outputs[d["path"]] == 1], [d for d in unique if outputs[d["path"]] > 1]


def _by_target(links: Counter[tuple[str | None, str]]) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    for (target, _), count in links.items():
        found[target] += count
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--examples", type=int, default=5)
    arguments = parser.parse_args()
    with gzip.open(arguments.truth) as file:
        truth = json.load(file)
    table = Table(arguments.examples)
    compare(arguments.site, truth, table)
    table.show(f"{arguments.site.name}: Jekyll {truth['jekyll']}, kramdown {truth['kramdown']}")


if __name__ == "__main__":
    main()
