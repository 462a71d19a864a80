"""Asks whether what the rules on heads point at makes the head: it is changed, and real Jekyll builds again.

    python benchmarks/head_places.py SITE

SITE is a folder that ``jekyll build`` can build as it stands. Every finding's place is overwritten in a copy,
those in pages in one, those in layouts, includes, data and configuration in another, as these change the
heads of pages that others speak of; one at the begin of the front matter gets the key that is missing there.
Of the pages that a finding speaks of, the head of one must differ from that of a build without the changes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import Record, load_site
from sitecheck.model.finding import Finding

RULES = (
    *("head-attribute-cut", "head-ended-early", "invalid-json-ld", "raw-source-in-head", "wrong-canonical"),
    *("wrong-og-url", "missing-share-image", "empty-head-value", "repeated-head-tag", "duplicate-title"),
    *("missing-title", "empty-title", "title-length", "description-length", "missing-description"),
    *("duplicate-description", "incomplete-open-graph"),
)
_ADD = re.compile(r"add ([\w-]+): …")
_EXAMPLE = re.compile(r"for example on (.+)\Z")
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)
_FENCE = "---"


def main() -> None:
    """Print how many of the findings point at a cause, and those that do not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    site = parser.parse_args().site
    findings = check_site(RunOptions(str(site), read_settings(None, only=RULES), jobs=1)).findings
    pages = [*load_site(site).documents()]
    own = {page.path for page in pages}
    judged, lost = 0, list[Finding]()
    with tempfile.TemporaryDirectory() as place:
        before = Path(place, "before")
        _build(site, before)
        for name, is_own in (("own", True), ("shared", False)):
            of_these = [each for each in findings if (each.place.path in own) is is_own]
            after = Path(place, f"after-{name}")
            _build_changed(site, of_these, after)
            for each in of_these:
                changes = _changes(before, after, _outputs(pages, each))
                judged += bool(changes)
                lost += [each] if changes and not any(changes) else []
    print(f"{judged - len(lost)} of {judged} findings point at what makes a head")
    print(f"  the pages of {len(findings) - judged} more are not built")
    for finding in lost:
        print(f"  {finding.rule}: {finding.place.path} {finding.place.span}")


def _build_changed(site: Path, findings: Sequence[Finding], out: Path) -> None:
    if not findings:
        return
    copy = out.with_name("copy")
    shutil.copytree(site, copy, symlinks=True)
    for path in {finding.place.path for finding in findings}:
        _change(copy / path, [each for each in findings if each.place.path == path])
    _build(copy, out)
    shutil.rmtree(copy)


def _change(path: Path, findings: Sequence[Finding]) -> None:
    text = path.read_text("utf-8")
    last = len(text) + 1
    for finding in sorted(findings, key=lambda each: each.place.span, reverse=True):
        start, end = finding.place.span
        if end > last:  # inside of one that is changed already
            continue
        old = text[start:end]
        new = f"CHANGED{start}" if old else f" CHANGED{start}"
        if start == 0 and old in ("", _FENCE):
            key = _ADD.match(finding.help or "")
            line = f"{key[1] if key else _missing(finding.rule)}: {new}"
            new = f"{_FENCE}\n{line}" if old else f"{_FENCE}\n{line}\n{_FENCE}\n"
        text, last = text[:start] + new + text[end:], start
    path.write_text(text, "utf-8")


def _missing(rule: str) -> str:
    return "description" if "description" in rule else "title"


def _build(site: Path, out: Path) -> None:
    subprocess.run(["jekyll", "build", "-q", "-s", site, "-d", out, "--disable-disk-cache"], check=True)


def _outputs(pages: Sequence[Record], finding: Finding) -> Iterator[str]:
    """The pages that show what a finding tells."""
    example = _EXAMPLE.search(finding.help or "")
    page = example[1] if example else finding.place.path
    for record in pages:
        if page in (record.path, record.url):
            yield record.output


def _changes(before: Path, after: Path, outputs: Iterator[str]) -> list[bool]:
    """Whether the heads differ of the pages that both builds have."""
    built = [output for output in outputs if (before / output).is_file() and (after / output).is_file()]
    return [_head(before / output) != _head(after / output) for output in built]


def _head(path: Path) -> str:
    text = path.read_text("utf-8", "replace")
    end = _HEAD_END.search(text)
    return text[: end.start()] if end else text


if __name__ == "__main__":
    main()
