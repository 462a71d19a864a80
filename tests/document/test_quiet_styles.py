"""What is left out of styles changes no link, no id and no head."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import FrameReader, SiteReader, quiet_styles
from sitecheck.document.frames import shared_layout
from sitecheck.document.heads import head_reader
from sitecheck.document.heads.head_reader import HeadReader
from sitecheck.jekyll import load_site
from sitecheck.liquid.residual import Items
from sitecheck.testing import write_site

TURNS = "{% for i in page.tags %}li:nth-child({{ forloop.index }}) > {% endfor %}a"
OVER = (
    "{% if page.x == 'plain' %}</style><title>{% else %}</style><title>{% endif %}{{ page.tags | size }}"
    "{% if page.y %}</title><style>{% else %}</title><style >{% endif %}"
)
"""A title that stands for a style, as far as one sees what is the same on all pages."""
VALUES = ("plain", "</style><i id='late'></i>", "url(/u.png)", "@import '/v.css';")
LAYOUT = """<!DOCTYPE html>
<html><head><meta charset="utf-8">
<style>STYLE</style>
<title>{{ page.title }}</title><meta name="description" content="{{ page.tags.size }}">
</head><body><b id="{{ page.name }}"></b><a href="/gone/">a</a></body></html>
"""


def seen(folder: Path, style: str) -> list[object]:
    """What layouts with ``style`` give to pages whose value ``x`` does what it can."""
    files = {
        f"p{number}.md": f'---\nlayout: l\ntitle: T\ntags: [a, b]\nx: "{value}"\n---\n'
        for number, value in enumerate(VALUES)
    }
    write_site(folder, {"_layouts/l.html": LAYOUT.replace("STYLE", style), **files})
    reader = SiteReader(load_site(str(folder)))
    pages = tuple(reader.shown_pages())
    frames = FrameReader(reader, 10**7).frames(pages)
    found = [each for frame in frames for block in frame.blocks for each in (*block.links, *block.ids)]
    heads = [
        [(key, field.state, field.value, field.reasons) for key, field in row.head.fields.items()]
        for row in HeadReader(reader, 10**7, alternates=True).rows
    ]
    return [found, heads]


@pytest.mark.parametrize(
    ("style", "is_less"),
    [
        (TURNS, True),
        (f"{{% if page.x contains 'p' %}}{TURNS}{{% endif %}}", True),
        ("a { margin: {{ page.x | size }}px }", True),
        ("a { color: {{ page.x }} }", False),
        ("a { color: {{ page.x | escape }} }", False),
        ("a { {% if page.x == 'plain' %}b: url(/w.png){% endif %} }", False),
        ("{% if page.x == 'plain' %}@import '/w.css';{% endif %}", False),
        ("{% if page.x == 'plain' %}</style><b id=w></b><style>{% endif %}", False),
        ("{% for i in page.tags %}{{ page.x }}{% endfor %}", False),
        (f"a {{ background: url(/i.png) }} {TURNS}", False),
        (f"a {{ background: URL(/{{{{ page.x | size }}}}) }} {TURNS}", False),
        (f"@import '/{{{{ page.x | size }}}}.css'; {TURNS}", False),
        (
            "{% assign forloop = page %}{{ forloop.x }}{% assign forloop = page.list %}{{ forloop.first }}",
            False,
        ),
        (OVER, False),
        (f"{OVER}</style><style>{TURNS}", True),
        (OVER.partition("{% if page.y")[0], False),
        (f"a <{TURNS}/style><b id=w></b>", False),
        ("{% if page.x == 'plain' %}@imp{% endif %}ort '/w.css'", False),
        ("a { b: {% for i in page.tags %}u{% break %}{% endfor %}rl(/w.png) }", False),
        ("{% if page.name %}/*{% endif %} {{ page.x }} */", False),
        ("{% if page.name %}/{% endif %}* {{ page.x }} */", False),
        (f"</style>{TURNS}<style>", False),
        (f"</style><script>'<style>{TURNS}</style>'</script><style>", False),
        (f"</style><!-- <style>{TURNS}</style> --><style>", False),
        (f"</style><noscript><style>{TURNS}</style></noscript><style>", True),
    ],
)
def test_what_says_nothing_is_left_out(
    style: str, is_less: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out: list[bool] = []

    def noted(items: Items) -> Items:
        found = quiet_styles.without_quiet_styles(items)
        left_out.append(found != items)
        return found

    def unchanged(items: Items) -> Items:
        return items

    answers = []
    for way in (noted, unchanged):
        for module in (head_reader, shared_layout):
            monkeypatch.setattr(module, "without_quiet_styles", way)
        answers.append(seen(tmp_path / way.__name__, style))
    assert answers[0] == answers[1]
    assert any(left_out) is is_less
    assert all(answers[0])
