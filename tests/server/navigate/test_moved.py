"""What a move of files changes: links in every form, names, redirects, and what is refused."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest
from tests.server.navigate.sites import broken, carried_out, copied, known, led_to, made, options_of
from tests.warm.views import view_of

from sitecheck.errors import UsageError
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.moved import moved
from sitecheck.warm.site_view import SiteView

CONFIG = "baseurl: /base\nurl: https://x.example\nplugins: [jekyll-redirect-from]\n"
FILES = {
    "_config.yml": CONFIG,
    "_includes/a.html": "a\n",
    "a.md": "---\ntitle: A\n---\n[b](b.html#x) [c](sub/c.html)\n",
    "b.md": "---\ntitle: B\n---\n# X\n\n[a](a.html) {% include a.html %}\n",
    "sub/c.md": "---\r\ntitle: C\r\n---\r\n[a](../a.html) [p](p.png)\r\n",
    "sub/p.png": "png",
}


def _moved(
    site: Path, moves: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> tuple[SiteEdit, dict[str, str]]:
    """The edit, and what the changed files then hold."""
    view = known(site, dict(texts or {}))
    with view.held():
        edit = moved(view, moves)
    for path, text in (texts or {}).items():
        (site / path).write_text(text, "utf-8")
    carried_out(site, edit)
    changed = {edit.moves.get(path, path) for path in (*edit.edits, *edit.moves)}
    return edit, {path: (site / path).read_bytes().decode("utf-8") for path in changed}


def test_links_to_a_page_and_on_it(tmp_path: Path) -> None:
    edit, now = _moved(made(tmp_path, FILES), {"sub/c.md": "deep/er/c.md"})
    assert edit.moves == {"sub/c.md": "deep/er/c.md"}
    assert "[b](b.html#x) [c](deep/er/c.html)" in now["a.md"]
    assert "[a](../../a.html) [p](../../sub/p.png)\r\n" in now["deep/er/c.md"]
    assert "title: C\r\nredirect_from:\r\n  - /sub/c.html\r\n---" in now["deep/er/c.md"]
    assert set(edit.edits) == {"a.md", "sub/c.md"}
    assert edit.notes == ()


def test_who_comes_back_redirects_the_other_way(tmp_path: Path) -> None:
    site = made(tmp_path, FILES)
    _moved(site, {"b.md": "d.md"})
    _, now = _moved(site, {"d.md": "b.md"})
    assert "redirect_from:\n  - /d.html\n" in now["b.md"]
    assert "[b](b.html#x)" in now["a.md"]


def test_a_page_with_a_permalink_keeps_its_address(tmp_path: Path) -> None:
    files = {
        "b.md": "---\npermalink: /bee/\n---\n[a](../a.html)\n",
        "a.md": "---\ntitle: A\n---\n[b](bee/) [l]({% link b.md %})\n",
    }
    edit, now = _moved(made(tmp_path, {**FILES, **files}), {"b.md": "x/y.md"})
    assert now["a.md"].endswith("[b](bee/) [l]({% link x/y.md %})\n")
    assert set(edit.edits) == {"a.md"}


def test_without_the_plugin_a_lost_address_is_told(tmp_path: Path) -> None:
    edit, now = _moved(made(tmp_path, {**FILES, "_config.yml": "title: T\n"}), {"b.md": "d.md"})
    assert "redirect_from" not in now["d.md"]
    assert any("/b.html finds nothing any more: without jekyll-redirect-from" in each for each in edit.notes)


def test_no_redirect_is_written_over_those_that_the_configuration_gives(tmp_path: Path) -> None:
    config = (
        f"{FILES['_config.yml']}defaults: [{{scope: {{path: ''}}, values: {{redirect_from: [/old/]}}}}]\n"
    )
    edit, now = _moved(made(tmp_path, {**FILES, "_config.yml": config}), {"b.md": "d.md"})
    assert "redirect_from" not in now["d.md"]
    assert any("/b.html finds nothing any more" in each for each in edit.notes)


def test_the_text_that_an_editor_holds_is_changed(tmp_path: Path) -> None:
    held = {
        "a.md": "---\ntitle: A\n---\n\n\nNew text. [b](b.html#x) [other](./b.html)\n",
        "b.md": "---\n---\n[a](/base/a)\n",
    }
    _, now = _moved(made(tmp_path, FILES), {"b.md": "x/b.md", "a.md": "x/a.md"}, held)
    assert now["x/a.md"].endswith("New text. [b](b.html#x) [other](./b.html)\n")
    assert now["x/b.md"].endswith("[a](/base/x/a)\n")


def test_a_page_that_is_no_longer_published_is_told(tmp_path: Path) -> None:
    edit, now = _moved(made(tmp_path, FILES), {"b.md": "_hidden/b.md"})
    assert any(each.startswith("/b.html is gone: ") for each in edit.notes)
    assert "[b](b.html#x)" in (tmp_path / "a.md").read_text("utf-8")
    assert "redirect_from" not in now["_hidden/b.md"]


def test_what_liquid_makes_and_nobody_can_change_is_told(tmp_path: Path) -> None:
    files = {
        "a.md": '---\ntitle: A\n---\n\n[b]({{ "/B" | downcase | append: ".html" | relative_url }})\n{% include a.html %}'
    }
    edit, _ = _moved(made(tmp_path, {**FILES, **files}), {"b.md": "d.md"})
    assert [each for each in edit.notes if "by hand" in each] == [
        "a.md:5: change this link to /d.html by hand"
    ]


def test_paths_of_sources_count_from_the_folder_of_collections(tmp_path: Path) -> None:
    files = {
        "_config.yml": "collections_dir: cols\ncollections: {notes: {output: true}}\n"
        "plugins: [jekyll-relative-links]\nrelative_links: {collections: true}\n",
        "cols/_notes/one.md": "---\n---\n[two](two.md) [a](../a.md) [t](/_notes/two.md#x)\n",
        "cols/_notes/two.md": "---\n---\n[one](one.md)\n",
        "cols/a.md": "---\n---\nno page: it is in the folder of collections\n",
        "a.md": "---\n---\n[two](_notes/two.md)\n",
    }
    site = made(tmp_path, files)
    before, bad = led_to(known(site)), broken(known(site))
    edit, now = _moved(site, {"cols/_notes/two.md": "cols/_notes/x/deux.md"})
    new = edit.moves
    assert "[two](x/deux.md)" in now["cols/_notes/one.md"]
    assert "[t](/_notes/x/deux.md#x)" in now["cols/_notes/one.md"]
    assert "[one](../one.md)" in now["cols/_notes/x/deux.md"]
    assert now["a.md"].endswith("[two](_notes/x/deux.md)\n")
    after = known(site)
    assert broken(after) == bad
    assert led_to(after) == type(before)(
        {(new.get(a, a), new.get(b, b), c): n for (a, b, c), n in before.items()}
    )


def test_a_post_that_becomes_a_page_is_told_where_post_url_names_it(tmp_path: Path) -> None:
    post, named = "_posts/2024-01-02-p.md", "---\n---\n[p]({% post_url 2024-01-02-p %})\n"
    edit, now = _moved(made(tmp_path, {**FILES, post: "---\n---\n", "n.md": named}), {post: "p.md"})
    assert any(each.startswith("n.md:3: post_url finds posts only, and p.md is none") for each in edit.notes)
    assert now.get("n.md", named) == named


def test_include_relative_that_cannot_reach_is_told(tmp_path: Path) -> None:
    files = {"sub/c.md": "---\n---\n{% include_relative part.md %}\n", "sub/part.md": "part\n"}
    edit, _ = _moved(made(tmp_path / "a", {**FILES, **files}), {"sub/c.md": "other/c.md"})
    assert any("include_relative cannot reach sub/part.md" in each for each in edit.notes)
    edit, now = _moved(made(tmp_path / "b", {**FILES, **files}), {"sub/c.md": "c.md"})
    assert "{% include_relative sub/part.md %}" in now["c.md"]
    edit, now = _moved(made(tmp_path / "c", {**FILES, **files}), {"sub": "other"})
    assert "{% include_relative part.md %}" in now["other/c.md"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a.md", "../a.md", "no place in the site"),
        ("a.md", "x/../../a.md", "no place in the site"),
        ("a.md", "/etc/a.md", "no place in the site"),
        ("a.md", "", "no place in the site"),
        ("../x.md", "x.md", "no place in the site"),
        ("a.md", "x\ny.md", "cannot be the name"),
        ("a.md", "x\0y.md", "cannot be the name"),
        ("a.md", "x\\y.md", "cannot be the name"),
        ("a.md", "{{ x }}.md", "cannot be the name"),
        ("a.md", "x %} y.md", "cannot be the name"),
        ("a.md", "x\ud800.md", "cannot be the name"),
        ("a.md", "x" * 300, "too long"),
        ("a.md", "b.md", "there already"),
        ("sub", "sub/inner", "into itself"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    view = known(made(tmp_path, FILES))
    with view.held(), pytest.raises(UsageError, match=words):
        moved(view, {old: new})


@pytest.mark.posix
def test_nothing_is_moved_out_by_a_link(tmp_path: Path) -> None:
    site = made(tmp_path / "site", FILES)
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", site / "out")
    view = known(site)
    with view.held(), pytest.raises(UsageError, match="leads out of the site"):
        moved(view, {"a.md": "out/a.md"})


@pytest.mark.parametrize(
    "name",
    [
        "it's.md",
        'a "b".md',
        "a&b<c>.md",
        "a (1) [2].md",
        "a+b#c%e.md",
        "ü é.md",
        "a*b_c_.md",
        "a, b; c.md",
        "a|b.md",
        "$x$.md",
        "a: b.md",
    ],
)
def test_odd_names_are_written_so_that_links_find_them(tmp_path: Path, name: str) -> None:
    files = {
        **FILES,
        "b.md": "---\ntitle: B\n---\n# X\n\n[s](sub/c.html)\n",
        "nav.md": "---\nto: /sub/c.html\n---\n"
        "[a](sub/c.html) <a href=\"sub/c.html\">b</a> <a href='sub/c.html?x#y'>c</a> [d]: x\n"
        '[e]({{ "/sub/c.html" | relative_url }}) [f]({{ page.to | relative_url }}) [g](/base/sub/c)\n\n'
        "[h][r] [i]({% link sub/c.md %}) <img src='sub/p.png' srcset='sub/p.png 2x'>\n\n[r]: sub/c.html\n",
    }
    site = made(tmp_path / "site", files)
    view = known(site)
    before, bad = led_to(view), broken(view)
    with view.held():
        edit = moved(view, {"sub/c.md": f"sub/{name}", "sub/p.png": f"sub/{name[:-3]}.png"})
    carried_out(site, edit)
    after = known(site)
    new = edit.moves
    assert broken(after) == bad
    assert led_to(after) == type(before)(
        {(new.get(a, a), new.get(b, b), c): n for (a, b, c), n in before.items()}
    ), edit
    assert not any("by hand" in each for each in edit.notes)


def _random_moves(view: SiteView, rng: random.Random) -> Iterator[dict[str, str]]:
    """One move after the other, each of a file that is served."""
    paths = sorted(path for path in view.site.by_source if "index" not in path and "." in path)
    while True:
        old = PurePosixPath(rng.choice(paths))
        word = rng.choice(["new", "x y", "1", "Größe"])
        if view.kind(str(old)) == "post":
            name = f"{old.name[:11]}{word.replace(' ', '-')}-{old.name[11:]}"
            yield {str(old): str(old.parent / rng.choice([old.name, name, f"sub/{name}"]))}
        else:
            folder = rng.choice([old.parent, old.parent / word, old.parent.parent, PurePosixPath(word)])
            yield {str(old): str(folder / rng.choice([old.name, f"{word}-{old.name}"]))}


@pytest.mark.corpus
@pytest.mark.seeded
@pytest.mark.parametrize("name", ["devoto", "rubygems-guides"])
def test_random_moves_break_no_link(name: str, seed: int, tmp_path: Path) -> None:
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS names no folder of real sites")
    site = copied(Path(corpus) / name, tmp_path / "site")
    view = _remembered(site, tmp_path)
    rng = random.Random(seed)
    done = 0
    while done < 30:
        moves = next(_random_moves(view, rng))
        before, bad = led_to(view), broken(view)
        try:
            with view.held():
                edit = moved(view, moves)
        except UsageError:
            continue
        if not edit.moves:
            continue
        carried_out(site, edit)
        done += 1
        view = _remembered(site, tmp_path)
        new = edit.moves
        wanted = type(before)({(new.get(a, a), new.get(b, b), c): n for (a, b, c), n in before.items()})
        told = sum("by hand" in note for note in edit.notes)  # what cannot be changed, and is said
        assert broken(view) <= bad + told, (moves, edit)
        assert told or led_to(view) == wanted, (
            moves,
            edit.notes,
            wanted - led_to(view),
            led_to(view) - wanted,
        )


def _remembered(site: Path, folder: Path) -> SiteView:
    return view_of(options_of(site)._replace(cache_dir=str(folder / "cache")))
