"""Laws of completion: what was cut is offered, every address that is offered leads somewhere, nothing raises."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.sampled import sampled
from tests.server.mangled import mangled
from tests.server.typing_site import FILES, holding, typing_view
from tests.warm.views import view_of

from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.model.fix import apply_edits
from sitecheck.server.complete import complete
from sitecheck.server.prepare import prepare
from sitecheck.text.front_matter import body_start
from sitecheck.warm.site_view import SiteView

CUT = {
    "include": r"\{%-?\s*include(?:_cached)?\s+([\w./-]+)\s",
    "parameter": r"\{%-?\s*include(?:_cached)?\s+[\w./-]+\s+([\w-]+)(?==)",
    "link": r"\{%-?\s*link\s+([^\s%{}]+)\s*-?%\}",
    "post_url": r"\{%-?\s*post_url\s+([^\s%{}]+)\s*-?%\}",
    "filter": r"\{[{%][^{}]*\|\s*(\w+)[^{}]*\}\}",
    "tag": r"\{%-?\s*(\w+)[^{}]*%\}",
    "key": r"\{[{%][^{}\"']*\b\w+\.([\w-]+)[^{}]*[}%]\}",
    "variable": r"\{\{-?\s*(\w+)",
}
HIDDEN = re.compile(r"\{%-?\s*(raw|comment)\b.*?\{%-?\s*end\1", re.DOTALL)


class Word(NamedTuple):
    kind: str
    path: str
    start: int
    end: int


def words(view: SiteView) -> Iterator[Word]:
    """Words that are written in a site, of every kind that is completed."""
    for path, input_ in view.inputs.items():
        source = view.source(path)
        if source is None or input_.kind not in ("page", "post", "document", "layout", "include"):
            continue
        body = body_start(source.text) if input_.kind != "include" else 0
        hidden = [match.span() for match in HIDDEN.finditer(source.text)]
        for kind, pattern in CUT.items():
            for match in re.finditer(pattern, source.text[body:]):
                start, end = match.start(1) + body, match.end(1) + body
                if not any(one <= start < other for one, other in hidden):
                    yield Word(kind, path, start, end)
        if input_.kind in ("page", "post", "document"):
            for match in re.finditer(r"^([A-Za-z_][\w-]*)(?=:)", source.text[:body], re.MULTILINE):
                yield Word("front matter", path, *match.span(1))


def links(view: SiteView) -> Iterator[Word]:
    """Addresses of a site's own pages that are proven good, as they are written."""
    for path, facts in view.facts.files.items():
        url = view.facts.url(path)
        for link in facts.links if url is not None and facts.kind != "static" else ():
            written = view.facts.written(link.place)
            if (
                link.place.path != path
                or "{" in written
                or view.facts.verdict(url or "", link).status != "ok"
            ):
                continue
            start, end = link.place.span
            mark = written.find("#")
            if mark >= 0:
                yield Word("anchor", path, start + mark + 1, end)
            if mark:
                yield Word("address", path, start, start + mark if mark > 0 else end)


