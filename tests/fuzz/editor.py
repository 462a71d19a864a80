"""Whatever is typed, the server answers, and knows what a server knows that starts with these texts.

``python -m tests.fuzz.editor --count 10000 --seed 1`` makes sites, types into their files, asks every question
at random places, and compares, every few edits, with a fresh start. A find is printed with the site's seed,
which makes it again: ``--site-seed``.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from random import Random

from lsprotocol import types
from tests.fuzz import command_line
from tests.fuzz.sites import make_site

from sitecheck.engine.reading.known_site import recall_site
from sitecheck.errors import SitecheckError
from sitecheck.files import unsaved
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Edit, TakenSpans, apply_edits
from sitecheck.model.span import Span
from sitecheck.server.actions import actions
from sitecheck.server.answers import SiteEdit
from sitecheck.server.complete import complete
from sitecheck.server.hover import hover
from sitecheck.server.lsp.positions import Positions, changed
from sitecheck.server.navigate.definition import definition
from sitecheck.server.navigate.document_links import document_links
from sitecheck.server.navigate.inlay_hints import inlay_hints
from sitecheck.server.navigate.moved import moved
from sitecheck.server.navigate.references import references
from sitecheck.server.navigate.rename import prepare_rename, rename
from sitecheck.server.navigate.symbols import document_symbols
from sitecheck.server.navigate.workspace_symbols import workspace_symbols
from sitecheck.warm.site_view import SiteView, held_bytes
from sitecheck.warm.wanted import Wanted, run_options
from sitecheck.warm.warm_site import Renewal, WarmSite
from sitecheck.warm.whole_check import answer

EDITS_PER_SITE = 50
COMPARED_EVERY = 10
UTF16 = types.PositionEncodingKind.Utf16
PIECES = (
    *(
        "[x](",
        "](/",
        ")",
        "#",
        "## New\n",
        "{% include ",
        "{% link ",
        "{{ page.",
        "{{ site.data.",
        " | ",
        "%}",
        "}}",
    ),
    *(
        "---\n",
        "title: ",
        "layout: ",
        "permalink: /x/\n",
        "$$",
        "\\frac{",
        "\\ref{a}",
        "<a href='",
        '<img src="',
        ">",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u2028",
        "👍",
        "漢",
        "\t",
        "```\n",
        "{::",
        "{:.x}",
        "[^1]",
        "[^1]: n\n",
        "<!-- ",
        "-->",
    ),
    *(
        "<!-- sitecheck: ignore[broken-link] x -->",
        "/",
        "../",
        "a",
        "{% raw %}",
        "{% endraw %}",
        "&amp;",
        "[a]: /b\n",
    ),
)
NAMES = (
    "New name",
    "",
    "a#b",
    "{{ x }}",
    "../../etc",
    "/abs",
    "x" * 300,
    "a\nb",
    "_posts/2020-01-01-z.md",
    "é 漢",
)


class Bench:
    """A site, a server that has seen every edit, and the texts as an editor has them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.site = folder / "site"
        # A post that gets due would be an edit of nobody's.
        make_site(self.site, seed, datetime.now(timezone.utc) + timedelta(days=1))
        self.wanted = Wanted(str(self.site), cache_dir=str(folder / "cache"), jobs=1)
        try:
            run_options(self.wanted)
        except SitecheckError:
            (self.site / ".sitecheck.yml").unlink()
        self.warm = WarmSite(self.wanted)
        self.texts: dict[str, str] = {}
        self.paths = sorted(self.warm.view.inputs)

    def edit(self) -> str:
        """Types into a file, or saves, opens and closes one."""
        path = self.random.choice(self.paths)
        if path not in self.texts or self.random.random() < 0.02:
            source = self.warm.view.source(path)
            self.texts[path] = "" if source is None else source.text
        text = self.texts[path]
        if self.random.random() < 0.03:
            del self.texts[path]
            self.warm.edit(path, None)
            self.warm.judge(path)
            return f"closed {path}"
        start = self.random.randrange(len(text) + 1)
        end = min(len(text), start + self.random.choice((0, 0, 0, 1, 3, 20, 400)))
        new = "".join(self.random.choices(PIECES, k=self.random.choice((0, 1, 1, 2, 5))))
        range_ = Positions(text).range(Span(start, end))
        start, end = Positions(text).span(range_)  # an editor has no cursor inside a line end
        change = types.TextDocumentContentChangePartial(range=range_, text=new)
        self.texts[path] = text[:start] + new + text[end:]
        after = changed(text, [change], UTF16)
        if after != self.texts[path]:
            raise AssertionError(f"the text of {path} is not the editor's")
        self.warm.edit(path, after)
        self.inside(path, self.warm.judge(path))
        return f"{path} {start}:{end} {new!r}"

    def inside(self, path: str, findings: tuple[Finding, ...]) -> None:
        """Every place of findings is in the text."""
        source = self.warm.view.source(path)
        size = 0 if source is None else len(source.text)
        for each in findings:
            if each.path != path or not 0 <= each.place.span.start <= each.place.span.end <= size:
                raise AssertionError(f"{each} is not in {path} of {size} characters")

    def ask(self) -> str:
        """Asks one of all questions somewhere."""
        path = self.random.choice(self.paths)
        view = self.warm.view
        source = view.source(path)
        text = "" if source is None else source.text
        offset = self.random.randrange(len(text) + 1)
        question = self.random.choice(_QUESTIONS)
        with view.held():
            try:
                edit = question(self, path, offset, text)
            except SitecheckError:
                edit = None  # refused in words
        if edit is not None:
            self.apply(edit)
        return f"{question.__name__} {path}:{offset}"

    def apply(self, edit: SiteEdit) -> None:
        """Whether edits can be made: in their texts, none upon another."""
        for path, edits in edit.edits.items():
            source = self.warm.view.source(path)
            if source is None:
                raise AssertionError(f"{path} is edited, which is no text")
            fits(source.text, edits)

    def renewed(self, warm: WarmSite) -> Renewal:
        """What the whole site is found to be, without another process."""
        texts = warm.texts
        whole = answer(self.wanted, texts)
        options = run_options(self.wanted)
        with unsaved(held_bytes(self.wanted.site, texts)):
            known = recall_site(options, dict(whole.heavy), warm.view.site.front_matters)
        return Renewal(SiteView(options, known, texts), whole, texts)

    def compare(self) -> None:
        """The server that has seen every edit knows what one knows that starts now."""
        told = self.warm.accept(self.renewed(self.warm))
        fresh = WarmSite(self.wanted)
        for path, text in self.texts.items():
            fresh.edit(path, text)
        anew = fresh.accept(self.renewed(fresh))
        for path in {*told, *anew}:
            if told.get(path, ()) != anew.get(path, ()):
                raise AssertionError(f"{path}: {set(told.get(path, ())) ^ set(anew.get(path, ()))}")
        for path in self.paths:
            one, two = self.warm.judge(path), fresh.judge(path)
            if one != two or one != told.get(path, ()):
                raise AssertionError(
                    f"{path} at once: {set(one) ^ set(two)} {set(one) ^ set(told.get(path, ()))}"
                )


