"""After any edit of a real site a run that remembers finds what one finds that reads everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.real_edits import real_sites, run_real_edits
from tests.fuzz.sites import edit_site


@pytest.mark.corpus
@pytest.mark.parametrize("seed", range(3))
def test_warm_equals_cold_of_real_sites(seed: int) -> None:
    found = run_real_edits(5, seed)
    assert not found, "\n".join(map(str, found))


def test_a_real_site_is_copied_before_it_is_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "corpus" / "small"
    site.mkdir(parents=True)
    written = {"_config.yml": "title: x\n", "a.md": "---\n---\n[a](b.md)\n", "b.md": "---\n---\n# B\n"}
    for name, text in written.items():
        (site / name).write_text(text)
    monkeypatch.setenv("SITECHECK_CORPUS", str(site.parent))
    edited: list[Path] = []
    monkeypatch.setattr(
        "tests.fuzz.edits.edit_site",
        lambda folder, *rest: (edited.append(folder), edit_site(folder, *rest))[1],
    )
    assert [each.name for each in real_sites()] == ["small"]
    assert run_real_edits(12, 3) == []
    assert edited
    assert site not in edited
    assert {path.name: path.read_text() for path in site.iterdir()} == written
