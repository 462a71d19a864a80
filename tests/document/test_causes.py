"""A wrong address that a template prints is told where the value was written that makes it wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.document.test_frames import faults, write
from tests.fuzz import causes
from tests.sampled import sampled

from sitecheck.document import ResolvedLink, SiteFacts
from sitecheck.document.whole_site import causes as program
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.model.span import LineIndex, Place, Span

PAGE = "---\nlayout: l\nimage: /gone.html\n---\n"
NO_VALUE = "---\nlayout: l\n---\n"


class Case(NamedTuple):
    name: str
    layout: str
    told: set[tuple[str, int, str]]
    """File, line and text of the findings."""
    files: Mapping[str, str] = {}


GONE = ("a.md", 3, "/gone.html")
CASES = (
    Case("front matter", "<a href='{{ page.image }}'>x</a>", {GONE}),
    Case("with blanks around it", "<a href='   {{ page.image }} '>x</a>", {GONE}),
    Case("with blanks around two", "<a href='  {{ page.folder }}{{ page.name2 }}  '>x</a>", {("a.md", 4, "/gone/")},
        {"a.md": "---\nlayout: l\nfolder: /\nname2: gone/\n---\n"}),
    Case("with blanks of its own", "<a href='{{ page.image }}'>x</a>", {GONE},
        {"a.md": "---\nlayout: l\nimage: '  /gone.html '\n---\n"}),
    Case("with filters", "<a href='{{ page.image | strip | downcase | relative_url }}'>x</a>", {("a.md", 3, "/base/gone.html")},
        {"_config.yml": "baseurl: /base\n"}),
    Case("joined with the address of the site", "<a href='{{ site.url }}{{ page.image }}'>x</a>", {GONE}),
    Case("a key that only documents have from Jekyll", "<a href='{{ page.next }}'>x</a>", {("a.md", 3, "/gone.html")},
        {"a.md": "---\nlayout: l\nnext: /gone.html\n---\n"}),
    Case("assigned", "{% assign i = page.image | append: '?a' %}<a href='{{ i }}'>x</a>", {("a.md", 3, "/gone.html?a")}),
    Case("captured", "{% capture i %}{{ page.image }}{% endcapture %}<a href='{{ i | relative_url }}'>x</a>", {GONE}),
    Case("an address beside it in a text that a filter changes",
        "{% capture i %}<a href='/LOST'>{{ page.image }}</a>{% endcapture %}{{ i | downcase }}", {("_layouts/l.html", 1, "/lost")}),
    Case("the argument of a filter", "<a href='{{ '' | append: page.image }}'>x</a>", {GONE}),
    Case("a default of a filter", "<a href='{{ page.none | default: page.image }}'>x</a>", {GONE}),
    Case("a default that is not asked for", "<a href='{{ '/gone.html' | default: page.image }}'>x</a>", {("_layouts/l.html", 1, "/gone.html")}),
    Case("handed to an include", "{% include i.html to=page.image %}", {GONE}, {"_includes/i.html": "<a href='{{ include.to }}'>x</a>"}),
    Case("the call of an include", "{% include i.html to='/gone.html' %}\n", {("_layouts/l.html", 1, "/gone.html")},
        {"_includes/i.html": "\n\n<a href='{{ include.to }}'>x</a>"}),
    Case("a call on the page", "{{ content }}{{ page.image }}", {("a.md", 7, "/gone.html")},
        {"a.md": f"{PAGE}\n\n{{% include i.html to='/gone.html' %}}\n", "_includes/i.html": "<a href='{{ include.to }}'>x</a>"}),
    Case("a list", "{% for i in page.image %}<a href='{{ i }}'>x</a>{% endfor %}", {("a.md", 4, "/gone.html")},
        {"a.md": "---\nlayout: l\nimage: [/,\n  /gone.html]\npermalink: /\n---\n"}),
    Case("the first of a list", "<a href='{{ page.image | first }}'></a><a href='{{ page.image.last }}'>x</a>",
        {("a.md", 3, "/gone.html"), ("a.md", 4, "/lost.html")}, {"a.md": "---\nlayout: l\nimage: [/gone.html,\n  /lost.html]\n---\n"}),
    Case("a mapping", "{% for i in page.image %}<a href='{{ i[1] }}'>x</a>{% endfor %}", {("a.md", 5, "/gone.html")},
        {"a.md": "---\nlayout: l\nimage:\n  a: /a.html\n  b: /gone.html\n---\n"}),
    Case("data", "{% for i in site.data.n.l %}<a href='{{ i.u }}'>x</a>{% endfor %}", {("_data/n.yml", 3, "/gone.html")},
        {"_data/n.yml": "l:\n- u: /a.html\n- u: /gone.html\n"}),
    Case("one among many that lead elsewhere", "{% for i in site.data.n %}<a href='{{ i }}'>x</a>{% endfor %}", {("_data/n.yml", 7, "gone.html")},
        {"_data/n.yml": "".join(f"- https://example.org/{n}\n" for n in range(6)) + "- gone.html\n"}),
    Case("data that is searched", "{% assign i = site.data.n | where: 'k', 'b' | first %}<a href='{{ i.u }}'>x</a>",
        {("_data/n.json", 3, "/gone.html")}, {"_data/n.json": '[\n{"k": "a", "u": "/a.html"},\n{"k": "b", "u": "/gone.html"}]\n'}),
    Case("a table", "{% for i in site.data.n %}<a href='{{ i.u }}'>x</a>{% endfor %}", {("_data/n.csv", 5, "/gone,.html")},
        {"_data/n.csv": 'k,u\na,/a.html\n\n"b\nb","/gone,.html"\n'}),
    Case("the configuration", "<a href='{{ site.x.y }}'>x</a>", {("_config.yml", 2, "/gone.html")}, {"_config.yml": "x:\n  y: /gone.html\n"}),
    Case("a default of the configuration", "<a href='{{ page.d }}'>x</a>", {("_config.yml", 4, "/gone.html")},
        {"_config.yml": "defaults:\n- scope: {path: ''}\n  values:\n    d: /gone.html\n"}),
    Case("of two defaults the later", "<a href='{{ page.d }}'>x</a>", {("_config.yml", 5, "/gone.html")},
        {"_config.yml": "defaults:\n- scope: {path: ''}\n  values: {d: /gone.html}\n"
                        "- scope: {path: 'a.md'}\n  values: {d: /gone.html}\n"}),
    Case("a default that is a mapping", "<a href='{{ page.d.u }}'>x</a>", {("_config.yml", 5, "/gone.html")},
        {"_config.yml": "defaults:\n- scope: {path: ''}\n  values:\n    d:\n      u: /gone.html\n"}),
    Case("a mapping that is named again", "<a href='{{ page.again.u }}'>x</a>", {("a.md", 4, "/gone.html")},
        {"a.md": "---\nlayout: l\nfirst: &it\n  u: /gone.html\nagain: *it\n---\n"}),
    Case("data that are no collections", "<a href='{{ site.x.y }}'>x</a>", {("_config.yml", 2, "/gone.html")},
        {"_config.yml": "x:\n  y: /gone.html\n", "_data/n.yml": "5\n", "_data/m.yml": "text\n", "_data/o.json": "true"}),
    Case("a layout's own front matter", "---\nu: /gone.html\n---\n<a href='{{ layout.u }}'>x</a>", {("_layouts/l.html", 2, "/gone.html")}),
    Case("a value with an entity", "<a href='{{ page.image }}'>x</a>", {("a.md", 3, "/gone.html?a&b")},
        {"a.md": PAGE.replace("/gone.html", "/gone.html?a&amp;b")}),
    Case("a value beside an entity", "<a href='{{ page.image }}?a&amp;b'>x</a>", {("_layouts/l.html", 1, "/gone.html?a&b")}),
    Case("a fragment", "<a href='#{{ page.image | slugify }}'>x</a>", {("a.md", 3, "#gone-html")}),
    Case("the name is the template's", "<a href='/{{ page.image }}/about.html'>x</a>", {("_layouts/l.html", 1, "/x/about.html")},
        {"a.md": PAGE.replace("/gone.html", "x")}),
    Case("the fragment is the template's", "<a href='{{ page.image }}#top2'>x</a>", {("_layouts/l.html", 1, "/a.html")},
        {"a.md": PAGE.replace("/gone.html", "/a.html")}),
    Case("what Jekyll works out is nobody's", "<a href='{{ page.url }}x'>x</a>", {("_layouts/l.html", 1, "/a.htmlx")}),
    Case("what begins where it is not wrong any more", "<a href='/gone{{ page.q }}'>x</a>", {("_layouts/l.html", 1, "/gone?x")},
        {"a.md": "---\nlayout: l\nq: '?x'\n---\n"}),
    Case("what ends where it begins to be wrong", "<a href='{{ page.folder }}lost.html'>x</a>", {("_layouts/l.html", 1, "/x/lost.html")},
        {"a.md": "---\nlayout: l\nfolder: /x/\n---\n"}),
    Case("a few values, none of which is good", "{% for i in page.tags %}<a href='/tags/{{ i }}/'>x</a>{% endfor %}",
        {("a.md", 3, f"/tags/t{number}/") for number in range(5)}, {"a.md": "---\nlayout: l\ntags: [t0, t1, t2, t3, t4]\n---\n"}),
    Case("a value of a few pages", "<a href='{{ page.image }}'>x</a>", {GONE, *((f"b{number}.md", 3, "/gone.html") for number in range(4))},
        {f"b{number}.md": PAGE for number in range(4)}),
    Case("many values, none of which is good", "{% for i in page.tags %}<a href='/tags/{{ i }}/'>x</a>{% endfor %}",
        {("_layouts/l.html", 1, "/tags/t0/")}, {"a.md": "---\nlayout: l\ntags: [t0, t1, t2, t3, t4, t5]\n---\n"}),
    Case("a value of several pages", "<a href='{{ page.image }}'>x</a>", {GONE, ("b.md", 3, "/gone.html")}, {"b.md": PAGE}),
    Case("a value of many pages", "<a href='{{ page.image }}'>x</a>", {("_layouts/l.html", 1, "/gone.html")},
        {f"b{number}.md": PAGE for number in range(8)}),
    Case("in the text of the page", "{{ content }}", {("a.md", 3, "/gone.html")}, {"a.md": f"{PAGE}[x]({{{{ page.image }}}})\n"}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_stands_at_its_value(case: Case, tmp_path: Path) -> None:
    site = write(tmp_path, {"_layouts/l.html": case.layout, "a.md": PAGE, **case.files})
    found = set()
    for finding in faults(site):
        text = (site / finding.place.path).read_text()
        line = LineIndex(text).point(finding.place.span.start).line
        href = finding.message.removeprefix("this page has no anchor ").split()[0]
        found.add((finding.place.path, line, href))
    assert found == case.told


@pytest.mark.parametrize("others", [0, 1, 6])
def test_a_value_that_several_tags_print_is_told_with_each_page_once(others: int, tmp_path: Path) -> None:
    links = "{% for l in site.data.n %}<a href='{{ l }}'>x</a>{% endfor %}"
    pages = {f"p{number}.md": f"---\n---\n{links}\n" for number in range(others)}
    site = write(
        tmp_path, {"_data/n.yml": "- /gone.html\n", "a.md": f"---\n---\n{links}\n\n{links}\n", **pages}
    )
    (finding,) = faults(site)
    assert (finding.path, finding.pages) == ("_data/n.yml", others + 1)


def test_where_the_address_is_made_is_told_too(tmp_path: Path) -> None:
    site = write(tmp_path, {"_layouts/l.html": "\n<a href='{{ page.image }}'>x</a>", "a.md": PAGE})
    (finding,) = faults(site)
    assert [(each.place.path, each.note) for each in finding.related] == [
        ("_layouts/l.html", "this address is made here")
    ]
    assert "for example" not in (finding.help or "for example")


def test_a_fix_writes_into_the_value_when_it_is_the_address(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "<a href='{{ page.a }}'>x</a><a href='{{ page.b }}/o'>x</a>",
        "a.md": '---\nlayout: l\na: "http://github.com/o"\nb: http://github.com\n---\n',
    }
    site = write(tmp_path, files)
    report = check_site(RunOptions(str(site), read_settings(None, only=("insecure-link",)), jobs=1))
    (second, first) = report.findings
    assert first.fix is not None
    assert second.fix is None
    (edit,) = first.fix.edits
    assert files["a.md"][edit.span.start : edit.span.end] == "http://github.com/o"
    assert edit.text == "https://github.com/o"


@pytest.mark.seeded
@pytest.mark.parametrize("sites", sampled([2, 4], fast=1))
def test_the_address_changes_with_the_value_it_is_of(sites: int, seed: int) -> None:
    found = list(causes.mistakes(sites, seed))
    assert not found, "\n".join(map(str, found))


def test_another_value_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    at_causes = SiteFacts.at_causes

    def wrong(facts: SiteFacts, resolved: ResolvedLink) -> Iterator[ResolvedLink]:
        for each in at_causes(facts, resolved):
            place = each.link.place
            moved = Place(place.path, Span(place.span.start - 3, place.span.start - 2))
            yield each._replace(link=each.link._replace(place=moved)) if each.printed_at else each

    monkeypatch.setattr(SiteFacts, "at_causes", wrong)
    assert any(causes.mistakes(2, 0))


def test_what_a_list_prints_is_counted_once_not_for_each_of_its_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of 20,000 addresses took twenty seconds."""
    counted: list[int] = []

    class Counted(program._Printed):
        @property
        def may_be_right(self) -> bool:
            counted.append(len(self.origins))
            return super().may_be_right

    monkeypatch.setattr(program, "_Printed", Counted)
    files = {
        "_config.yml": "",
        "_data/n.yml": "".join(f"- /gone/{number}\n" for number in range(40)),
        "a.html": "---\n---\n{% for i in site.data.n %}<a href='{{ i }}'>x</a>{% endfor %}",
    }
    assert len(faults(write(tmp_path, files))) == 1
    assert counted == [40]
