"""The heads that themes write against our recipes of them, and against the themes' own files where these are here."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.reference.jekyll import theme_golden as golden
from tests.sampled import sampled

from sitecheck.document.heads.head import PageHead
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings

CASES = [(release, config) for config in golden.CONFIGS for release in golden.THEMES]
FIELDS = (
    "title",
    "canonical",
    "og:title",
    "og:url",
    "og:image",
    "description",
    "og:description",
    "twitter:card",
)
LEAST_KNOWN = {
    "minimal-mistakes": 0.75,
    "chirpy-7.5": 0.98,
    "chirpy": 0.75,
    "al-folio": 0.85,
    "beautiful-jekyll-5": 0.75,
}
"""Releases differ in what they make of pages without a title, in pictures, and in names of sites."""


def _heads(site: Path) -> dict[str, PageHead]:
    reader = open_site(str(site), read_settings(None), Call())
    rows = LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows
    return {row.output: row.head for row in rows}


def _declared(said: Mapping[str, str]) -> str | None:
    """The encoding that ``http-equiv="content-type"`` declares."""
    return said.get("content-type", "").partition("charset=")[2] or None


def _compared(found: dict[str, PageHead], built: golden.Heads) -> Counter[str]:
    """How many fields are known; what is said to be known or absent is as it was built."""
    states: Counter[str] = Counter()
    for output, said in built.items():
        head = found[output]
        for key in {*said, *head.fields, *FIELDS} - {"generator"}:
            field = head.field(key)
            if field.state in ("known", "absent"):
                told = " ".join(field.value.split()) if field.state == "known" else None
                written = said.get(key, _declared(said) if key == "charset" else None)
                assert told == (None if written is None else " ".join(written.split())), (output, key)
            if key in FIELDS:
                states[field.state] += 1
    return states


@pytest.mark.parametrize(("release", "config"), sampled(CASES, 8))
def test_a_recipe_says_what_the_theme_writes(tmp_path: Path, release: str, config: str) -> None:
    built = golden.kept()[release][config]
    site = golden.write_site(tmp_path, golden.THEMES[release], config, names_it=True)
    states = _compared(_heads(site), built)
    least = next((share for name, share in LEAST_KNOWN.items() if release.startswith(name)), 0.98)
    assert states["known"] + states["absent"] >= least * states.total(), states


@pytest.mark.reference
@pytest.mark.parametrize(("release", "config"), CASES[: len(golden.THEMES)])
def test_a_theme_that_is_here_is_read_as_it_is(tmp_path: Path, release: str, config: str) -> None:
    if why := golden.GOLDENS[0].unavailable():
        pytest.skip(why)
    built = golden.build(release, config)
    assert built == golden.kept()[release][config]
    theme = golden.THEMES[release]._replace(names="theme: a-theme")
    site = golden.write_site(tmp_path, theme, config, names_it=True)
    checkout = Path(os.environ["SITECHECK_THEMES"], release)
    for name in ("_layouts", "_includes", "_data"):
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, site / "vendor/bundle/ruby/3.3.0/gems/a-theme-1.0" / name)
    states = _compared(_heads(site), built)
    assert states["known"] + states["absent"] >= 0.99 * states.total(), states
