"""At any place of any text there is an answer, and what it names is there."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest
from tests.server.navigate.pages import FILES
from tests.server.navigate.sites import known, made

from sitecheck.errors import UsageError
from sitecheck.model.fix import Edit
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.definition import definition
from sitecheck.server.navigate.document_links import document_links
from sitecheck.server.navigate.inlay_hints import inlay_hints
from sitecheck.server.navigate.moved import moved
from sitecheck.server.navigate.references import references
from sitecheck.server.navigate.rename import prepare_rename, rename
from sitecheck.server.navigate.symbols import document_symbols
from sitecheck.server.navigate.workspace_symbols import workspace_symbols
from sitecheck.warm.site_view import SiteView

PIECES = (
    *(
        "[",
        "](",
        ")",
        "{{",
        "}}",
        "{% ",
        " %}",
        "{% include ",
        "{% link ",
        "{% raw %}",
        "#",
        "## x {#y}",
        "\n",
        "---\n",
    ),
    *(
        "$$",
        "\\ref{",
        "\\label{a}",
        "[^",
        "]:",
        "<a href='",
        "'>",
        "\t",
        "é",
        "\r\n",
        "layout: ",
        "site.data.",
        "|",
        "",
    ),
)
NAMES = ("new", "a b", "", "x" * 300, "../x", "{{x}}", "a\nb", "ü", 'q"uote', "[x]", "#", "1")


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    return known(made(tmp_path_factory.mktemp("site"), FILES))


def _changed(text: str, rng: random.Random) -> str:
    for _ in range(rng.randrange(4)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice([0, 0, 1, 5, 40]))
        text = text[:start] + rng.choice(PIECES) + text[end:]
    return text


def _stand(view: SiteView, places: Iterable[Place]) -> None:
    for path, span in places:
        source = view.source(path)
        end = len(source.text) if source is not None else 0
        assert 0 <= span.start <= span.end <= end, (path, span)


def _fit(view: SiteView, edit: SiteEdit) -> None:
    for path, edits in edit.edits.items():
        ordered: list[Edit] = sorted(edits)
        _stand(view, [Place(path, each.span) for each in ordered])
        for one, next_ in pairwise(ordered):
            assert one.span.end <= next_.span.start, path


@pytest.mark.seeded
def test_any_place_of_any_text(view: SiteView, seed: int) -> None:
    rng = random.Random(seed)
    paths = [path for path in FILES if not path.endswith(".png")]
    for _ in range(150):
        texts = {path: _changed(FILES[path], rng) for path in rng.sample(paths, 2)}
        later = SiteView(view.options, view.known, texts)
        path = rng.choice([*texts, rng.choice(paths)])
        offset = rng.randrange(len(texts.get(path, FILES[path])) + 2)
        with later.held():
            _ask(later, path, offset, rng.choice(NAMES))


def _ask(view: SiteView, path: str, offset: int, name: str) -> None:
    _stand(view, [target.place for target in definition(view, path, offset)])
    _stand(view, [Place(path, target.origin) for target in definition(view, path, offset)])
    references(view, path, offset, declaration=True)
    _stand(view, [Place(path, link.span) for link in document_links(view, path)])
    _stand(view, [Place(path, symbol.whole) for symbol in document_symbols(view, path)])
    _stand(
        view,
        [Place(path, Span(hint.offset, hint.offset)) for hint in inlay_hints(view, path, Span(0, 10**6))],
    )
    workspace_symbols(view, name)
    prepared = prepare_rename(view, path, offset)
    try:
        edit = rename(view, path, offset, name)
    except UsageError:
        return
    assert prepared is not None
    _fit(view, edit)


@pytest.mark.seeded
def test_any_move_with_any_text(view: SiteView, seed: int) -> None:
    rng = random.Random(seed)
    paths = sorted(FILES)
    for _ in range(25):
        held = rng.choice([path for path in paths if path.endswith((".md", ".html", ".yml"))])
        later = SiteView(view.options, view.known, {held: _changed(FILES[held], rng)})
        old = rng.choice(paths)
        new = rng.choice(
            [
                f"x/{old}",
                f"{old}.md",
                "new.md",
                "_posts/2021-01-01-x.md",
                "_includes/x.html",
                "_layouts/y.html",
            ]
        )
        with later.held():
            try:
                edit = moved(later, {old: new})
            except UsageError:
                continue
            _fit(later, edit)
            assert dict(edit.moves) == {old: new}


def test_a_folder_that_is_not_there(view: SiteView) -> None:
    with view.held():
        assert moved(view, {"nothing": "something"}).edits == {}
