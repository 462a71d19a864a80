"""The heads of pages by the shape that they have in common are those that each gives by itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sampled import sampled

from sitecheck.document.heads import head_shape
from sitecheck.document.heads.head import HeadField, HeadRow, PageHead
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings

VALUES = (
    *(
        "Plain",
        "",
        "'it is \"quoted\"'",
        "'a <b>c</b>'",
        "'x </title> y'",
        "'a & b &amp; c'",
        "'  wide   blanks '",
    ),
    *(
        "'ends --'",
        "'> right'",
        "'{{ raw }}'",
        "'\\\\'",
        "'{ \"a\": 1 }'",
        "/index.html",
        "https://x.org/a.html",
    ),
    *("[one, two]", "null", "5", "'\"'", '"it\'s"'),
)
KEYS = ("title", "description", "image", "lang", "robots", "css")
CONFIGS = (
    "url: https://x.org\ntitle: Site\ndescription: About it\nplugins: [jekyll-seo-tag]\n",
    "title: Site\nplugins: [jekyll-seo-tag]\n",
    "url: https://x.org\nplugins: [jekyll-seo-tag, jekyll-unheard-of]\ncollections: {d: {output: true}}\n",
)
TAGS = (
    "<title>{{ page.title }}</title>",
    "<title>{{ page.title }} | {{ site.title }}</title>",
    '<meta name="description" content="{{ page.description | escape }}">',
    '<meta name="description" content="{% if page.description %}{{ page.description }}{% else %}{{ page.excerpt | strip_html }}{% endif %}">',
    "<meta property=\"og:title\" content='{{ page.title }}'>",
    '<meta {% if page.lang %}name{% else %}property{% endif %}="og:image" content="{{ page.image | absolute_url }}">',
    '<link rel="canonical" title="{{ page.title }}" href="{{ site.url }}{{ page.url }}">',
    '<link rel="canonical" href="{{ page.url | absolute_url }}">',
    '<link rel="alternate" hreflang="{{ page.lang }}" href="/{{ page.lang }}/"><link rel="alternate" hreflang="fr" href="/fr{{ page.url }}">',
    "<!-- {{ page.title }} -->",
    "<style>{{ page.css }}</style>",
    "<script>var a = '{{ page.title }}';</script>",
    '<script type="application/ld+json">{ "@type": "{{ page.lang }}", "name": {{ page.title | jsonify }} }</script>',
    '<script type="application/ld+json">{{ page.title | jsonify }}</script>',
    '<script type="application/ld+json">{"a": "{{ page.description }}", "date": "{{ page.date }}"}</script>',
    '{% if jekyll.version > "4" %}<meta name="robots" content="{{ page.robots }}">{% endif %}',
    '<meta name="robots" content="{% if jekyll.version > "4" %}{{ page.robots }}{% endif %}">',
    '{% capture c %}{{ page.title }}-{{ page.lang }}{% endcapture %}<meta name="author" content="{{ c }}">',
    "{% for x in page.title %}<meta name='keywords' content='{{ x }}'>{% endfor %}",
    '<meta property="og:description" content="{% for x in page.title %}{{ x }},{% endfor %}">',
    "{% include say.html text=page.title %}",
    '<meta name="date" content="{{ page.date | date_to_xmlschema }}">',
    "{% seo %}",
    '<img src="{{ page.image }}">',
)
ODD = (
    "<meta name=description content={{ page.lang }}>",
    '<meta name="{{ page.robots }}" content="x">',
    "<!--{{ page.title }}--><!-- {{ page.css }}-->",
    "<!-- {{ page.css }}> <meta name='author' content='x'> -->",
    "<!-- {{ page.css }}!> <meta name='author' content='x'> -->",
    "<script><!-- {{ page.css }} --></script>",
    "{{ page.css | strip }} text",
    '<{{ page.css }}meta name="x" content="y">',
    "{{ page.css }}",
)
"""In these a value is more than a value."""


@pytest.mark.parametrize("seed", sampled(range(40), 6))
def test_a_shape_tells_what_each_page_does(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random.seed(seed)
    _write(tmp_path, random.Random(seed))
    for alternates in (True, False):
        told = [_plain(row) for row in _rows(tmp_path, alternates)]
        with monkeypatch.context() as patch:
            patch.setattr(head_shape.HeadShapes, "head", lambda *_: None)
            assert told == [_plain(row) for row in _rows(tmp_path, alternates)]


@pytest.mark.parametrize("tag", ODD)
@pytest.mark.parametrize("value", VALUES[:10])
def test_where_a_value_is_more_than_a_value_each_page_is_told_as_it_is(
    tag: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts/l.html").write_text(f"<head>{tag}<title>T</title></head><body>")
    keys = ("title", "css", "lang", "robots")
    for name, each in (("a.md", "a"), ("b.md", value), ("c.md", "c"), ("d.md", value)):
        front = "".join(f"{key}: {each}\n" for key in keys)
        (tmp_path / name).write_text(f"---\nlayout: l\n{front}---\n")
    told = [_plain(row) for row in _rows(tmp_path, False)]
    monkeypatch.setattr(head_shape.HeadShapes, "head", lambda *_: None)
    assert told == [_plain(row) for row in _rows(tmp_path, False)]


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ('<meta name="{{ page.css }}" content="x">', "author"),
        ('<meta property="{{ page.css }}" content="x">', "og:title"),
        ('<meta http-equiv="{{ page.css }}" content="0; url=/x">', "refresh"),
        ('<link rel="{{ page.css }}" href="/x">', "canonical"),
        ('<link rel="alternate" hreflang="{{ page.css }}" href="/x">', "de"),
        ('<script type="{{ page.css }}">{"@type": "A"}</script>', "application/ld+json"),
        ("<title>a <{{ page.css }}</title>", "'/title> x'"),
        ("<title>a </titl{{ page.css }}</title>", "'e> x'"),
        (
            "<script><!-- <script> and more {{ page.css }} </script><meta name='author' content='x'></script>",
            "'-->'",
        ),
        ("<!{{ page.css }} a> <meta name='author' content='x'> -->", "'--'"),
        ("<!--{{ page.css }}b> <meta name='author' content='x'> -->", "'>'"),
        ("<!--{{ page.css }}> <meta name='author' content='x'> -->", "'-'"),
        ('<script type="application/ld+json">{{ page.css }}[1]</script>', "''"),
        ('<script type="application/ld+json">[1]{{ page.css }}</script>', "''"),
        ('<meta name="author" content="{{ page.css }}"><meta name="author" content="a">', "a"),
    ],
)
def test_where_a_value_says_what_a_tag_is_each_page_is_told_as_it_is(
    tag: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts/l.html").write_text(f"<head>{tag}<title>T</title></head><body>")
    for name, each in (("a", "x"), ("b", value), ("c", "x"), ("d", value)):
        (tmp_path / f"{name}.md").write_text(f"---\nlayout: l\ncss: {each}\n---\n")
    told = [_plain(row) for row in _rows(tmp_path, True)]
    monkeypatch.setattr(head_shape.HeadShapes, "head", lambda *_: None)
    assert told == [_plain(row) for row in _rows(tmp_path, True)]


def test_one_shape_tells_of_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_config.yml").write_text(CONFIGS[0])
    (tmp_path / "_layouts/l.html").write_text(
        "<head>{% seo %}</head><body class='{{ page.title }}'>{{ content }}"
    )
    (tmp_path / "Gemfile.lock").write_text("GEM\n  specs:\n    jekyll-seo-tag (2.8.0)\n")
    for number in range(20):
        (tmp_path / f"{number}.md").write_text(
            f"---\nlayout: l\ntitle: T{number}\ndescription: D{number}\n---\n"
        )
    read = []
    plain = head_shape.whole_head
    monkeypatch.setattr(head_shape, "whole_head", lambda *given: read.append(1) or plain(*given))
    told: list[PageHead | None] = []
    of_shape = head_shape.HeadShapes.head
    monkeypatch.setattr(
        head_shape.HeadShapes, "head", lambda *asked: told.append(of_shape(*asked)) or told[-1]
    )
    rows = _rows(tmp_path, False)
    assert len(read) == 1
    assert len(told) == 20
    assert told.count(None) == 1, "the first page alone is read by itself"
    fields = [field for head in told if head is not None for field in head.fields.values()]
    texts = {len(field.mapped.text) for field in fields if field.mapped is not None}
    assert max(texts) < 400, "of the whole head no field keeps more than is around it"
    assert [row.head.field("title").value for row in rows] == sorted(
        f"T{number} | Site" for number in range(20)
    )


FILLED = ("x", "y", "z", "''", "'\"'", '"it\'s"', "'a > b'", "'a < b'", "' '", '"\\uf8fe"', '"\\uf8ff"')
"""Values of pages, one after the other: the first page is always read by itself, and makes no shape yet."""


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("<title>{{ page.css }}</title>", "-xxxxxx-x--"),
        ("<title> {{ page.css }} | x</title>", "-xxxxxx-x--"),
        ("<title>a < {{ page.css }}</title>", "-----------"),
        ("<title>a <b {{ page.css }}</title>", "-----------"),
        ("<title>a <b>0123456789{{ page.css }}</title>", "-xxxxxx-x--"),
        ("<title>a <b>01234{{ page.css }}</title>", "-----------"),
        ('<meta name="author" content="{{ page.css }}">', "-xxx-xxxx--"),
        ("<meta name='author' content='a {{ page.css }} b'>", "-xxxx-xxx--"),
        ("<meta name=author content={{ page.css }}>", "-----------"),
        ('<meta name="{{ page.css }}" content="x">', "-----------"),
        ('<link rel="canonical" title="{{ page.css }}" href="/x">', "-xxx-xxxx--"),
        ('<link rel="canonical" href="/{{ page.css }}/{{ page.css }}">', "-xxx-xxxx--"),
        ('<p class="{{ page.css }}">', "-xxx-xxxx--"),
        ("<!-- {{ page.css }} -->", "-xxxxx-xx--"),
        ("<!-- {{ page.css }}> -->", "-----------"),
        ("<!-- {{ page.css }}- -->", "-----------"),
        ("<!-- {{ page.css }}! -->", "-----------"),
        ("<!-- {{ page.css }}a -->", "-xxxxx-xx--"),
        ("<!{{ page.css }}>", "-----------"),
        ("<style>a { {{ page.css }} }</style>", "-xxxxxx-x--"),
        ('<script>var a = "{{ page.css }}"</script>', "-xxxxxx-x--"),
        ("<script><!-- {{ page.css }} --></script>", "-----------"),
        ("<style><!-- a { {{ page.css }} }--></style>", "-----------"),
        ("<script>if (a < 0 && b) {{ page.css }}</script>", "-----------"),
        ('<script type="application/ld+json">{"a": "{{ page.css }}"}</script>', "-xxxxxx-x--"),
        ('<script type="application/ld+json">{{ page.css }}</script>', "-----------"),
        ('<script type="application/ld+json"> {{ page.css }} </script>', "-xxxxxx-x--"),
        ('{{ page.blank }}<meta name="author" content="x">', "-xxxxxxxxxx"),
        ('<meta name="author" content="x"> {{ page.blank }} ', "-xxxxxxxxxx"),
        ('{{ page.css }}<meta name="author" content="x">', "---x----x--"),
        ("a {{ page.blank }}", "-----------"),
        ('<meta name="author" content="{{ page.css }}"><meta name="author" content="a">', "-xxx-xxxx--"),
        ('<meta name="author" content="a"><meta name="author" content="{{ page.css }}">', "-xxx-xxxx--"),
        (
            '{% if jekyll.environment %}<meta name="author" content="{{ page.css }}">{% endif %}',
            "-xxx-xxxx--",
        ),
        ('{% if page.never %}<meta name="author" content="{{ page.css }}">{% endif %}', "-xxxxxxxxxx"),
        ('{% for x in page.list %}<meta name="author" content="{{ x }}">{% endfor %}', "-----------"),
        ('{% if site.github.x %}<meta name="author" content="{{ page.css }}">{% endif %}', "-----------"),
        (
            '{% if site.github.x %}<meta name="author" content="{{ page.css }}">{% endif %}<meta name="author" content="b">',
            "-----------",
        ),
        (
            '{% if site.github.x %}<meta name="author" content="x">{% endif %}<meta name="author" content="{{ page.css }}">',
            "-----------",
        ),
        ('{{ site.github.x }}<meta name="author" content="{{ page.css }}">', "-xxx-xxxx--"),
        ('<meta name="author" content="{{ site.github.x }}{{ page.css }}">', "-xxx-xxxx--"),
        ("</head>{{ page.css }}", "---x----x--"),
        ("\uf8fe{{ page.css }}", "-----------"),
        ('{% asset a.css %}<meta name="author" content="{{ page.css }}">', "-xxx-xxxx--"),
    ],
)
def test_which_pages_a_shape_tells_of(
    tag: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a value is no more than a value; ``x`` for each page that the shape tells of."""
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts/l.html").write_text(f"<head>{tag}<title>T</title></head><body>")
    (tmp_path / "_config.yml").write_text("plugins: [jekyll-assets]\n" if "asset" in tag else "")
    for number, value in enumerate(FILLED):
        (tmp_path / f"{number:02}.md").write_text(f"---\nlayout: l\ncss: {value}\nlist: [a, {value}]\n---\n")
    found: list[PageHead | None] = []
    of_shape = head_shape.HeadShapes.head
    monkeypatch.setattr(
        head_shape.HeadShapes, "head", lambda *asked: found.append(of_shape(*asked)) or found[-1]
    )
    _rows(tmp_path, True)
    assert "".join("-" if each is None else "x" for each in found) == told


