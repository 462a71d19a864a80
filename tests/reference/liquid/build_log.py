"""A host made from the log of a real build, and the comparison of its documents' text with ours.

``python -m tests.reference.liquid.build_log LOG.json.gz SITE`` prints figures and examples;
``log_build.rb`` writes the logs.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sitecheck.liquid import Drop, IncludeFile, Rendering, Unknown, parse, render
from sitecheck.liquid.values import undecided
from sitecheck.model.origin import Origin
from sitecheck.model.unknown import Reasons, words
from sitecheck.text.source_map import UNKNOWN

UTC = timezone(timedelta(0), "UTC")
HIDDEN = ("content", "output", "excerpt", "next", "previous")


def revive(value: Any) -> Any:
    """Logged values with times and dates put back."""
    if isinstance(value, dict):
        if "$time" in value:
            moment = datetime.fromisoformat(value["$time"])
            offset = moment.utcoffset() or timedelta(0)
            return moment.replace(tzinfo=timezone.utc if value["$utc"] else timezone(offset, ""))
        if "$date" in value:
            return date.fromisoformat(value["$date"])
        if "$object" in value:
            return Unknown(undecided(f"a {value['$object']}"))
        return {key: revive(item) for key, item in value.items()}
    return [revive(item) for item in value] if isinstance(value, list) else value


class Document(Drop):
    """A page, post or file of the site."""

    __slots__ = ("values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def liquid_get(self, key: str) -> object:
        return Unknown(undecided(f"the {key} of a page")) if key in HIDDEN else self.values.get(key)


class Site(Drop):
    """The variable ``site``."""

    __slots__ = ("config", "lists")

    def __init__(self, config: dict[str, Any], lists: dict[str, Any]) -> None:
        self.config = config
        self.lists = lists

    def liquid_get(self, key: str) -> object:
        if key in self.lists:
            return self.lists[key]
        if key in ("time", "github", "related_posts"):
            return Unknown(undecided(f"site.{key}"))
        return self.config.get(key)


class LogHost:
    """The site of a log as the evaluator sees it, one document at a time."""

    def __init__(self, log: dict[str, Any], folder: Path) -> None:
        self.folder = folder
        config = revive(log["config"])
        self.config: dict[str, Any] = config
        self.liquid = int(log["versions"]["liquid"][0])
        self.timezone: tzinfo | None = ZoneInfo(config["timezone"]) if config.get("timezone") else UTC
        self.active_support: bool | None = None
        self.strict_filters = self.strict_variables = self.strict_syntax = False
        self.counts_on = True
        self.highlighter = str(log.get("highlight") or "")
        self.links: dict[str, str] = log["links"]
        self.site = Site(config, self._lists(log))
        self.roots: Mapping[str, object] = {}
        self.missing = frozenset(log["missing_includes"])
        self._files: dict[str, IncludeFile | None] = {}

    replaced_filters: frozenset[str] = frozenset()

    def plugin_filter(self, name: str) -> Reasons:
        return ()

    def own_filter(self, name: str, values: Sequence[object]) -> None:
        return None

    def own_tag(self, name: str, markup: str, *, is_block: bool) -> None:
        return None

    def origin(self, holder: object, key: object) -> Origin | None:
        return None

    def _lists(self, log: dict[str, Any]) -> dict[str, Any]:
        collections = {
            label: [Document(revive(values)) for values in entry["docs"]]
            for label, entry in log["collections"].items()
        }
        pages = [Document(revive(values)) for values in log["pages"]]
        static = [Document(revive(values)) for values in log["static_files"]]
        posts = sorted(
            collections.get("posts", []),
            key=lambda post: (post.values["date"], post.values["path"]),
            reverse=True,
        )
        lists: dict[str, Any] = {**collections, "posts": posts, "pages": pages, "static_files": static}
        lists["html_pages"] = [page for page in pages if str(page.values.get("url")).endswith((".html", "/"))]
        lists["documents"] = [document for label in collections.values() for document in label]
        lists["data"] = revive(log["data"])
        for kind in ("categories", "tags"):
            groups: dict[str, list[Document]] = {}
            for post in posts:
                for name in post.values.get(kind) or []:
                    groups.setdefault(str(name), []).append(post)
            lists[kind] = groups
        lists["collections"] = Unknown(undecided("site.collections"))
        return lists

    def use(self, entry: dict[str, Any]) -> None:
        """Take the point of view of one document."""
        prefix, suffix = entry["highlighter"]
        self.roots = {
            "site": self.site,
            "page": Document(revive(entry["page"])),
            "layout": Unknown(undecided("the layout")),
            "content": None,
            "paginator": Unknown(undecided("a page of a paginated list")) if entry["paginated"] else None,
            "jekyll": {"version": "4.3.4", "environment": "development"},
            "highlighter_prefix": prefix,
            "highlighter_suffix": suffix,
        }

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file of the site's includes."""
        path = f"_includes/{name}" if page is None else f"{page.rpartition('/')[0]}/{name}".lstrip("/")
        if path not in self._files:
            file = self.folder / path
            found = file.is_file()
            text = file.read_bytes().decode("utf-8-sig", "replace") if found else ""
            self._files[path] = IncludeFile(path, text) if found else None
        return self._files[path] or Unknown(undecided("an include of a theme"))

    def link(self, path: str) -> str | Unknown | None:
        """The address of a source."""
        return self.links.get(path) or self.links.get(f"/{path}")

    def post_url(self, name: str) -> str | Unknown | None:
        """The address of a post."""
        wanted = re.compile(rf"(?:^|/)_posts/.*{re.escape(name.rpartition('/')[2])}\.[^.]+$")
        return next((url for path, url in self.links.items() if wanted.search(path)), None)

    def convert(self, filter_name: str, text: str) -> str | None:
        """Not worked out here."""
        return None


