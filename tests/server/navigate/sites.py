"""Sites that are moved about: made, known, changed as an edit says, and compared."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.warm.views import view_of

from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.model.fix import apply_edits
from sitecheck.server.answers import SiteEdit
from sitecheck.text.source import Source, decode
from sitecheck.warm.site_view import SiteView, Texts


def made(folder: Path, files: Mapping[str, str]) -> Path:
    """A site of ``files``: path → text."""
    for path, text in files.items():
        full = folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="")
    return folder


def known(site: Path, texts: Texts | None = None) -> SiteView:
    """The site as an editor sees it that holds ``texts``."""
    return view_of(options_of(site), texts)


def options_of(site: Path) -> RunOptions:
    """How it is read."""
    return RunOptions(str(site), read_settings(None, site=str(site)), jobs=1)


def copied(site: Path, folder: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(site, folder, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns(".git"))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def carried_out(site: Path, edit: SiteEdit) -> None:
    """Does on disk what an editor does: the edits, then the moves."""
    for path, edits in edit.edits.items():
        source = decode(path, (site / path).read_bytes())
        assert isinstance(source, Source)
        last = 0
        for each in sorted(edits):
            assert last <= each.span.start <= each.span.end <= len(source.text), (path, edits)
            last = each.span.end
        (site / path).write_bytes(source.encode(apply_edits(source.text, edits)))
    held = {old: (site / old).read_bytes() for old in edit.moves}
    for old in held:
        (site / old).unlink()
    for old, new in edit.moves.items():
        assert (site / new).resolve().is_relative_to(site.resolve())
        (site / new).parent.mkdir(parents=True, exist_ok=True)
        (site / new).write_bytes(held[old])


def led_to(view: SiteView, moves: Mapping[str, str] | None = None) -> Counter[tuple[str, str, str]]:
    """Which file leads to which: page, what is linked to, what becomes of the link; under new names."""
    moves = moves or {}
    found: Counter[tuple[str, str, str]] = Counter()
    for each in view.facts.links:
        if each.of_layout:
            continue
        route = each.verdict.route
        source = route.source or route.output if route is not None else ""
        page = moves.get(each.page, each.page)
        status = each.verdict.status
        if source or status.startswith("broken"):
            found[page, moves.get(source, source), status] += 1
    return found


def broken(view: SiteView) -> int:
    """How many links are broken, on all pages together."""
    return sum(max(1, len(each.on)) for each in view.facts.links if each.verdict.status.startswith("broken"))


def at(files: Mapping[str, str], path: str, marked: str) -> int:
    """The offset of ``|`` in ``marked``, a piece of the text of a file."""
    before, _, after = marked.partition("|")
    found = files[path].index(before + after)
    return found + len(before)


def shown(files: Mapping[str, str], path: str, span: tuple[int, int]) -> str:
    """``path`` and what is written there."""
    text = files[path][slice(*span)]
    return f"{path}: {text}" if text else path