def _write(folder: Path, rng: random.Random) -> None:
    for name in ("_layouts", "_includes", "_d"):
        (folder / name).mkdir()
    (folder / "_config.yml").write_text(rng.choice(CONFIGS))
    (folder / "_includes/say.html").write_text('<meta property="og:site_name" content="{{ include.text }}">')
    tags = "\n".join(rng.sample(TAGS, 4) + (rng.sample(ODD, 1) if rng.random() < 0.1 else []))
    (folder / "_layouts/l.html").write_text(f"<html lang='{{{{ page.lang }}}}'><head>{tags}</head><body>")
    keys, wild = rng.sample(KEYS, 4), rng.random() / 8
    for number in range(12):
        values = (rng.choice(VALUES) if rng.random() < wild else f"a {rng.randrange(9)}" for _ in keys)
        front = "".join(f"{key}: {value}\n" for key, value in zip(keys, values, strict=True))
        place = f"{'_d/' * (rng.random() < 0.2)}{number}.md"
        (folder / place).write_text(f"---\nlayout: l\n{front}---\nThe *first* paragraph.\n\nAnother.\n")


def _rows(folder: Path, alternates: bool) -> tuple[HeadRow, ...]:
    reader = open_site(str(folder), read_settings(None), Call())
    return LayoutWork(WorkShares(reader, inputs_of(reader)), alternates=alternates).heads.rows


def _plain(row: HeadRow) -> object:
    head = row.head
    fields = [(key, *_said(field)) for key, field in (*head.fields.items(), *head.alternates)]
    return row._replace(head=head._replace(fields={}, alternates=())), fields


def _said(field: HeadField) -> Iterator[Any]:
    yield from (field.state, field.value, field.reasons, field.times, field.late)
    yield from (field.place, field.parts, field.written, field.cut)
    if field.source is not None:
        key, value, start, end, tag, late = field.source
        yield from (key, value, end - start, tag.name, tag.kind, late)
