"""Where links lead is judged again after an edit only where it may have changed, and always there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.engine.test_cache import cache_files, check, settle, write

from sitecheck.document import PageAt, SiteFacts
from sitecheck.document.whole_site.verdicts import Verdicts
from sitecheck.engine.cache import cache_folder, stored_report
from sitecheck.engine.cache.file_cache import FileCache
from sitecheck.engine.reading.link_memory import LinkMemory
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link

SITE = {
    "_config.yml": "title: T\n",
    "_includes/i.html": "<a href='/gone-i/'>x</a><a href='{{ include.to }}'>y</a>",
    "_layouts/l.html": "<a href='/gone-l/'>x</a><a href='#own'>y</a>{{ content }}",
    "a.md": "---\nlayout: l\n---\n# One\n[x](b.html#two) [y](/gone-a/)\n{% include i.html to='/gone-a2/' %}\n",
    "b.md": "---\n---\n# Two\n[x](a.html#one) [y](https://rubyforge.org/x)\n{% include i.html to='/a.html' %}\n",
    "c.md": "---\ntitle: c\n---\n[x](a.html) [y](b.html#two)\n",
    "d.md": "---\ntitle: d\n---\n[x](c.html)\n",
}
"""Nothing is told of the links of ``c.md`` and ``d.md`` that are written there."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settle(monkeypatch)
    for path, text in SITE.items():
        write(tmp_path / "site", path, text)
    return tmp_path / "site"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many pages each run judged all links."""
    pages: list[int] = []
    remember = LinkMemory.remember

    def noted(memory: LinkMemory, facts: SiteFacts, reports: Any) -> None:
        pages.append(facts.judged_pages)
        remember(memory, facts, reports)

    monkeypatch.setattr(LinkMemory, "remember", noted)
    return pages


def test_after_an_edit_the_links_of_that_page_alone_are_judged(site: Path, judged: list[int]) -> None:
    check(site)
    write(site, "d.md", SITE["d.md"] + "[y](/gone-d/)\n")
    after = check(site)
    assert judged[0] > judged[1]
    assert judged[1] == 1  # the page; of others only the links of which something is told
    assert after == check(site, "--no-cache")
    write(site, "d.md", SITE["d.md"])
    assert check(site) == check(site, "--no-cache")
    assert judged[-1] == 1


def test_after_an_edit_links_of_pages_of_which_nothing_is_told_are_not_even_read(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    decoded = stored_report._decoded

    def noted(row: bytes) -> tuple[Link, ...]:
        links = decoded(row)
        read.extend({link.place.path for link in links})
        return links

    monkeypatch.setattr(stored_report, "_decoded", noted)
    check(site)
    write(site, "d.md", SITE["d.md"] + "[y](/gone-d/)\n")
    check(site)
    assert "a.md" in read  # it has broken links
    assert "c.md" not in read


def test_after_an_edit_links_of_layouts_are_judged_of_which_something_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: list[str | None] = []
    of_frame = Verdicts.of_frame

    def noted(verdicts: Verdicts, page: PageAt, link: Link) -> LinkVerdict:
        addresses.append(link.href)
        return of_frame(verdicts, page, link)

    monkeypatch.setattr(Verdicts, "of_frame", noted)
    write(site, "_layouts/l.html", SITE["_layouts/l.html"] + "<a href='/d.html'>z</a>")
    check(site)
    judged = set(addresses)
    write(site, "d.md", SITE["d.md"] + "[y](/gone-d/)\n")
    addresses.clear()
    after = check(site)
    assert judged == {"/gone-l/", "#own", "/d.html"}
    assert set(addresses) == {"/gone-l/", "#own"}  # which are broken
    assert after == check(site, "--no-cache")


def test_where_layouts_show_what_contents_have_their_links_are_judged_again(site: Path) -> None:
    """A link that may be there, and of which it is not known where it leads, is judged in the content."""
    shown = "{% if site.time == 'x' %}<a href='/made/'>x</a>{% endif %}"
    write(site, "_layouts/l.html", f"{shown}{{{{ content }}}}")
    reports = []
    for more in ("", "words\n", "[z](/made/)\n", "<a href='/made/'>z</a>\n", ""):
        write(site, "a.md", SITE["a.md"] + more)
        reports.append(check(site))
        assert reports[-1] == check(site, "--no-cache")
    assert reports[0] != reports[2]


def test_frames_that_an_edit_makes_anew_leave_links_as_they_were_where_they_are_the_same(
    site: Path, judged: list[int]
) -> None:
    described = "<meta name='description' content=\"{{ page.excerpt | strip_html }}\">"
    write(site, "_layouts/l.html", SITE["_layouts/l.html"] + described)
    post = "---\nlayout: l\n---\nOne.\n\n[x](/gone-p/)\n"
    write(site, "_posts/2024-01-01-p.md", post)
    check(site)
    for more in ("words\n", "[y](/gone-q/)\n"):
        write(site, "_posts/2024-01-01-p.md", post + more)
        assert check(site) == check(site, "--no-cache")
        assert judged[-1] == 1


LISTS = {
    "_config.yml": "paginate: 2\nplugins: [jekyll-paginate]\n",
    "index.html": "---\n---\n{% for p in paginator.posts %}{{ p.content }}{% endfor %}<a href='/gone-list/'>x</a>\n",
    **{f"_posts/2024-01-0{day}-p.md": f"---\ntitle: P{day}\n---\n[x](/gone-{day}/)\n" for day in range(1, 7)},
}
"""Three pages, each with what two posts say."""


def test_after_an_edit_the_links_of_lists_that_show_the_page_are_judged(
    site: Path, judged: list[int]
) -> None:
    for path, text in LISTS.items():
        write(site, path, text)
    check(site)
    for post, more in (
        ("2024-01-02", "[y](/gone-y/)\n"),
        ("2024-01-05", "[y](/a.html)\n"),
        ("2024-01-02", ""),
    ):
        write(site, f"_posts/{post}-p.md", f"---\ntitle: P{post[-1]}\n---\n[x](/gone-x/)\n{more}")
        after = check(site)
        assert after == check(site, "--no-cache")
    assert judged[0] > 10
    assert max(judged[1:]) <= 4  # the post, and the pages of the list


REPOSITORIES = {
    "e.md": "---\ntitle: e\n---\n[x](/tool/) [y](/other/) [z](/gone-e/)\n",
    "f.md": "---\ntitle: f\n---\n[x](https://github.com/me/tool)\n",
    "g.md": "---\ntitle: g\nlayout: l\n---\n",
}
"""Addresses that other repositories may serve, as the site names these: then a dead link is less sure."""


def test_what_links_say_is_asked_of_the_edited_page_alone(site: Path, judged: list[int]) -> None:
    for path, text in REPOSITORIES.items():
        write(site, path, text)
    sure = {"/tool/", "/other/", "/gone-e/"}
    assert _sure(check(site), "e.md") == sure - {"/tool/"}
    for path, text, named in (
        ("d.md", SITE["d.md"] + "words\n", {"/tool/"}),
        ("d.md", SITE["d.md"] + "[x](https://github.com/me/other)\n", {"/tool/", "/other/"}),
        ("f.md", "---\ntitle: f\n---\nwords\n", {"/other/"}),
        ("c.md", SITE["c.md"] + "words\n", {"/other/"}),
    ):
        write(site, path, text)
        after = check(site)
        assert _sure(after, "e.md") == sure - named, text
        assert after == check(site, "--no-cache")
        assert judged[-1] == 1, text
    unsure = "{% if site.time == 'x' %}[x](https://github.com/me/other){% endif %}\n"
    write(site, "d.md", SITE["d.md"] + unsure)
    assert _sure(check(site), "e.md") == sure
    write(site, "_layouts/l.html", SITE["_layouts/l.html"] + "<a href='https://github.com/me/tool'>x</a>")
    assert _sure(check(site), "e.md") == sure - {"/tool/"}
    write(site, "c.md", SITE["c.md"])
    assert _sure(check(site), "e.md") == sure - {"/tool/"}


def _sure(answer: Any, path: str) -> set[str]:
    """The addresses in a file that are certainly dead."""
    found = (each for each in answer[1]["findings"] if each["path"] == path and each["rule"] == "broken-link")
    return {each["message"].split()[0] for each in found if each["severity"] != "info"}


EDITS = {
    "an anchor that others link to": ("b.md", SITE["b.md"].replace("Two", "Three")),
    "an anchor more": ("d.md", SITE["d.md"] + "# Own\n"),
    "the address of a page": ("c.md", "---\npermalink: /e/\n---\n"),
    "a page that is gone": ("a.md", None),
    "a page more": ("gone-a.md", "---\npermalink: /gone-a/\n---\n"),
    "a file more": ("gone-i/index.html", "x"),
    "a layout": ("_layouts/l.html", SITE["_layouts/l.html"] + "<b id='own'></b>"),
    "an include": ("_includes/i.html", "<a href='/gone-j/'>x</a>"),
    "a token that an include replaces": ("_includes/i.html", "{{ content | replace: '(gone)', 'a' }}"),
    "the configuration": ("_config.yml", "baseurl: /b\n"),
    "a base": ("d.md", SITE["d.md"] + "<base href='/elsewhere/'>\n"),
    "a link in an include": ("d.md", SITE["d.md"] + "{% include i.html to='/gone-d/' %}\n"),
    "the settings": (".sitecheck.yml", "rules: {broken-link: info}\n"),
    "a list": ("d.md", "---\n---\n{% for p in site.pages %}[x]({{ p.url }}x)\n{% endfor %}\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_may_lead_elsewhere_is_judged_again(name: str, site: Path) -> None:
    before = check(site)
    for path, text in (EDITS[name], ("c.md", SITE["c.md"] + "[z](/gone-c/)\n"), ("d.md", SITE["d.md"])):
        write(site, path, text)
        after = check(site)
        assert after == check(site, "--no-cache")
    assert after != before


def test_what_is_known_of_links_holds_for_the_reports_that_it_was_taken_from(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(site)
    with monkeypatch.context() as patched:  # a run that ends before it has remembered what it asked of links
        patched.setattr(LinkMemory, "remember", lambda *_: None)
        write(site, "d.md", SITE["d.md"] + "[y](/gone-d/)\n")
        check(site)
    write(site, "c.md", SITE["c.md"] + "words\n")
    assert check(site) == check(site, "--no-cache")


def test_without_reports_nothing_is_known_of_links(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileCache, "remember", lambda *_: None)
        check(site)
    write(site, "d.md", SITE["d.md"] + "[y](/gone-d/)\n")
    assert check(site) == check(site, "--no-cache")


@pytest.mark.parametrize("number", [-1, -100, 50, "x", None])
@pytest.mark.parametrize(
    "of",
    [
        "page",
        "link",
        "tally",
        "page of a text",
        "text",
        "block",
        "link of a layout",
        "judged on",
        "on",
        "pages",
    ],
)
def test_odd_numbers_are_none(of: str, number: object, site: Path, own_cache: Path) -> None:
    for path, text in REPOSITORIES.items():
        write(site, path, text)
    check(site)
    kept = next(file for file in cache_files(own_cache) if file.stem == "links")
    stored = json.loads(kept.read_bytes().split(b"\n")[1])
    pages, chosen, texts, (tallies, on, of_layouts) = stored["value"]
    spoilt = {
        "page": [(each, 0) for _, wanted in chosen for each in wanted],
        "link": [(each[1], 0) for _, wanted in chosen for each in wanted],
        "tally": [(pages[0][2], 0), (tallies[0][1], 0)] if not isinstance(number, int) else [],
        "page of a text": [(each, 0) for _, told in texts for each in told],
        "text": [(each[1], 0) for _, told in texts for each in told] if not isinstance(number, str) else [],
        "block": [(each[0], 0) for _, wanted in of_layouts for each in wanted],
        "link of a layout": [(each[0], 1) for _, wanted in of_layouts for each in wanted],
        "judged on": [(each[0], 2) for _, wanted in of_layouts for each in wanted],
        "on": [(each, 1) for _, wanted in of_layouts for each in wanted],
        "pages": [(each, 0) for each in on],
    }
    assert spoilt[of] or of in ("tally", "text")
    for values, at in spoilt[of]:
        values[at] = number
    cache_folder.save(str(kept.parent), "links", stored["key"], stored["value"])
    write(site, "d.md", SITE["d.md"] + "words\n")
    stored_anew = check(site)
    assert stored_anew == check(site, "--no-cache")


def test_links_of_layouts_on_no_page_are_none(site: Path, own_cache: Path) -> None:
    check(site)
    kept = next(file for file in cache_files(own_cache) if file.stem == "links")
    stored = json.loads(kept.read_bytes().split(b"\n")[1])
    layouts = stored["value"][-1]
    layouts[1] = [[]] * len(layouts[1])
    cache_folder.save(str(kept.parent), "links", stored["key"], stored["value"])
    write(site, "d.md", SITE["d.md"] + "words\n")
    assert check(site) == check(site, "--no-cache")
