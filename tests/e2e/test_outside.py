"""What a repository holds leads no command to read or write a file outside of it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from tests.e2e.conftest import SECURE, Cli, WriteSite

pytestmark = pytest.mark.posix

PAGE = "---\ntitle: A page\n---\n"
SECRET = "ignore: [image-alt]\nsecret: hunter2\n"
FIXABLE = PAGE + 'A page.\n{: id="a" }\n\n[x](http://github.com/a/b)\n'
LEFT = ".sitecheck-0123456789abcdef.tmp"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.yml").write_text(SECRET)
    return folder


@pytest.mark.parametrize("command", ["check", "fix", "links", "routes", "math", "why"])
def test_settings_that_lead_out_of_the_site_are_refused(
    command: str, site: WriteSite, outside: Path, cli: Cli
) -> None:
    folder = site({"index.md": PAGE})
    (folder / ".sitecheck.yml").symlink_to(outside / "secret.yml")
    answer = cli(command, *(("index.md", "--site") if command == "why" else ()), folder)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1), answer
    assert "leads out of the site" in answer.err
    assert "hunter2" not in answer.err


def test_settings_may_be_a_link_within_the_site_and_any_file_the_user_names(
    site: WriteSite, outside: Path, cli: Cli
) -> None:
    folder = site({"index.md": PAGE, "settings/usual.yml": "ignore: [image-alt]\n"})
    (folder / ".sitecheck.yml").symlink_to("settings/usual.yml")
    assert cli("check", folder).code == 0
    (outside / "link.yml").symlink_to(folder / "settings" / "usual.yml")
    assert cli("check", folder, "--config", outside / "link.yml").code == 0


def test_settings_without_end_are_refused(site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE, ".sitecheck.yml": "#" * 1_100_000})
    answer = cli("check", folder)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "larger than 1 MB" in answer.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "exclude: [index.md] # hunter2\n"),
        ("Gemfile", 'gem "jekyll-hunter2", :group => :jekyll_plugins\n'),
    ],
)
def test_no_other_file_of_settings_is_read_outside(
    name: str, text: str, site: WriteSite, outside: Path, cli: Cli
) -> None:
    folder = site({"index.md": PAGE + "[x](/shop/) ![](https://e.example/a.png)\n"})
    (outside / "secret.yml").write_text(text)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside / "secret.yml")
    answer = cli("check", folder, "--output-format", "json", "-q", "--statistics")
    assert "hunter2" not in answer.out + answer.err
    found = {(f["rule"], f["path"]) for f in json.loads(answer.out)["findings"]}
    assert ("image-alt", "index.md") in found, "what stands outside must exclude no page"
    told = ("invalid-config", name) if name == "_config.yml" else ("broken-link", "index.md")
    assert told in found, "what stands outside must excuse no link"


def test_a_link_in_the_cache_is_not_followed(
    site: WriteSite, outside: Path, own_cache: Path, cli: Cli
) -> None:
    """The cache folder may come with a repository, as with ``--cache-dir .cache``."""
    folder = site({"index.md": PAGE})
    cli("check", folder)
    (entry,) = own_cache.iterdir()
    stored = sorted(path.name for path in entry.iterdir())
    entry.rename(outside / "moved")
    entry.symlink_to(outside / "moved")
    before = {path.name: path.read_bytes() for path in (outside / "moved").iterdir()}
    (folder / "new.md").write_text(PAGE)
    assert cli("check", folder).code == 0
    assert {path.name: path.read_bytes() for path in (outside / "moved").iterdir()} == before
    entry.unlink()
    entry.mkdir()
    for name in stored:
        (entry / name).symlink_to(outside / "secret.yml")
    assert cli("check", folder).code == 0
    assert (outside / "secret.yml").read_text() == SECRET


def test_a_read_only_file_is_told_and_the_others_are_mended(site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": FIXABLE, "b.md": FIXABLE, ".sitecheck.yml": SECURE})
    (folder / "a.md").chmod(0o440)
    for words in (("--diff",), ()):
        answer = cli("fix", folder, "--unsafe", *words)
        assert answer.code == len(words), "a fix of an info is left, which fails nothing"
        assert "a.md: not changed, it is read-only" in answer.err
    assert (folder / "a.md").read_text() == FIXABLE
    assert "https://github.com" in (folder / "b.md").read_text()


def test_one_file_under_two_names_is_mended_once(site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": FIXABLE, ".sitecheck.yml": SECURE})
    (folder / "b.md").symlink_to("a.md")
    answer = cli("fix", folder, "--unsafe")
    assert "2 files changed" not in answer.out
    assert (folder / "a.md").read_text() == FIXABLE.replace("http:", "https:")
    assert (folder / "b.md").is_symlink()


def test_a_file_that_changes_while_it_is_read_is_read_again(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves while the network is asked: the places of the fixes are those of the old text."""
    from sitecheck.engine.edits import fix_site

    folder = site({"a.md": FIXABLE, ".sitecheck.yml": SECURE})
    new = PAGE + "A long new introduction.\n\n" + FIXABLE.removeprefix(PAGE)
    real = fix_site.check_site

    def check_site(options: fix_site.RunOptions) -> object:
        report = real(options)
        if (folder / "a.md").read_text() == FIXABLE:
            (folder / "a.md").write_text(new)
        return report

    monkeypatch.setattr(fix_site, "check_site", check_site)
    cli("fix", folder, "--unsafe")
    assert (folder / "a.md").read_text() == new.replace("http:", "https:")


@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_a_killed_fix_left_is_swept_by_the_next_run(command: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE, f"_posts/{LEFT}": "half", "_posts/2024-01-01-a.md": PAGE})
    cli(command, folder)
    assert os.listdir(folder / "_posts") == ["2024-01-01-a.md"]


def test_a_failed_report_leaves_nothing(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site({"index.md": PAGE})
    out = folder.parent / "reports"
    out.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    answer = cli("check", folder, "--output", f"json:{out / 'a.json'}", "--no-cache")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "No space left" in answer.err
    assert os.listdir(out) == []


@pytest.mark.process
def test_a_report_into_a_device_leaves_the_device(site: WriteSite, process: Cli, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a device node to try")
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        os.close(os.open(device, os.O_WRONLY))
    except PermissionError:
        pytest.skip("no device nodes can be used here")
    answer = process("check", site({"index.md": PAGE}), "--output", f"sarif:{device}")
    assert (answer.code, answer.err) == (0, "")
    assert stat.S_ISCHR(device.lstat().st_mode)