_FIGURE = re.compile(r'(<figure class="highlight">.*?</figure>)', re.S)


def without_colours(text: str) -> str:
    """The text with the highlighter's spans taken out."""
    parts = _FIGURE.split(text)
    return "".join(
        re.sub(r"</?span[^>]*>", "", part).replace("&quot;", '"').replace("&#39;", "'") if index % 2 else part
        for index, part in enumerate(parts)
    )


class Row(NamedTuple):
    """One document; ``kind`` is ``equal``, ``pattern`` (but for unknowns), ``marked`` or ``silent``."""

    path: str
    kind: str
    mine: str
    truth: str
    rendering: Rendering | None


def write(site: Path, target: Path) -> bool:
    """Build a site with real Jekyll and write its log; false if Jekyll is not installed."""
    if not shutil.which("ruby") or not shutil.which("jekyll"):
        return False
    command = ["ruby", str(Path(__file__).parent / "log_build.rb"), str(site), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return True


def load(path: Path) -> dict[str, Any]:
    """A log."""
    data: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return data


def rows(log: dict[str, Any], folder: Path) -> Iterator[Row]:
    """Every logged document that has Liquid, compared."""
    host = LogHost(log, folder)
    for entry in log["documents"]:
        text = entry["input"]
        if "{{" not in text and "{%" not in text:
            continue
        if not (folder / entry["path"]).is_file():
            continue
        host.use(entry)
        template = parse(text, entry["path"], liquid=host.liquid)
        rendering = render(template, host)
        yield _compared(entry, template.problems, rendering)


def _compared(entry: dict[str, Any], problems: tuple[Any, ...], rendering: Rendering) -> Row:
    mine = without_colours(rendering.mapped.text)
    if "error" in entry:
        failed = any(problem.fatal for problem in (*problems, *rendering.problems))
        return Row(
            entry["path"], "error found" if failed else "error missed", mine, entry["error"], rendering
        )
    truth = without_colours(entry["output"])
    if mine == truth:
        return Row(entry["path"], "equal", mine, truth, rendering)
    unsure = UNKNOWN in mine or any(piece.maybe for piece in rendering.mapped.pieces)
    if unsure:
        pattern = ".*".join(map(re.escape, mine.split(UNKNOWN)))
        fits = mine.count(UNKNOWN) < 50 and re.fullmatch(pattern, truth, re.S) is not None
        return Row(entry["path"], "pattern" if fits else "marked", mine, truth, rendering)
    return Row(entry["path"], "silent", mine, truth, rendering)


def difference(mine: str, truth: str) -> str:
    """Where two texts part."""
    at = next(
        (i for i, (a, b) in enumerate(zip(mine, truth, strict=False)) if a != b), min(len(mine), len(truth))
    )
    return f"   ours {mine[max(0, at - 60) : at + 100]!r}\n   real {truth[max(0, at - 60) : at + 100]!r}"


def main() -> None:
    """Print the table of one site."""
    log, folder = load(Path(sys.argv[1])), Path(sys.argv[2])
    started = time.perf_counter()
    found = list(rows(log, folder))
    seconds = time.perf_counter() - started
    counts = Counter(row.kind for row in found)
    total = len(log["documents"])
    print(f"{folder.name}: {total} documents, {len(found)} with Liquid: {dict(counts)}, {seconds:.2f} s")
    shown: Counter[str] = Counter()
    for row in found:
        shown[row.kind] += 1
        if row.kind != "equal" and shown[row.kind] <= 6:
            reasons = (
                sorted({words(unknown.reasons) for unknown in row.rendering.unknowns})
                if row.rendering
                else []
            )
            print(f"{row.kind}: {row.path} {reasons[:4]}\n{difference(row.mine, row.truth)}")


if __name__ == "__main__":
    main()
