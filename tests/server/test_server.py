"""The server as an editor sees it, driven by a real client over pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types
from tests.server.conftest import Visit
from tests.server.editor import Editor, drive

from sitecheck.cli import main
from sitecheck.engine.revisions.around_site import lies_around
from sitecheck.testing import write_site

MakeSite = Callable[..., Path]
HEAD = "---\ntitle: A\nlayout: page\n---\n"


def at(line: int, start: int, end: int | None = None) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, start if end is None else end))


def run(site: Path, what: Callable[[Editor], object]) -> object:
    return drive(site, what, "--cache-dir", str(site.parent / "cache"))  # type: ignore[arg-type]


def _check(site: Path) -> Counter[tuple[str, str, int, int]]:
    target = site.parent / "report.json"
    call = ["check", str(site), "--output", f"json:{target}", "--exit-zero", "--no-cache", "-q"]
    assert main(call) == 0
    report = json.loads(target.read_text("utf-8"))
    return Counter(
        (each["rule"], each["path"].rpartition("my site/")[2], each["line"], each["column"])
        for each in report["findings"]
    )


def _told(editor: Editor) -> Counter[tuple[str, str, int, int]]:
    return Counter(
        (str(each.code), path, each.range.start.line + 1, each.range.start.character + 1)
        for path, found in editor.diagnostics.items()
        for each in found
    )


@pytest.mark.process
def test_the_whole_site_is_told_as_check_tells_it(make_site: MakeSite) -> None:
    site = make_site({"c.md": "---\ntitle: B\nlayout: page\n---\n[x](http://[) ![](/no.png)\n"})
    expected = _check(site)
    assert len({path for _, path, _, _ in expected}) >= 2

    async def what(editor: Editor) -> None:
        await editor.until(lambda: _told(editor) == expected)

    run(site, what)


def test_an_edit_is_judged_at_once(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        editor.open("a.md", f"{HEAD}👍 [x](/nowhere/) [y](/)\n")
        await editor.until(lambda: editor.rules("a.md") == ["broken-link"])
        (told,) = editor.diagnostics["a.md"]
        assert told.range == at(4, 7, 16)  # the thumb counts for two
        assert told.severity == types.DiagnosticSeverity.Error
        assert told.source == "sitecheck"
        assert told.code_description is not None
        assert told.code_description.href.endswith("broken-link.md")
        version = editor.change(
            "a.md", types.TextDocumentContentChangePartial(range=at(4, 7, 16), text="/b.html")
        )
        await editor.until(lambda: editor.versions["a.md"] == version and not editor.rules("a.md"))
        editor.replace("a.md", f"{HEAD}[x](/elsewhere/)\n")
        await editor.until(lambda: editor.rules("a.md") == ["broken-link"])
        editor.close("a.md")
        await editor.until(lambda: not editor.rules("a.md"))  # on disk nothing is wrong

    visit(make_site(), what)


def test_a_file_is_called_as_the_editor_calls_it(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        own = editor.uri("a.md").replace("a.md", "%61.md")
        item = types.TextDocumentItem(own, "markdown", 1, f"{HEAD}[x](/nowhere/)\n")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await editor.until(lambda: editor.rules("a.md") == ["broken-link"])
        assert editor.called["a.md"] == own
        await editor.until(lambda: "b.md" in editor.diagnostics)
        assert editor.called["b.md"] == editor.uri("b.md")

    visit(make_site(), what)


def test_nothing_stays_under_a_name_that_the_editor_does_not_use(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        usual, own = editor.uri("b.md"), editor.uri("b.md").replace("b.md", "%62.md")
        editor.open("a.md")
        await editor.until(lambda: bool(editor.told.get(usual)))
        text = (editor.site / "b.md").read_text()
        item = types.TextDocumentItem(own, "markdown", 1, text)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await editor.until(lambda: bool(editor.told.get(own)))
        assert editor.told[usual] == []

    visit(make_site(), what)


def test_other_files_follow_when_it_is_idle(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        editor.open("a.md", f"{HEAD}## Two\n")
        await editor.until(lambda: "broken-anchor" in editor.rules("index.md"))
        editor.replace("a.md", f"{HEAD}## One\n")
        await editor.until(lambda: not editor.rules("index.md"))

    visit(make_site(), what)


def test_related_places_and_tags(make_site: MakeSite, visit: Visit) -> None:
    text = f"{HEAD}<p id='x'>1</p>\n\n<p id='x'>2</p>\n\n<!-- sitecheck: ignore[broken-link] no more -->\n"

    async def what(editor: Editor) -> None:
        editor.open("a.md", text)
        await editor.until(lambda: {"duplicate-id", "unused-suppression"} <= set(editor.rules("a.md")))
        told = {str(each.code): each for each in editor.diagnostics["a.md"]}
        (related,) = told["duplicate-id"].related_information or ()
        assert related.location.uri == editor.uri("a.md")
        assert related.location.range.start.line == 4
        assert list(told["unused-suppression"].tags or ()) == [types.DiagnosticTag.Unnecessary]

    visit(make_site(), what)


def test_code_actions_mend_and_silence(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        editor.open("a.md", f"{HEAD}[x](/B.html) [y](/A.html)\n")
        await editor.until(lambda: editor.rules("a.md") == ["broken-link"] * 2)
        actions = await _actions(editor, at(4, 5))
        titles = [action.title for action in actions]
        assert titles == [
            "write /b.html",
            "silence broken-link here",
            "explain broken-link",
            "mend all that is safe: 2 findings",
        ]
        fix, silence, explain, all_ = actions
        assert isinstance(fix, types.CodeAction)
        assert fix.is_preferred
        assert _edits(editor, fix) == [(at(4, 4, 11), "/b.html")]
        assert (
            _edits(editor, silence)[0][1].strip().startswith("{%- comment %} sitecheck: ignore[broken-link]")
        )
        assert [new for _, new in _edits(editor, all_)] == ["/b.html", "/a.html"]
        only = await _actions(editor, at(4, 5), types.CodeActionKind.SourceFixAll)
        assert [action.title for action in only] == ["mend all that is safe: 2 findings"]
        assert isinstance(explain, types.Command)
        call = types.ExecuteCommandParams(explain.command, arguments=explain.arguments)
        await editor.client.workspace_execute_command_async(call)
        assert [uri.rpartition("/")[2] for uri in editor.shown] == ["broken-link.md"]

    visit(make_site(), what)


def test_code_actions_write_the_line_ends_of_the_text(make_site: MakeSite, visit: Visit) -> None:
    async def what(editor: Editor) -> None:
        text = f"{HEAD}1. one\n\ntext\n\n2. two\n".replace("\n", "\r\n")
        editor.open("a.md", text)
        await editor.until(lambda: "restarted-list" in editor.rules("a.md"))
        line = text[: text.index("2.")].count("\n")
        fixes = [each for each in await _actions(editor, at(line, 1)) if "the number" in each.title]
        assert [new for _, new in _edits(editor, fixes[0])] == ['{:start="2"}\r\n']

    visit(make_site(), what)


async def _actions(
    editor: Editor, range_: types.Range, *only: types.CodeActionKind
) -> list[types.CodeAction | types.Command]:
    context = types.CodeActionContext(editor.diagnostics["a.md"], only=only or None)
    named = types.TextDocumentIdentifier(editor.uri("a.md"))
    found = await editor.client.text_document_code_action_async(
        types.CodeActionParams(named, range_, context)
    )
    return list(found or ())


def _edits(editor: Editor, action: types.CodeAction | types.Command) -> list[tuple[types.Range, str]]:
    assert isinstance(action, types.CodeAction)
    assert action.edit is not None
    assert action.edit.changes is not None
    return [(edit.range, edit.new_text) for edit in action.edit.changes[editor.uri("a.md")]]


@pytest.mark.parametrize("path", [".sitecheck.yml", "notes/.sitecheck.yml"])
def test_settings_above_the_site_are_heeded_as_soon_as_they_are_saved(
    path: str, tmp_path: Path, visit: Visit
) -> None:
    """They lie in no site, so that nobody heard of it until a page was saved."""
    page = "---\ntitle: t\n---\n[x](gone.html)\n"
    site = write_site(tmp_path / "notes" / "site", {"_config.yml": "", "a.md": page, "b.md": page})
    (tmp_path / ".git").mkdir()

    async def what(editor: Editor) -> None:
        editor.open("a.md")
        await editor.until(lambda: "broken-link" in editor.rules("b.md"))
        settings = tmp_path / path
        settings.write_text("ignore: [broken-link]\n", encoding="utf-8")
        changed = types.FileEvent(settings.as_uri(), types.FileChangeType.Created)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await editor.until(lambda: "b.md" in editor.diagnostics and not editor.rules("b.md"))
        settings.unlink()
        named = types.TextDocumentIdentifier(settings.as_uri())
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(named))
        await editor.until(lambda: "broken-link" in editor.rules("b.md"))

    visit(site, what)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        (".gitignore", True),
        ("notes/.gitignore", True),
        (".github/workflows/a.yml", True),
        (".github/actions/a/action.yml", True),
        ("lib/tasks/a.rake", True),
        ("lib/code.rb", False),
        ("notes/site/a.md", False),
        ("notes/other/a.md", False),
        ("../a", False),
    ],
)
def test_which_files_lie_around_a_site(file: str, counts: bool, tmp_path: Path) -> None:
    site = tmp_path / "r" / "notes" / "site"
    site.mkdir(parents=True)
    assert not lies_around(os.path.normpath(tmp_path / "r" / file), str(site)), "where no repository is"
    (tmp_path / "r" / ".git").mkdir()
    assert lies_around(os.path.normpath(tmp_path / "r" / file), str(site)) == counts


@pytest.mark.slow  # quicker: what settings refuse, in tests/engine/test_site_settings.py
def test_bad_settings_are_one_message_and_the_end_of_them_is_seen(make_site: MakeSite, visit: Visit) -> None:
    site = make_site()

    async def what(editor: Editor) -> None:
        editor.open("a.md")
        await editor.until(lambda: "broken-link" in editor.rules("b.md"))
        (site / ".sitecheck.yml").write_text("rules: 3\n", encoding="utf-8")
        changed = types.FileEvent(editor.uri(".sitecheck.yml"), types.FileChangeType.Changed)
        for _ in range(2):
            editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await editor.until(lambda: bool(editor.messages))
        (site / ".sitecheck.yml").write_text("ignore: [broken-link]\n", encoding="utf-8")
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await editor.until(lambda: not editor.rules("b.md"))
        assert len(editor.messages) == 1
        assert ".sitecheck.yml" in editor.messages[0]

    visit(site, what)


@pytest.mark.process
def test_a_folder_without_a_site_is_served_in_silence(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\n[x](/nowhere/)\n", encoding="utf-8")

    async def what(editor: Editor) -> None:
        editor.open("notes.md")
        named = types.TextDocumentIdentifier(editor.uri("notes.md"))
        context = types.CodeActionContext([])
        found = await editor.client.text_document_code_action_async(
            types.CodeActionParams(named, at(2, 5), context)
        )
        assert not found
        assert not editor.messages

    drive(tmp_path, what, "--no-cache")


@pytest.mark.process
def test_without_the_library_the_command_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pygls'] = None\n"
        "from sitecheck.__main__ import main; sys.argv = ['sitecheck', 'server']; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "sitecheck: the server needs pygls: pip install 'jekyll-sitecheck[lsp]'"
    ]


@pytest.mark.parametrize("path", ["../outside.md", "sub/c.md"])
def test_files_outside_of_the_site_and_new_files(make_site: MakeSite, visit: Visit, path: str) -> None:
    site = make_site()
    (site / path).parent.mkdir(exist_ok=True)

    async def what(editor: Editor) -> None:
        editor.open("a.md")
        editor.open(path, f"{HEAD}[x](/nowhere/)\n")
        await editor.until(lambda: "broken-link" in editor.rules("b.md"))
        assert not editor.rules(path)

    visit(site, what)


def test_a_site_within_a_site_has_its_own_files(make_site: MakeSite, visit: Visit) -> None:
    inner = {"docs/_config.yml": "title: Docs\n", "docs/c.md": f"{HEAD}[x](/d.html)\n", "docs/d.md": HEAD}
    site = make_site({**inner, "_config.yml": "title: Notes\nexclude: [docs]\n"})

    async def what(editor: Editor) -> None:
        editor.open("a.md")
        editor.open("docs/c.md", f"{HEAD}[x](/nowhere/) [d](/d.html)\n")
        await editor.until(lambda: "broken-link" in editor.rules("docs/c.md"))
        assert editor.rules("docs/c.md").count("broken-link") == 1  # d.md is a page of the inner site

    visit(site, what)


@pytest.mark.posix
@pytest.mark.process
def test_a_site_behind_a_link_is_one_site(make_site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(make_site(), target_is_directory=True)

    async def what(editor: Editor) -> None:
        editor.open("a.md", f"{HEAD}[x](/nowhere/)\n")
        await editor.until(lambda: {"a.md", "b.md"} <= editor.diagnostics.keys())
        assert editor.rules("a.md") == ["broken-link"]

    run(tmp_path / "link", what)


def test_what_asks_for_all_links_waits_until_they_are_known(make_site: MakeSite, visit: Visit) -> None:
    """A rename as soon as the editor had begun took no link along, and did not say so."""
    site = make_site()

    async def what(editor: Editor) -> None:
        moved = types.FileRename(editor.uri("a.md"), editor.uri("z.md"))
        edit = await editor.client.workspace_will_rename_files_async(types.RenameFilesParams([moved]))
        assert edit is not None
        edits = (edit.changes or {})[editor.uri("index.md")]
        assert [each.new_text for each in edits] == ["/z.html#one"]

    visit(site, what)


def test_an_editor_that_renames_no_files_is_told_which_to_rename(make_site: MakeSite, visit: Visit) -> None:
    """Else the layout has one name in the file and another in the pages."""
    site = make_site()

    async def what(editor: Editor) -> None:
        where = types.TextDocumentIdentifier(editor.uri("a.md"))
        params = types.RenameParams(where, types.Position(2, 9), "paper")
        edit = await editor.client.text_document_rename_async(params)
        assert edit is not None
        assert editor.uri("a.md") in (edit.changes or {})
        await editor.until(lambda: bool(editor.messages))
        assert editor.messages == [
            "sitecheck: rename _layouts/page.html to _layouts/paper.html, too: this editor cannot"
        ]

    visit(site, what)


def test_who_finds_references_waits_until_all_are_known(make_site: MakeSite, visit: Visit) -> None:
    site = make_site()

    async def what(editor: Editor) -> None:
        where = types.TextDocumentIdentifier(editor.uri("a.md"))
        context = types.ReferenceContext(include_declaration=False)
        params = types.ReferenceParams(context, where, types.Position(4, 4))
        found = await editor.client.text_document_references_async(params)
        assert [editor.path(each.uri) for each in found or ()] == ["index.md"]

    visit(site, what)
