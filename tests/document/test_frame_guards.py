"""Which values of a layout can end the attribute or the text that they stand in."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.frames.frame_guards import Guards, Unfit
from sitecheck.document.liquid_host import SiteHost
from sitecheck.jekyll import load_site
from sitecheck.liquid import Budget
from sitecheck.liquid.budget import spending
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.residual import Choice, Known, Run
from sitecheck.liquid.specialize import specialize

T = "{% if page.x %}{% assign t = 'a' %}{% else %}{% assign t = 'b' %}{% endif %}"
"""A variable that is one of two plain texts."""
NUMBERS = (
    '{% assign n = "" | split: "" %}{% for i in page.l %}{% assign l = i | remove: "a" %}'
    "{% capture c %}{{ l }}{% endcapture %}{% assign k = n[-1] | plus: 1 %}"
    "{% assign n = n | slice: 0, 1 | push: k %}{% endfor %}"
)
"""A list of numbers, worked out from what the page says."""
WORDS = "{% assign n = page.x | size %}{% assign w = 'a b' | split: ' ' | push: n %}"
"""A list: where a text is made of it, each word stands between quotation marks."""
NO_TURN = "{% for i in page.none %}{% assign k = 'a' %}{% endfor %}"
PARTS = """{% assign q = "a'b,c" | split: "," %}"""
LONG = (
    "{% for i in page.l %}"
    + "".join(f"{{% assign z{n} = z{n + 1} %}}" for n in range(6))
    + "MORE{% endfor %}"
)
"""Variables each of which is what the next was in the turn before."""


def harmless(folder: Path, layout: str, ends: str) -> bool:
    """Whether the last thing that hangs on the page is harmless."""
    (folder / "_layouts").mkdir()
    (folder / "_layouts" / "l.html").write_text(layout)
    reader = SiteReader(load_site(str(folder)))
    found = reader.layout("l")
    template = reader.layout_template(found) if found is not None else None
    assert template is not None
    with spending(Budget()):
        names = NameFinder(lambda _: None)
        items = specialize(template, SiteHost(reader, None), "", Inputs(frozenset(), False), names)
    item = items[-1]
    assert isinstance(item, (Known, Choice, Run))
    return Guards().is_harmless(item, ends)


@pytest.mark.parametrize(
    ("layout", "ends", "is_so"),
    [
        ("{{ page.x }}", '"', False),
        *(
            (f"{{{{ page.x | {name} }}}}", ends, True)
            for ends in "\"'<"
            for name in ("cgi_escape", "date_to_xmlschema", "escape", "escape_once", "slugify")
        ),
        *((f"{{{{ page.x | {name} }}}}", '"', True) for name in ("uri_escape", "url_encode", "xml_escape")),
        *(("{{ page.x | uri_escape }}", ends, ends != "'") for ends in "\"'<"),
        *((f"{{{{ page.x | slugify: {mode} }}}}", '"', False) for mode in ("'raw'", "'none'", "page.y")),
        ("{{ page.x | slugify: 'pretty' }}", "'", False),
        (WORDS + "{{ w }}", '"', True),
        *((WORDS + f"{{{{ w | {name}: 'x' }}}}", '"', False) for name in ("append", "prepend")),
        *((WORDS + f"{{{{ w | {name}: 9, 'x' }}}}", '"', False) for name in ("truncate", "replace")),
        *((WORDS + f"{{{{ 'x' | {name}: w }}}}", '"', False) for name in ("append", "prepend")),
        (WORDS + "{{ w | split: 'x' | first }}", '"', False),
        (WORDS + "{{ 'x,y' | split: ',' | join: w }}", '"', False),
        *((WORDS + "{{ w | append: 'x' }}", ends, True) for ends in "'<"),
        ("{% assign k = page.x %}" + NO_TURN + "{{ k }}", '"', False),
        ("{% assign k = page.x | size %}" + NO_TURN + "{{ k }}", '"', True),
        (NO_TURN + "{{ k }}", '"', True),
        ("{% assign forloop = page.x %}{{ forloop.first }}", '"', False),
        ("{% for i in page.l %}{% assign forloop = page.x %}{{ forloop.first }}{% endfor %}", '"', False),
        ("{% for forloop in page.l %}{{ forloop.first }}{% endfor %}", '"', False),
        ("{{ page.x | upcase }}", '"', False),
        ("{{ page.x | escape | upcase }}", '"', False),
        ("{{ page.x | append: 'a' }}", '"', False),
        ("{{ page.x | jsonify }}", "<", False),
        (T + "{{ t }}", '"', True),
        (T + "{{ t[0] }}", '"', True),
        (T + "{{ page.t[0] }}", '"', False),
        (T.replace("'b'", "'b\\'b'").replace("\\'", '"') + "{{ t }}", '"', False),
        (T.replace("'b'", "'b\"b'") + "{{ t }}", "'", True),
        (T.replace("'b'", "3") + "{{ t }}", '"', True),
        (T.replace("'b'", "nil") + "{{ t }}", '"', True),
        (T.replace("'b'", "page.y") + "{{ t }}", '"', False),
        (T.replace("'b'", "page.y | escape") + "{{ t }}", '"', True),
        *((T + f"{{{{ t | {name}: 'x' }}}}", '"', True) for name in ("append", "prepend", "default")),
        (T + "{{ t | replace: 'a', 'c' }}", '"', True),
        (T + "{{ t | replace: 'a', '\"' }}", '"', False),
        (T + "{{ t | replace: 'a', '\"' }}", "'", True),
        *((T + f"{{{{ t | {name}: 5, 'x' }}}}", '"', True) for name in ("truncate", "truncatewords")),
        *((T + f"{{{{ t | {name}: 5, page.y }}}}", '"', False) for name in ("truncate", "truncatewords")),
        (T + "{{ t | truncate: page.y, 'x' }}", '"', True),
        (T + "{{ t | append: page.y }}", '"', False),
        (T + "{{ t | append: 'x' | append: '/y' }}", '"', True),
        (T + "{{ t | default: 'x', allow_false: true }}", '"', False),
        (T + "{{ t | url_decode }}", '"', False),
        (T + "{{ t | upcase }}", '"', False),
        (T + "{{ t | jsonify }}", '"', False),
        (T + "{{ t | jsonify }}", "<", True),
        ("{% assign t = page.x | escape %}{{ t }}", '"', True),
        ("{% assign t = page.x %}{{ t }}", '"', False),
        ("{% assign t = page.x | divided_by: 2 | escape %}{{ t }}", '"', True),
        ("{% assign t = page.x | divided_by: 2 %}{{ t }}", '"', True),
        ("{% assign t = page.x | date: 2 %}{{ t }}", '"', False),
        ("{{ page }}", '"', False),
        ("{% for i in page.l %}{{ forloop.index }} {% endfor %}", '"', True),
        ("{% for i in page.l %}{{ forloop.parentloop.last }}{% endfor %}", '"', True),
        ("{% for i in page.l %}{{ forloop.name }}{% endfor %}", '"', False),
        ("{% for i in page.l %}{{ forloop }}{% endfor %}", '"', False),
        ("{% for i in page.l %}{{ i }}{% endfor %}", '"', False),
        ("{% for i in (1..page.n) %}{{ i }}{% endfor %}", '"', True),
        ('{% for i in page.l %}"{% endfor %}', '"', False),
        ('{% for i in page.l %}"{% endfor %}', "'", True),
        ("{% for i in page.l %}{% cycle 'a', 'b' %}{% endfor %}", '"', False),
        ("{% for i in page.l %}{% if i %}a{% elsif page.x %}{{ i }}{% endif %}{% endfor %}", '"', False),
        ("{% for i in page.l %}{% cycle 'a', 'b' %}{% assign k = i %}{% endfor %}{{ k }}", '"', False),
        ("{% tablerow i in page.l %}{% assign k = i %}{% endtablerow %}{{ k }}", '"', False),
        ("{% assign k = 'a' %}{% for i in page.l %}{{ k }}{% assign k = i %}{% endfor %}", '"', False),
        ("{% assign k = 'a' %}{% for i in page.l %}{{ k }}{% assign k = 'b' %}{% endfor %}", '"', True),
        (PARTS + "{% for i in page.l %}{{ q }}{% endfor %}", "'", False),
        (PARTS + "{% for i in page.l %}{{ q }}{% endfor %}", '"', True),
        (NUMBERS + "{{ n }}", '"', True),
        (NUMBERS + "{{ n[-1] }}", '"', True),
        (NUMBERS + "{{ l }}", '"', False),
        (NUMBERS + "{{ c }}", '"', False),
        (NUMBERS.replace("push: k", "push: i") + "{{ n }}", '"', False),
        (NUMBERS.replace("push: k", "push: k, i") + "{{ n }}", '"', False),
        (NUMBERS.replace("slice: 0, 1", "slice: 0, i") + "{{ n }}", '"', True),
        (NUMBERS.replace("plus: 1", "append: 1") + "{{ n }}", "'", True),
        (NUMBERS.replace("plus: 1", "append: 1") + "{{ n }}", '"', False),  # of a list it makes ["a"]
        (NUMBERS.replace("| plus: 1", "| append: l") + "{{ n }}", '"', False),
        (NUMBERS.replace('"" | split: ""', "page.n") + "{{ n }}", '"', False),
        (
            "{% for i in page.l %}{% capture c %}{{ forloop.index }}{% endcapture %}{% endfor %}{{ c }}",
            '"',
            True,
        ),
        ("{% capture c %}{% for i in page.l %}{{ i | size }}{% endfor %}{% endcapture %}{{ c }}", '"', True),
        ("{% capture c %}{% for i in page.l %}{{ i }}{% endfor %}{% endcapture %}{{ c }}", '"', False),
        ("{% capture c %}b{% if page.x %}'{% endif %}{% endcapture %}{{ c }}", "'", False),
        ("{% capture c %}'{% if page.x %}b{% endif %}{% endcapture %}{{ c }}", '"', True),
        ("{% capture c %}'{% if page.x %}b{% endif %}{% endcapture %}{{ c }}", "'", False),
        (LONG.replace("MORE", "{% assign z6 = 1 %}") + "{{ z0 }}", '"', True),
        (LONG.replace("MORE", "{% assign z6 = page.x %}") + "{{ z0 }}", '"', False),
        ("{% if page.x %}a{% else %}b{% endif %}", '"', True),
        ("{% if page.x %}a{% else %}{{ page.y }}{% endif %}", '"', False),
    ],
)
def test_what_can_end_what_it_stands_in(layout: str, ends: str, is_so: bool, tmp_path: Path) -> None:
    assert harmless(tmp_path, layout, ends) is is_so


@pytest.mark.parametrize(
    "layout",
    ['"', '{% if page.x %}a{% else %}b"{% endif %}', '{% if page.x %}{{ page.y }}{% else %}"{% endif %}'],
)
def test_what_ends_it_on_every_page_that_shows_it_is_unfit(layout: str, tmp_path: Path) -> None:
    with pytest.raises(Unfit):
        harmless(tmp_path, layout, '"')


@pytest.mark.parametrize(("deep", "is_so"), [(12, True), (13, False)])
def test_only_some_variables_are_looked_behind(deep: int, is_so: bool, tmp_path: Path) -> None:
    chain = "".join(f"{{% assign t{n + 1} = t{n} | append: 'x' %}}" for n in range(deep))
    layout = f"{{% assign t0 = page.x | escape %}}{chain}{{{{ t{deep} }}}}"
    assert harmless(tmp_path, layout, '"') is is_so
