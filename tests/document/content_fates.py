"""Layouts, and what becomes of the content in each."""

from __future__ import annotations

from sitecheck.model.fate import Fate

PAGE = "---\nlayout: {}\ntitle: T\nseen: true\n---\nSome WORD.\n\n## Mark {{#mark}}\n\n[x](/gone.html)\n"
FILES = {
    "_config.yml": "shown: true\n",
    "_includes/box.html": "<div>{{ content }}</div>",
    "_includes/given.html": "<div>{{ include.text }}</div>",
    "_includes/handed.html": "{% include given.html text=include.html %}",
    "_includes/plain.html": "{{ include.text | strip_html }}",
    "_includes/drops.html": "<div></div>",
    "_includes/ends.html": "{% if true %}{% break %}{% endif %}",
    "_includes/titles.html": "{% assign all = include.html | split: '<h' %}"
    "{% for one in all %}<li>{{ one | strip_html }}</li>{% endfor %}",
    "_plugins/own.rb": "".join(
        f"class {name.title()} < Liquid::Block\n  def render(context)\n    {ruby}\n  end\nend\n"
        f"Liquid::Template.register_tag('{name}', {name.title()})\n"
        for name, ruby in (
            ("drop", '"x"'),
            ("wrap", '"<div>#{super}</div>"'),
            ("odd", "rand > 2 ? super : ''"),
        )
    )
    + "module Own\n  def same(text)\n    text\n  end\n  def lose(text)\n    rand > 2 ? text : ''\n  end\nend\n"
    "Liquid::Template.register_filter(Own)\n",
}
FATES: tuple[tuple[str, Fate], ...] = (
    ("{{ content }}", "as it is"),
    ("<p>{{- content -}}</p>", "as it is"),
    ("{{ content | strip }}{% comment %}content{% endcomment %}", "as it is"),
    ("{{ content | default: 'none' }}", "as it is"),
    ("{% if true %}{{ content }}{% endif %}", "as it is"),
    ("{% if site.shown %}{{ content }}{% endif %}", "as it is"),
    ("{% if page.seen %}<b>{{ content }}</b>{% else %}{{ content }}{% endif %}", "as it is"),
    ("{% assign a = content %}{% assign b = a %}{{ b }}", "as it is"),
    ("{% capture a %}{{ content }}{% endcapture %}{{ a }}", "as it is"),
    (
        "{% if page.seen %}{% assign a = content %}{% else %}{% capture a %}<b>{{ content }}</b>{% endcapture %}"
        "{% endif %}{{ a }}",
        "as it is",
    ),
    ("{% include box.html %}", "as it is"),
    ("{% include given.html text=content %}", "as it is"),
    ("{% include handed.html html=content %}", "as it is"),
    ("{% assign file = 'box.html' %}{% include {{ file }} %}", "as it is"),
    ("{% include titles.html html=content %}{{ content }}", "as it is"),
    ("<meta content='{{ content | strip_html | truncate: 9 }}'>{{ content }}", "as it is"),
    ("<!--[if lt IE 9]><p>old</p><![endif]-->{{ content }}", "as it is"),
    ("<!-- {{ content | strip_html }} --><p>{{ content }}</p>", "as it is"),
    ("<style>a > b {}</style><svg><title>a</title></svg><pre>{{ content }}</pre>", "as it is"),
    ("{{ content }}{% assign content = 'x' %}{{ content }}", "as it is"),
    ("{% for i in (1..3) %}{{ content }}{% break %}{% endfor %}", "as it is"),
    ("{{ content }}<hr>{{ content }}", "repeated"),
    ("{% for i in (1..2) %}{{ content }}{% endfor %}", "repeated"),
    ("{{ content | replace: '<h2', '<h2 class=\"x\"' }}", "changed"),
    ("{{ content | markdownify }}", "changed"),
    ("{{ content | strip_newlines }}", "changed"),
    ("{{ '<hr>' | append: content }}", "changed"),
    ("{{ content | split: '<h2' | join: '<h2' }}", "changed"),
    ("{% assign content = content | replace: '<h2', '<h2 a' %}{{ content }}", "changed"),
    ("{% capture a %}<b>{{ content }}</b>{% endcapture %}{{ a | replace: '<b>', '<i>' }}", "changed"),
    (
        "{% assign all = content | split: '<h2' %}"
        "{% for one in all %}{% unless forloop.first %}<h2{% endunless %}{{ one }}{% endfor %}",
        "changed",
    ),
    ("{% if content != '' %}{{ content }}{% endif %}", "changed"),
    ("{% tablerow i in (1..1) %}{{ content }}{% endtablerow %}", "changed"),
    (
        "{{ content | escape | replace: '&lt;', '<' | replace: '&gt;', '>' | replace: '&quot;', '\"' }}",
        "changed",
    ),
    ("{% wrap %}{{ content }}{% endwrap %}", "changed"),
    ("{{ content | same }}", "changed"),
    ("{{ content | jsonify }}", "unknown"),
    ("{{ content | downcase }}", "unknown"),
    ("{% if content contains '<h2' %}{{ content }}{% endif %}", "unknown"),
    ("{% if content.size > 50 %}{{ content }}{% endif %}", "unknown"),
    ("{% assign n = content | number_of_words %}{% if n < 3000 %}{{ content }}{% endif %}", "unknown"),
    ("<![CDATA[ {{ content }} ]]>", "unknown"),
    ("<? {{ content }} ?>", "unknown"),
    ("{{ content | replace: 'id=', 'data-id=' }}", "unknown"),
    ("{{ content | replace: 'k', 'c' }}", "unknown"),
    ("{{ content | replace: 'mark', 'other' }}", "unknown"),
    ("{{ content | truncate: 5 }}", "unknown"),
    ("{{ content | truncatewords: 99 }}", "unknown"),
    ("{{ content | split: '<!--more-->' | first }}", "unknown"),
    ("{{ content | split: '<!-- here -->' | first }}", "unknown"),
    ("{% unless content contains 'WORD' %}{{ content }}{% endunless %}", "unknown"),
    ("{% if page.seen %}{{ content }}{% endif %}", "unknown"),
    ("{% if page.seen %}{{ content }}{% else %}{{ content | strip_html }}{% endif %}", "unknown"),
    ("{% if page.seen %}<!-- {% endif %}{{ content }}{% if page.seen %} -->{% endif %}", "unknown"),
    ("<script type='text/template'>{{ content }}</script>", "unknown"),
    ("<textarea id='source'>{{ content }}</textarea>", "unknown"),
    ("<p title='{{ content }}'></p>", "unknown"),
    ("{{ content | escape | markdownify }}", "unknown"),
    ("{{ page.content }}", "unknown"),
    ("{{ content | strip_html }}{{ page.content }}", "unknown"),
    ("{% odd %}{{ content }}{% endodd %}", "unknown"),
    ("{{ content | lose }}", "unknown"),
    ("<p>a</p><!-- {{ content }} -->", "in a comment"),
    ("{{ content | strip_html }}", "as text"),
    ("{{ content | escape | truncate: 99 }}", "as text"),
    ("{{ 'x' | append: content | strip_html }}", "as text"),
    ("{% assign a = content | xml_escape %}{{ a }}", "as text"),
    ("{% capture a %}<b>{{ content }}</b>{% endcapture %}{{ a | strip_html }}", "as text"),
    ("{% include plain.html text=content %}", "as text"),
    ("<title>{{ content }}</title>", "as text"),
    ("<style>{{ content }}</style>", "as text"),
    ("<p title='{{ content | escape }}'></p>", "as text"),
    ("{{ content.size }} {{ content | number_of_words }}", "as text"),
    ("{% if page.seen %}{{ content | escape }}{% else %}{{ page.title }}{% endif %}", "as text"),
    ("<p>content</p>", "left out"),
    ("{% break %}{{ content }}", "left out"),
    ("{% include ends.html %}{{ content }}", "left out"),
    ("{{ page.title }}", "left out"),
    ("{% comment %}{{ content }}{% endcomment %}", "left out"),
    ("{% raw %}{{ content }}{% endraw %}", "left out"),
    ("{% if false %}{{ content }}{% endif %}", "left out"),
    ("{% if site.hidden %}{{ content }}{% endif %}", "left out"),
    ("{% capture a %}{{ content }}{% endcapture %}", "left out"),
    ("{% assign a = content | truncate: 9 %}", "left out"),
    ("{% assign content = 'x' %}{{ content }}", "left out"),
    ("{% include drops.html text=content %}", "left out"),
    ("{% if content contains 'WORD' %}<p>x</p>{% endif %}", "left out"),
    ("{% drop %}{{ content }}{% enddrop %}", "left out"),
)