def recall(view: SiteView, found: list[Word]) -> Counter[tuple[str, bool]]:
    """Of words that are cut in the middle: whether what was cut is offered."""
    counts: Counter[tuple[str, bool]] = Counter()
    for kind, path, start, end in found:
        source = view.source(path)
        text = source.text if source is not None else ""
        cut = start + max(1, (end - start) // 2)
        held = holding(view, path, text[:cut] + text[end:])
        with held.held():
            answers = complete(held, path, cut)
        edited = {apply_edits(held.texts[path], [item.edit]) for item in answers.items}
        counts[kind, text in edited] += 1
    return counts


def chosen(found: Iterator[Word], most: int, seed: int) -> list[Word]:
    by_kind: dict[str, list[Word]] = {}
    for word in found:
        if word.end > word.start:
            by_kind.setdefault(word.kind, []).append(word)
    dice = random.Random(seed)
    return [word for group in by_kind.values() for word in dice.sample(group, min(most, len(group)))]


def shares(counts: Counter[tuple[str, bool]]) -> dict[str, float]:
    kinds = {kind for kind, _ in counts}
    return {kind: counts[kind, True] / (counts[kind, True] + counts[kind, False]) for kind in kinds}


TAILS = ("](", "](/", "](../", "](#", "](/base/", '<a href="', '<img src="/', "[d]: /", "]({{ '/", "{% link ")


def bad_addresses(view: SiteView, times: int, seed: int) -> tuple[int, list[tuple[str, str, str]]]:
    """Offered addresses that are put into a page: how many, and those that do not lead anywhere."""
    dice = random.Random(seed)
    markdown = [
        path
        for path, each in view.inputs.items()
        if each.kind in ("page", "post", "document")
        and view.facts.url(path)
        and view.reader.dialect(path) == "markdown"
    ]
    count, bad = 0, list[tuple[str, str, str]]()
    for _ in range(times):
        path, tail = dice.choice(markdown), dice.choice(TAILS)
        for new, offered in _put(view, path, tail, dice):
            held = holding(view, path, new)
            with held.held():
                document = held.document(path)
                assert document is not None
                begin = document.front_matter.span.end
                own_links = [link for link in document.links if link.place.path == path]
                link = min(own_links, key=lambda each: (each.whole.span.end <= begin, each.whole.span))
                verdict = view.facts.verdict(view.facts.url(path) or "", link)
                own = {f"#{each.id}" for each in document.ids}
            count += 1
            if verdict.status != "ok" and link.href not in own:
                bad.append((path, tail, offered))
    return count, bad


def _put(view: SiteView, path: str, tail: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    source = view.source(path)
    text = source.text if source is not None else ""
    body = body_start(text)
    opening = "[x" if tail.startswith("]") else "[x](" if tail.startswith("{%") else ""
    closing = {"<": '">x</a>', "[": "\n\n[d]", "{": " %})"}.get(tail[0], ")")
    closing = "' | relative_url }}" + closing if "'" in tail else closing
    head = f"{text[:body]}\n{opening}{tail}"
    held = holding(view, path, f"{head}{closing}\n\n{text[body:]}")
    with held.held():
        offered = list(complete(held, path, len(head)).items)
    for item in dice.sample(offered, min(8, len(offered))):
        yield apply_edits(held.texts[path], [item.edit]), item.edit.text


def test_what_was_cut_is_offered(tmp_path: Path, seed: int) -> None:
    view = typing_view(tmp_path)
    found = shares(recall(view, chosen(words(view), 100, seed)))
    assert found == dict.fromkeys(found, 1.0)
    assert {"include", "filter", "tag", "key", "variable", "front matter"} - found.keys() <= {"include"}
    assert shares(recall(view, chosen(links(view), 100, seed))) == {"address": 1.0, "anchor": 1.0}


def test_addresses_lead_somewhere(tmp_path: Path, seed: int) -> None:
    count, bad = bad_addresses(typing_view(tmp_path), 60, seed)
    assert not bad
    assert count > 100


SITES = [("opensource-guide", 0.94), ("cs231n", 0.98)]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "least"), SITES)
def test_on_real_sites(name: str, least: float, seed: int) -> None:
    """Comments of HTML and code hold some of the words: where nothing is read, nothing is offered."""
    site = Path(os.environ["SITECHECK_CORPUS"]) / name
    view = view_of(RunOptions(str(site), read_settings(None), jobs=1))
    with view.held():
        prepare(view)
    found = recall(view, chosen(words(view), 40, seed)) + recall(view, chosen(links(view), 60, seed))
    offered = sum(count for (_, was_offered), count in found.items() if was_offered)
    assert offered / found.total() >= least, shares(found)
    count, bad = bad_addresses(view, 25, seed)
    assert not bad
    assert count > 60


def test_any_place_of_any_text(tmp_path: Path, seed: int) -> None:
    view = typing_view(tmp_path)
    dice = random.Random(seed)
    paths = [path for path in FILES if not path.startswith("assets")]
    for _ in range(2_000):
        path = dice.choice(paths)
        text = mangled(dice, [FILES[each] for each in paths], FILES[path])
        held = holding(view, path, text)
        with held.held():
            source = held.source(path)
            assert source is not None
            offset = dice.randrange(len(source.text) + 1)
            found = complete(held, path, offset)
        for item in found.items:
            assert 0 <= item.edit.span.start <= offset <= item.edit.span.end <= len(source.text)
            typed = source.text[item.edit.span.start : offset]
            assert item.label.lower().startswith(typed.lower())  # else an editor would hide it


HOSTILE = ("{" * 200_000, "{{" * 50_000, "a" * 1_000_000, "[a](" * 200_000, "`" * 300_000, "$ " * 300_000,
           "\\begin{a}" * 60_000, "\n```" * 150_000, "{% assign a = a.b %}" * 40_000, "{{ a.b" + "[a" * 200_000)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("tail", sampled(["{{ page.", "{% ", "](/", "](#", "$$ \\al"], 1))
def test_a_hostile_text_takes_bounded_steps(tmp_path: Path, text: str, tail: str) -> None:
    """Counted in calls of functions, which no busy machine changes."""
    from cProfile import Profile

    view = holding(typing_view(tmp_path), "index.md", f"---\ntitle: x\n---\n{text}{tail}")
    with view.held():
        prepare(view)
        complete(view, "index.md", 20)
        profile = Profile()
        profile.runcall(complete, view, "index.md", 20 + len(text) + len(tail))
    calls = sum(entry.callcount for entry in profile.getstats())
    assert calls < 200_000
