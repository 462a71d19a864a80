"""On which names of a template much work hangs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sitecheck.liquid import parse
from sitecheck.liquid.dear_names import dear_reads
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.nodes import Body


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("{{ page.a }}{% if page.b == 'x' %}{{ page.c | escape }}{% endif %}", set()),
        ("{% for x in site.posts %}{% if x.lang == page.a %}{{ x.url }}{% endif %}{% endfor %}", {"a"}),
        ("{% if page.b %}{% for x in site[page.a] %}{{ x.url }}{% endfor %}{% endif %}", {"a"}),
        ("{% tablerow x in page.a %}{{ x }}{% endtablerow %}", {"a"}),
        ("{{ site.posts | where: 'lang', page.a | size }}", {"a"}),
        ("{{ site.posts | where_exp: 'x', 'x.lang == page.a' | size }}", {"a"}),
        ("{{ site[page.a] | first }}", {"a"}),
        ("{% assign n = page.a %}{% for x in site.posts %}{{ n }}{% endfor %}", {"a"}),
        ("{% assign n = page.a %}{% assign m = n %}{% for x in m %}{% endfor %}", {"a"}),
        ("{% capture n %}{{ page.a }}{% endcapture %}{% for x in site.posts %}{{ n }}{% endfor %}", {"a"}),
        ("{% assign n = page.b %}{{ n }}", set()),
        ("{% include loop.html lang=page.a %}{% if page.b %}{% include loop.html %}{% endif %}", {"a", "c"}),
        ("{% include again.html %}", {"c"}),
    ],
)
def test_on_which_keys_of_the_page_work_hangs(text: str, keys: set[str]) -> None:
    files: Mapping[str, str] = {
        "loop.html": "{{ page.d }}{% for x in site.posts %}{{ include.lang }}{{ page.c }}{% endfor %}",
        "again.html": "{% include again.html %}{% include loop.html %}",
    }

    def body_of(name: str) -> Body | None:
        return parse(files[name], name).body if name in files else None

    body = parse(text, "a.html").body
    assert body is not None
    assert {key for name, key in dear_reads(body, NameFinder(body_of)) if name == "page"} == keys
