"""Tags as they are read: elements and their text, addresses and anchors, each at its place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sitecheck import html
from sitecheck.document.tags.elements import Element, Hyperlink, read_elements, read_hyperlinks
from sitecheck.document.tags.ids import page_ids, tag_ids
from sitecheck.document.tags.page_links import page_links, with_fallback
from sitecheck.model.facts import Id, Link
from sitecheck.model.origin import Origin
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece


def links(text: str, mapped: MappedText | None = None, *, is_part: bool = False) -> list[Link]:
    page = html.read(text)
    whole = mapped or MappedText.identity("a.html", text)
    return list(page_links(whole, page.tags, page.raws, is_part=is_part))


def ids(text: str) -> list[Id]:
    mapped = MappedText.identity("a.html", text)
    return [id_ for tag in html.read(text).tags for id_ in tag_ids(mapped, tag)]


def elements(text: str) -> list[Element]:
    page = html.read(text)
    return list(read_elements(MappedText.identity("a.html", text), page.tags, page.raws))


def hyperlinks(text: str) -> list[Hyperlink]:
    page = html.read(text)
    mapped = MappedText.identity("a.html", text)
    return list(read_hyperlinks(mapped, page.tags, read_elements(mapped, page.tags, page.raws)))


@pytest.mark.parametrize(
    ("element", "attributes"),
    [
        ("a", "href"),
        ("area", "href"),
        ("audio", "src"),
        ("embed", "src"),
        ("form", "action"),
        ("iframe", "src"),
        ("image", "href"),
        ("img", "src srcset usemap"),
        ("input", "src"),
        ("link", "href"),
        ("object", "data usemap"),
        ("script", "src"),
        ("source", "src srcset"),
        ("track", "src"),
        ("use", "href"),
        ("video", "src poster"),
        ("p", ""),
    ],
)
def test_which_attributes_hold_addresses(element: str, attributes: str) -> None:
    names = ("href", "src", "srcset", "action", "data", "poster", "usemap", "xlink:href", "cite")
    given = " ".join(f'{name}="/{name}"' for name in names)
    text = f"<{element} {given}>x</{element}>"
    found = links(text)
    assert {link.attribute for link in found} == set(attributes.split())
    for link in found:
        assert (link.element, link.href) == (element, f"/{link.attribute}")
        assert text[slice(*link.place.span)] == link.href
        assert text[slice(*link.whole.span)] == text[: text.index(">") + 1]
        assert (link.place.path, link.maybe, link.spare, link.syntax) == ("a.html", False, False, "html")


@pytest.mark.parametrize("element", ["a", "image", "use"])
def test_in_svg_the_old_attribute_counts_where_there_is_no_href(element: str) -> None:
    (link,) = links(f'<svg><{element} xlink:href="/old.svg"/></svg>')
    assert (link.attribute, link.href) == ("xlink:href", "/old.svg")
    (link,) = links(f'<svg><{element} xlink:href="/old.svg" href="/new.svg"/></svg>')
    assert (link.attribute, link.href) == ("href", "/new.svg")


@pytest.mark.parametrize(
    ("srcset", "hrefs"),
    [
        ("/a.png 1x, /b.png 2x,/c.png 3x", ["/a.png", "/b.png", "/c.png"]),
        ("/a.png", ["/a.png"]),
        (" ,/a,b.png 480w , ", ["/a,b.png"]),
        ("/a.png, /b.png", ["/a.png", "/b.png"]),
        ("", []),
    ],
)
def test_the_addresses_of_a_srcset(srcset: str, hrefs: list[str]) -> None:
    text = f'<img srcset="{srcset}" alt="An image">'
    found = links(text)
    assert [link.href for link in found] == hrefs
    assert [text[slice(*link.place.span)] for link in found] == hrefs
    assert {link.text for link in found} <= {"An image"}


def test_a_link_is_made_of_the_first_attribute_of_a_start_tag() -> None:
    assert [link.href for link in links('<a href="/a" href="/b">x</a href="/c"><br/>')] == ["/a"]
    assert [link.text for link in links('<img src=/a alt="b"><a href=/c alt="d">')] == ["b", ""]
    assert [link.href for link in links('<a href=" /a ">')] == ["/a"]
    assert [link.href for link in links('<use href="#a"/><image href="#b"/><a href="#c">')] == ["#c"]


def test_addresses_in_styles_stand_where_they_are_written() -> None:
    text = '<p style="background: url( /a.png )"><p style="x: url(&quot;/b.png&quot;)"><style>\na{b:url("c.png")}</style>'
    found = links(text)
    assert [(link.element, link.href) for link in found] == [
        *(("p", "/a.png"), ("p", "/b.png"), ("style", "c.png")),
    ]
    assert [text[slice(*link.place.span)] for link in found] == [
        *("/a.png", "x: url(&quot;/b.png&quot;)", "c.png"),
    ]
    assert not links('<p style="url"><p style="a: url(#b)">')
    assert not links("<script>a{b:url(/c.png)}</script>")


@pytest.mark.parametrize(
    ("text", "maybe", "spare"),
    [
        ("<img src=/a onerror=x>", "/a", ""),
        ("<img src=/a><img src=/b onerror=x>", "/b", ""),
        ("<picture><source srcset=/s><img src=/a onerror=x></picture>", "/s /a", "/a"),
        ("<video><source src=/v></video><img src=/a onerror=x>", "/a", ""),
        ("<source srcset=/r><picture><source srcset=/s><img src=/a onerror=x>", "/s /a", "/a"),
        ("<picture><source srcset=/s media=x><img src=/a></picture>", "", ""),
        ("<picture><source src=/s><img src=/a></picture>", "", ""),
        ("<picture><source srcset=/s><img src=/a></picture><picture><img src=/b></picture>", "", "/a"),
        ("<picture><source srcset=/s><source srcset=/t media=x><img src=/a></picture>", "", "/a"),
        ("<picture><source srcset=/s><p><a href=/b></a>", "", ""),
    ],
)
def test_images_that_may_be_missing(text: str, maybe: str, spare: str) -> None:
    found = links(text)
    assert [link.href for link in found if link.maybe] == maybe.split()
    assert [link.href for link in found if link.spare] == spare.split()
    assert {reason.kind for link in found for reason in link.reasons} <= {ReasonKind.FALLBACK}
    assert all(bool(link.reasons) is link.maybe for link in found)


@pytest.mark.parametrize(
    ("attributes", "caught"),
    [
        ('href="#a" data-toggle="modal" data-target="#b"', True),
        ('href="#a" data-mdb-toggle="modal" data-mdb-target="#b"', True),
        ('href="#a" data-toggle="modal" data-bs-target="#b"', False),
        ('href="#a" data-toggle="collapse"', False),
        ('href="#a" data-filter=".b"', True),
        ('href="/a" data-filter=".b"', False),
        *((f'href="#a" hx-{method}="/b"', True) for method in ("get", "post", "put", "patch", "delete")),
        *(
            (f'href="#a" {name}="b"', True)
            for name in ("data-open", "data-remodal-target", "data-micromodal-trigger", "data-featherlight")
        ),
        ('href="#a" uk-toggle', True),
        ('href="#a" @click.prevent="b()"', True),
        ('href="#a" v-on:click.stop.prevent="b()"', True),
        ('href="#a" @click="b()"', False),
        ('href="#a" onclick="b(); return false;"', True),
        ('href="/a" onclick="open(this.href); return false;"', False),
        ('href="/a" data-toggle="dropdown"', True),
        ('href="/a" data-bs-toggle="dropdown"', True),
        ('href="/a" data-toggle="tooltip"', False),
    ],
)
def test_which_links_are_never_followed(attributes: str, caught: bool) -> None:
    (link,) = links(f"<a {attributes}>")
    assert link.maybe is caught
    assert [reason.kind for reason in link.reasons] == [ReasonKind.CAUGHT] * caught


@pytest.mark.parametrize(
    ("attributes", "posted"),
    [
        ('action="/a" method="POST"', True),
        ('action="/a"', False),
        ('action="/a" method="get"', False),
        ('action="/a" method="post" netlify', False),
        ('action="/a" method="post" data-netlify="true"', False),
        ('action="http://example.org/a" method="post"', False),
        ('action="//example.org/a" method="post"', False),
    ],
)
def test_no_file_answers_to_a_form_that_is_posted(attributes: str, posted: bool) -> None:
    (link,) = links(f"<form {attributes}>")
    assert link.href is not None
    assert [reason.kind for reason in link.reasons] == [ReasonKind.POSTED] * posted


def test_what_stands_in_a_pattern_for_scripts_may_come_into_the_page() -> None:
    text = (
        "<a href=/a id=a></a><template><a href=/b id=b></a><template><p id=c></p></template>"
        "<img src=/d></template></template><a href=/e id=e></a><template><a href=/f id=f></a>"
    )
    found = {link.href: (link.maybe, [reason.kind for reason in link.reasons]) for link in links(text)}
    inside, outside = (True, [ReasonKind.PATTERN]), (False, [])
    assert found == {"/a": outside, "/b": inside, "/d": inside, "/e": outside, "/f": outside}
    tags = html.read(text).tags
    assert [id_.id for id_ in page_ids(MappedText.identity("a.html", text), tags) if id_.maybe] == ["b", "c"]


@pytest.mark.parametrize(
    ("handler", "stand_in"),
    [
        ("this.src='/b.png'", "/b.png"),
        ("this.onerror=null;this.src='/b.png';", "/b.png"),
        ("this.src = &quot;/b.png&quot;; this.onerror = null", "/b.png"),
        ("this.src='/b.png' + x", ""),
        ("this.src='/b.png'; f()", ""),
        ("if (x) this.src='/b.png'", ""),
        ("this.style.display='none'", ""),
        ("", ""),
    ],
)
def test_what_stands_in_for_an_image(handler: str, stand_in: str) -> None:
    assert [link.stand_in for link in links(f'<img src=/a onerror="{handler}">')] == [stand_in]
    picture = f'<picture><source srcset=/s><img src=/a onerror="{handler}"></picture>'
    assert {link.stand_in for link in links(picture)} == {""}


def test_in_a_part_of_a_page_an_image_may_follow() -> None:
    text = "<picture><source srcset=/a><img src=/b></picture><picture><source srcset=/c><source srcset=/d>"
    assert [link.href for link in links(text, is_part=True) if link.maybe] == ["/c", "/d"]
    assert not [link for link in links(text) if link.maybe]
    tags = html.read("<picture><source srcset=/c><img onerror=x>").tags
    assert with_fallback(tags) == {tags[1].start, tags[2].start}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p id="a">', [("a", "html")]),
        ('<p id="">', []),
        ('</p id="a">', []),
        ('<p name="a">', []),
        ('<a name="a">', [("a", "name")]),
        ('<map name="a">', [("a", "name")]),
        ('<a id="a" name="b">', [("a", "html"), ("b", "name")]),
        ('<p data-remodal-id="a">', [("a", "name")]),
        ('</p data-remodal-id="a">', []),
        ('<p data-remodal-id="">', []),
        ('<h2 id="a">', [("a", "html")]),
    ],
)
def test_which_attributes_are_anchors(text: str, found: list[tuple[str, str]]) -> None:
    made = ids(text)
    assert [(id_.id, id_.origin) for id_ in made] == found
    assert [text[slice(*id_.place.span)] for id_ in made] == [name for name, _ in found]


@pytest.mark.parametrize(
    "name",
    [
        *("g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "use"),
        *("defs", "mask", "clippath", "lineargradient", "radialgradient", "stop", "pattern"),
        *("filter", "symbol", "svg", "clipPath"),
    ],
)
def test_what_is_a_drawing(name: str) -> None:
    assert [id_.origin for id_ in ids(f'<svg><{name} id="a">')] == ["drawing"]


def test_elements_have_their_attributes_and_text() -> None:
    text = '<P Class=a class="b">x<script src=/a>b < c</script><title>T</title></p>'
    paragraph, script, title = elements(text)
    assert [(each.name, each.value) for each in paragraph.attributes] == [("class", "a"), ("class", "b")]
    assert (paragraph.value("class"), paragraph.value("id"), paragraph.get("id")) == ("a", "", None)
    assert (paragraph.name, paragraph.body, paragraph.body_place) == ("p", "", None)
    assert text[slice(*paragraph.place.span)] == '<P Class=a class="b">'
    assert (script.body, title.body) == ("b < c", "T")
    assert script.body_place is not None
    assert text[slice(*script.body_place.span)] == "b < c"
    assert text[slice(*script.attributes[0].place.span)] == "/a"
    assert all(each.known and not each.maybe and not each.via for each in (paragraph, script, title))


def test_what_is_not_known_of_a_tag_is_said() -> None:
    text = f'<a href="/{UNKNOWN}"><b><i>'
    pieces = (
        Piece(0, "a.html", 0, 10, "copied"),
        Piece(10, "a.html", 10, 30, "unknown"),
        Piece(11, "a.html", 30, 32, "copied"),
        Piece(13, "a.html", 40, 43, "copied", maybe=True),
        Piece(16, "_includes/b.html", 0, 3, "copied"),
    )
    page = html.read(text)
    found = list(read_elements(MappedText(text, pieces), page.tags, page.raws))
    assert [(each.known, each.maybe, each.place.path) for each in found] == [
        *((False, False, "a.html"), (True, True, "a.html"), (True, False, "_includes/b.html")),
    ]
    (link,) = links(text, MappedText(text, pieces))
    assert link.href is None
    assert [reason.kind for reason in link.reasons] == [ReasonKind.ADDRESS]


@pytest.mark.parametrize(
    ("address", "href", "kind"),
    [
        (f"/a?v={UNKNOWN}", "/a?v=", None),
        (f"a.js?{UNKNOWN}#x", "a.js?", None),
        (f"/a?{UNKNOWN}&amp;b={UNKNOWN}", "/a?", None),
        (f"https://x.org/a?{UNKNOWN}", None, ReasonKind.ADDRESS),
        (f"//x.org/a?{UNKNOWN}", None, ReasonKind.ADDRESS),
        (f"/{UNKNOWN}?a", None, ReasonKind.ADDRESS),
        (f"?{UNKNOWN}", None, ReasonKind.ADDRESS),
        ("/{{ item.url }}", None, ReasonKind.SCRIPT_VALUE),
        ("/{{site.url}}", "/{{site.url}}", None),
        ("/{{- page.url }}", "/{{- page.url }}", None),
        ("/{{ sites.url }}", None, ReasonKind.SCRIPT_VALUE),
        ("${item.url}", None, ReasonKind.SCRIPT_VALUE),
        ("/a/[[ id ]]", None, ReasonKind.SCRIPT_VALUE),
        ("{[data.url]}", None, ReasonKind.SCRIPT_VALUE),
        ("#{bean.url}", None, ReasonKind.SCRIPT_VALUE),
        ("<%= url %>", None, ReasonKind.SCRIPT_VALUE),
        ("#native_link#", None, ReasonKind.SCRIPT_VALUE),
        ("##link", "##link", None),
        ("#link#part", "#link#part", None),
        ("${site.url}/a", "${site.url}/a", None),
        ("<%= page.url %>", "<%= page.url %>", None),
        ("/a[1]/$b", "/a[1]/$b", None),
    ],
)
def test_what_is_kept_of_an_address(address: str, href: str | None, kind: ReasonKind | None) -> None:
    (link,) = links(f'<a href="{address}">')
    assert link.href == href
    assert [reason.kind for reason in link.reasons] == ([] if kind is None else [kind])


def shown(found: Sequence[Hyperlink]) -> list[tuple[str, str, list[str]]]:
    return [(each.element.value("href"), each.text, [one.name for one in each.inside]) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a href=/x>A <b>b</b>&amp;<!-- c --> d</a> e", [("/x", "A b& d", ["b"])]),
        ("<a href=/x>A <img src=/i><i>b</i></a>", [("/x", "A b", ["img", "i"])]),
        ("<a href=/x>A<a href=/y>B</a>C</a>", [("/x", "A", []), ("/y", "B", [])]),
        ("<a href=/x>A<a name=y>B</a>", [("/x", "A", [])]),
        ("<a name=y>B</a><p>c</p>", []),
        ("<a href>B</a>", [("", "B", [])]),
        ("<a href=/x>A <b>b", []),
        ("<a href=/x></a>", [("/x", "", [])]),
    ],
)
def test_what_stands_in_a_link(text: str, found: list[tuple[str, str, list[str]]]) -> None:
    made = hyperlinks(text)
    assert shown(made) == found
    for each in made:
        assert text[slice(*each.place.span)].startswith("<a ")
        assert not text[slice(*each.place.span)].endswith("</a>")
        assert text[each.place.span.end :].startswith(("</a>", "<a "))


def test_an_address_that_is_written_elsewhere_altogether() -> None:
    text = '<a href="/b">'
    pieces = (
        Piece(0, "a.html", 0, 9, "copied"),
        Piece(9, "b.html", 4, 6, "copied", maybe=True),
        Piece(11, "a.html", 20, 22, "copied"),
    )
    (link,) = links(text, MappedText(text, pieces))
    assert (link.href, link.place.path, link.place.span, link.maybe) == ("/b", "b.html", (4, 6), True)
    assert link.whole.path == "a.html"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('<a href="/ab/cd/e">', [(1, 3, "x"), (4, 6, "y")]),
        ('<a href=" /ab/cd ">', [(1, 3, "x"), (4, 6, "y")]),
        ('<a href="/ab&amp;/cd">', []),
    ],
)
def test_which_parts_of_an_address_are_values(text: str, values: list[tuple[int, int, str]]) -> None:
    first, second = text.index("ab"), text.index("cd")
    x, y = Origin("a.md", ("x",)), Origin("a.md", ("y",))
    pieces = (
        Piece(0, "a.html", 0, first, "copied"),
        Piece(first, "a.html", 50, 60, "produced", origin=x),
        Piece(first + 2, "a.html", first + 2, second, "copied"),
        Piece(second, "a.html", 70, 80, "produced", origin=y),
        Piece(second + 2, "a.html", second + 2, len(text), "copied"),
    )
    (link,) = links(text, MappedText(text, pieces))
    assert [(value.start, value.end, value.origin.keys[0]) for value in link.values] == values


def test_an_address_with_references_is_a_value_as_a_whole() -> None:
    text, x = '<a href="ab&amp;b">', Origin("a.md", ("x",))
    pieces = (
        Piece(0, "a.html", 0, 9, "copied"),
        Piece(9, "a.html", 50, 60, "produced", origin=x),
        Piece(17, "a.html", 60, 62, "copied"),
    )
    (link,) = links(text, MappedText(text, pieces))
    assert [(value.start, value.end, value.origin) for value in link.values] == [(0, 4, x)]


@pytest.mark.parametrize(
    "name",
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
)
def test_no_link_stands_in_an_element_without_an_end_tag(name: str) -> None:
    (link,) = (each for each in links(f'<p class="c"><{name} class="d"><a href="#x">') if each.element == "a")
    assert link.marks == ("a", "^.c")