def fits(text: str, edits: tuple[Edit, ...]) -> None:
    """Raises for edits that are not in the text, or upon each other."""
    done = TakenSpans()
    for each in edits:
        if not 0 <= each.span.start <= each.span.end <= len(text) or done.overlap(each.span):
            raise AssertionError(f"{each} cannot be made in a text of {len(text)} characters: {edits}")
        done.take(each.span)
    apply_edits(text, edits)


def _complete(bench: Bench, path: str, offset: int, text: str) -> None:
    for item in complete(bench.warm.view, path, offset).items:
        fits(text, (item.edit,))


def _hover(bench: Bench, path: str, offset: int, text: str) -> None:
    found = hover(bench.warm.view, path, offset, bench.warm.judge(path))
    if found is not None:
        fits(text, (Edit(found.span, ""),))


def _definition(bench: Bench, path: str, offset: int, text: str) -> None:
    for target in definition(bench.warm.view, path, offset):
        fits(text, (Edit(target.origin, ""),))


def _references(bench: Bench, path: str, offset: int, text: str) -> None:
    references(bench.warm.fresh, path, offset, declaration=bool(offset % 2))


def _links(bench: Bench, path: str, offset: int, text: str) -> None:
    for link in document_links(bench.warm.view, path):
        fits(text, (Edit(link.span, ""),))