UNSEEN = PAGE.replace("seen: true\n", "")
"""The same page without what some layouts ask for."""
FATES_ON: tuple[tuple[str, Fate, Fate], ...] = (
    ("{% if page.seen %}{{ content }}{% endif %}", "as it is", "left out"),
    ("{% unless page.seen %}{{ content }}{% else %}{{ content | escape }}{% endunless %}", "as text", "as it is"),
    ("{% if page.seen %}{% assign a = content %}{% endif %}{{ a }}", "as it is", "left out"),
    (
        "{% case page.seen %}{% when true %}{{ content }}{{ content }}{% else %}{{ content }}{% endcase %}",
        "repeated",
        "as it is",
    ),
    ("{% capture a %}{% if page.seen %}{{ content }}{% endif %}{% endcapture %}<b>{{ a }}</b>", "as it is", "left out"),
    ("{% if page.seen %}{% include box.html %}{% else %}{% include drops.html %}{% endif %}", "as it is", "left out"),
    ("{% if page.seen %}<!-- {% endif %}{{ content }}{% if page.seen %} -->{% endif %}", "unknown", "unknown"),
    ("{% if page.seen and site.shown %}{% if page.title == 'T' %}{{ content }}{% endif %}{% endif %}", "as it is", "left out"),
    ("{% if page.seen %}{{ content }}{% endif %}{% if content contains 'of none' %}{{ content }}{% endif %}", "as it is", "unknown"),
    ("{% if page.seen %}{{ content }}{% else %}{{ page.content | strip_html }}{% endif %}", "as it is", "unknown"),
)  # fmt: skip
"""Layouts that do with the content of a page what that asks for, and what becomes of both pages."""