def _symbols(bench: Bench, path: str, offset: int, text: str) -> None:
    waiting = [*document_symbols(bench.warm.view, path)]
    while waiting:
        symbol = waiting.pop()
        fits(text, (Edit(symbol.whole, ""),))
        if not symbol.whole.start <= symbol.place.span.start <= symbol.place.span.end <= symbol.whole.end:
            raise AssertionError(f"{symbol}: the name is not in what it names")
        waiting += symbol.children
    workspace_symbols(bench.warm.view, text[offset : offset + 3])


def _hints(bench: Bench, path: str, offset: int, text: str) -> None:
    for hint in inlay_hints(bench.warm.view, path, Span(0, offset)):
        fits(text, (Edit(Span(hint.offset, hint.offset), ""),))


def _actions(bench: Bench, path: str, offset: int, text: str) -> None:
    for action in actions(bench.warm.view, path, Span(0, offset), bench.warm.judge(path)):
        fits(text, action.edits)


def _rename(bench: Bench, path: str, offset: int, text: str) -> SiteEdit | None:
    there = prepare_rename(bench.warm.view, path, offset)
    if there is None:
        return None
    fits(text, (Edit(there[0], ""),))
    return rename(bench.warm.fresh, path, offset, bench.random.choice(NAMES))


def _moved(bench: Bench, path: str, offset: int, text: str) -> SiteEdit:
    folder = bench.random.choice(("", "new/", "../", "/"))
    return moved(
        bench.warm.fresh, {path: f"{folder}{bench.random.choice((path, path.rpartition('/')[2], *NAMES))}"}
    )


Question = Callable[[Bench, str, int, str], "SiteEdit | None"]
_QUESTIONS: tuple[Question, ...] = (
    *(_complete, _complete, _complete, _hover, _definition, _references, _links, _symbols, _hints, _actions),
    *(_rename, _moved),
)


def finds(seed: int, count: int) -> Iterator[str]:
    """What goes wrong in ``count`` edits of the site of a seed; the first is the last."""
    with tempfile.TemporaryDirectory(prefix="editor-") as folder:
        bench = Bench(Path(folder), seed)
        said: list[str] = []
        try:
            for number in range(1, count + 1):
                said.append("edit")
                said[-1] = bench.edit()
                for _ in range(2):
                    said.append("question")
                    said[-1] = bench.ask()
                if number % COMPARED_EVERY == 0:
                    bench.compare()
        except Exception:
            yield f"--site-seed {seed} after\n" + "\n".join(said[-12:]) + f"\n{traceback.format_exc()}"


def run_edits(count: int, seed: int, *, progress: bool = False) -> list[str]:
    """What is found in ``count`` edits of as many sites as that takes; ``seed`` is the first site's."""
    found: list[str] = []
    for site in itertools.count(seed):
        for find in finds(site, min(EDITS_PER_SITE, count)):
            found.append(find)
            if progress:
                print(find, flush=True)
        count -= EDITS_PER_SITE
        if count <= 0:
            return found
    return found


def _main() -> int:
    run = partial(run_edits, progress=True)
    return command_line.main("editor", run, per_site=EDITS_PER_SITE, count=1000, finds="finds")


if __name__ == "__main__":
    sys.exit(_main())
