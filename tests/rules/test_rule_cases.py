"""What rules say of sites: the conditions that the examples on their pages leave open, one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.fuzz.limits import slowness

from sitecheck.document import SiteFacts, SiteReader
from sitecheck.jekyll import load_site
from sitecheck.model.facts import ExternalStatus
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Safety
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site
from sitecheck.text.source import Source
from sitecheck_rules.front_matter.duplicate_permalink import _may_keep_dots
from sitecheck_rules.head import _addresses
from sitecheck_rules.links.moved_link import MovedLink
from sitecheck_rules.math._formulas import DOLLARS, MATHJAX3

Files = Mapping[str, str]
PAGE = "---\n---\n"
LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (%s)\n"
NAVIGATION = "{{ page.parent }}{{ page.grand_parent }}{{ page.nav_exclude }}{{ content }}\n"
LOST = {"a.md": "---\nparent: Nowhere\n---\n"}
PHOTO = {"img/quay.png": "", "index.md": PAGE}
OPTIONAL = {"_config.yml": "plugins: [jekyll-optional-front-matter]\n"}
SEO = {"_config.yml": "plugins: [jekyll-seo-tag]\n"}


def config(text: str, **more: str) -> dict[str, str]:
    return {"_config.yml": text, "index.md": PAGE, **more}


def refoldered(text: str, layout: str) -> dict[str, str]:
    """A page whose layout writes other addresses of its images."""
    return {"a.md": f"---\nlayout: x\n---\n{text}\n", "_layouts/x.html": f"{layout}\n", "img/a.png": ""}


def told(rule: str, files: Files, folder: Path) -> list[str]:
    """What a rule says: the file, the text that it marks, its message, its help and its severity."""
    write_site(folder, files)
    report = check_folder(folder, settings_for(load_rules()[rule], folder=folder))
    assert not report.crashes
    said = []
    for each in report.findings:
        if each.rule == rule:
            text = report.sources.text(each.path) or ""
            mark = text[each.place.span.start : each.place.span.end]
            said.append(f"{each.severity.label} {each.path} [{mark}] {each.message} | {each.help}")
    return said


MOVED = {
    "_config.yml": "plugins: [jekyll-redirect-from]\n",
    "new.md": "---\npermalink: /new/\nredirect_from: /old/\n---\n",
    "index.md": PAGE,
}


def html(text: str) -> dict[str, str]:
    return {"a.html": PAGE + text + "\n"}


def hub(config: str, attributes: str = "") -> str:
    """A configuration of MathJax 2, and the script that loads it."""
    load = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML"
    return (
        f"<script type='text/x-mathjax-config'{attributes}>MathJax.Hub.Config({config});</script>"
        f"<script src='{load}'></script>"
    )


def translated(other: str) -> str:
    link = f'<link rel="alternate" hreflang="de" href="{other}">'
    return f"{PAGE}<html><head><title>A</title>{link}</head><body>A</body></html>\n"


def titled(**titles: str) -> dict[str, str]:
    layout = "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"
    pages = {f"{name}.md": f"---\nlayout: x\ntitle: {title}\n---\n" for name, title in titles.items()}
    return {"_layouts/x.html": layout, **pages}


def untitled(path: str, shown: str) -> dict[str, str]:
    layout = f"<html><head><title>{shown}</title></head>{{{{ content }}}}</html>\n"
    return {**config("title: Site\n"), "_layouts/x.html": layout, path: "---\nlayout: x\ntitle: ''\n---\n"}


WHOLE = "<!doctype html>\n<html>\n<body>{{ content }}</body>\n</html>\n"
REFRESH = "<meta http-equiv=refresh content='0;url=/b'>"
BOATS = "module Boats\n  def sail(text)\n    text\n  end\nend\nLiquid::Template.register_filter(Boats)\nLiquid::Template.register_tag('row', Row)\n"
SEO_GEM = "Gem::Specification.new { |s| s.add_runtime_dependency 'jekyll-seo-tag', '~> 2.0' }\n"
NOWHERE_ELSE = (
    "<html><head><title>A</title>{% if site.env != 'production' %}<meta name='robots' content='noindex'>{% endif %}"
    "</head></html>\n"
)
READS_TITLE = "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"
WITH_MATH = (
    "<html><head>{% if page.mathjax %}<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js'></script>"
    "{% endif %}</head>{{ content }}</html>\n"
)
ONLY_DOLLARS = {
    "_layouts/default.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>\n"
    + MATHJAX3["_layouts/default.html"]
}
NO_QUIRKS = {"_config.yml": "kramdown:\n  gfm_quirks: []\n"}
GITHUB_PAGES = {"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}
ORDERED = {
    "a.md": "---\norder: third\n---\n",
    **{f"b{n}.md": f"---\norder: {n}\n---\n" for n in range(12)},
}
SORTING = (
    {"list.html": PAGE + "{{ site.pages | sort: 'order' | size }}\n"},
    {"_plugins/own.rb": "site.pages.sort_by { |page| page.data['x'] }\n"},
    {"_config.yml": "collections: {boats: {sort_by: order}}\n"},
    {"_config.yml": "theme: minima\n"},
)
"""What may sort the pages by it."""
SHOWS_SUMMARIES = PAGE + "{% for post in site.posts %}{{ post.summary }}{% endfor %}\n"


def summed(number: int) -> dict[str, str]:
    """Posts with a summary, and one with a slip of it."""
    posts = {f"_posts/2024-01-0{n + 1}-a.md": "---\nsummary: x\n---\n" for n in range(number)}
    return {**posts, "list.md": SHOWS_SUMMARIES, "_posts/2022-01-01-z.md": "---\nsumary: x\n---\n"}


CELLS = "<tr><td>a</td><td>b</td></tr>"
HALF = "---\ntitle: Tides\n---\n<html><head><title>{{ page.title }} | {{ site.title }}</title></head></html>"
MAPPED = config("url: https://example.org\nplugins: [jekyll-sitemap]\n")


def canonical(address: str) -> str:
    return f"{PAGE}<html><head><link rel=canonical href='{address}'></head></html>"


FLAGS = {f"b{n}.md": "---\nshown: true\n---\n" for n in range(12)}
POSTS = {"list.md": PAGE + "{{ site.tags }}\n", "_posts/2024-05-07-b.md": "---\ntags: [C++]\n---\n"}
ENDS_NOTHING = "nothing is open here that it ends: an element in a text ends in the same paragraph"
BASED = config("baseurl: https://example.org/x\n")

EXCLUDED = {
    **config("exclude: [x]\n"),
    "index.md": PAGE + "[a](/node_modules/a.js)\n",
    "node_modules/a.js": "",
}
BY_ITS_ACTION = "jobs:\n  build:\n    steps:\n    - uses: actions/jekyll-build-pages@v1\n    - uses: actions/deploy-pages@v4\n"
NAMELESS = {
    "_data/d.yml": "- {n: 1, l: a}\n- {n: 2}\n",
    "a.html": PAGE + "{% assign r = site.data.d | where: 'l', page.l %}"
    "{% for i in r %}<a href='/gone{{ i.n }}'>x</a>{% endfor %}\n",
}


def demanded(demand: str, written: str, path: str = "_posts/2024-05-06-a.md", **files: str) -> Files:
    """A file, and what a contract demands of it; ``schema`` is a JSON Schema."""
    names = {"schema": "a.json", "config": "_config.yml"}
    settings = f"front-matter:\n- files: '*.md'\n  {demand}\n"
    return {
        path: f"---\n{written}\n---\n",
        ".sitecheck.yml": settings,
        **{names[key]: text for key, text in files.items()},
    }


SILENT: list[tuple[str, Files]] = [
    # asked for from outside, wherever the source is
    ("unused-file", {"_config.yml": "source: app\ninclude: [.well-known]\n", "app/index.md": PAGE, "app/.well-known/b.png": ""}),
    # Jekyll 3, which GitHub Pages has, puts the site's own exclude in place of its list
    ("broken-link", EXCLUDED),
    ("broken-link", {**EXCLUDED, "Gemfile.lock": LOCK % "3.10.0"}),
    # and takes all where the value is nil
    ("broken-link", NAMELESS),
    # its action heeds no gems
    *((rule, {**files, "Gemfile.lock": LOCK % "4.3.4", ".github/workflows/pages.yml": BY_ITS_ACTION}) for rule, files in (
        ("broken-link", EXCLUDED), ("broken-link", NAMELESS), ("invalid-config", config("plugins:\n")))),
    # what Jekyll reads: labels are words, or stand behind another key; mappings become one with those of defaults
    *(("front-matter-contract", demanded(demand, written)) for demand, written in (
        ("values: {tags: [jekyll, news]}", "tags: jekyll news"), ("required: [tags, categories]", "tag: a\ncategory: b"),
        ("values: {a: [1], b: [1.0], c: ['2024-05-06']}", "a: 1.0\nb: 1\nc: 2024-05-06"))),
    ("front-matter-contract", demanded("required: author.mail", "author: {name: A}", config="defaults: [{scope: {path: ''}, values: {author: {mail: a}}}]\n")),
    ("front-matter-contract", demanded("schema: a.json", "a: 0.3", schema='{"properties": {"a": {"multipleOf": 0.1}}}')),
    *(("broken-link", {**html("{% t %}<a href='{{ v }}gone.html'>x</a>{% if v %}<a href='/gone.html'>y</a>{% endif %}"), "_plugins/a.rb": f"{ruby}\n"})
      for ruby in ("Jekyll::Hooks.register :pages, :pre_render do |page, payload|\npayload['v'] = '#'\nend\nLiquid::Template.register_tag('t', T)",
                   "class T < Liquid::Tag\ndef render(context)\ncontext['v'] = '#'\n''\nend\nend\nLiquid::Template.register_tag('t', T)",
                   "Jekyll::Hooks.register :pages, :pre_render do |page, payload|\npayload[page.data['k']] = '#'\nend\nLiquid::Template.register_tag('t', T)")),
    # browsers read these as XML, in which any element may close itself
    *(("self-closed-element", {path: f"{front}<p><script src='a.js'/><b/></p>\n"})
      for path, front in (("a.xhtml", "---\n---\n"), ("a.html", "---\npermalink: /a.xhtml\n---\n"), ("_layouts/rss.xml", ""))),
    *(("unclosed-html", {path: f"{front}<script><p>\n"}) for path, front in (("a.xhtml", PAGE), ("_layouts/rss.xml", "<?xml version='1.0'?>"))),
    # what is closed by a text that nobody knows, is no text to browsers that run scripts, loses nothing, or is no code
    *(("unclosed-html", html(text)) for text in (
        "<script>{% mine %}", "<!-- {% mine %}<p>", "<script src='a.js'>{% mine %}<script></script>",
        "<noscript><iframe src='b'></noscript><p>", "<!-- the end", "<!-- a --!>", "<!-- a -->", "<title>a", "<iframe/>a<p>",
        "<script>write(`x <script>`)</script>", "<script>\nwrite(`\n<script src='a'><\\/SCRIPT>\n`)</script>", "<svg><style></svg><p>")),
    ("unclosed-html", {"a.html": "---\nlayout: none\n---\n<!-- the end\n"}),
    *(("unclosed-html", html(f"<head>{text}<p>")) for text in (
        "<!-- a\n<head>\n</head>\n<body>\n</body> -->", "<script>w(`<head>`)\nw(`\n</head>`)</script>", "<!-- a <p> <!-- a -->b -->",
        "<!-- {% mine %}\n</head> -->", "<!-- a <p> {% mine %} <!-- b -->", "<!-- a <!-- b -->",
        # what is hidden by intent, with the comment in it that ends both; what a title speaks of; what has no end
        "<!--\n<p>a</p>\n<!-- the end -->\n<p>b", "<!-- <p>a</p> <!-- b -->", "<title>The <title> tag</title>", "<plaintext>a<p>")),
    ("unclosed-html", {"a.md": f"{PAGE}<!-- a <p> <!-- b -->\n\nText\n"}),
    *(("nested-comment", {path: f"{front}<p>a</p><!-- <!-- a --> -->\n"}) for path, front in (("a.xhtml", PAGE), ("_layouts/rss.xml", "<?xml version='1.0'?>"))),
    *(("nested-comment", html(text)) for text in ("<!-- <!-- a --><!-- b -->", "<?php <!-- a ?> -->")),
    *(("nested-comment", {path: f"{PAGE}<!-- <!-- a -->\n\n{text}\n"}) for path, text in (
        ("a.md", "`a --> b`"), ("a.md", "```mermaid\na --> b\n```"), ("a.html", "<script>while (a --> 0) b()</script>"),
        ("a.md", "a --> b"), ("a.md", "<div>\na-->b\n</div>"), ("a.html", "<pre>a --> b</pre><p title='a --> b'>"))),
    ("unclosed-html", {"a.html": f"{PAGE}<!-- <p> -->"}),
    # both branches of a condition stand in the text that is read, of which a page has one
    *((rule, {"_layouts/x.html": f"{text}<p>{{{{ content }}}}", "a.md": "---\nlayout: x\n---\n"}) for rule, text in (
        ("unclosed-tag", "{% if page.a %}<div class='a'{% else %}<div{% endif %}>"),
        ("unclosed-tag", "<b {% if page.a %}title='b c= {% else %}title='d e= {% endif %}'>"),
        ("unclosed-tag", "{% if page.a %}<b title='b c={% else %}<b title='b c={% endif %}'>"),
        ("unclosed-tag", "<a {% if page.a %}href='/a?b={% else %}href='/c?b={% endif %}' id='d'>"),
        ("unclosed-html", "{% if page.a %}<script src='a.js'>{% else %}<script src='b.js'>{% endif %}</script>"),
        ("unclosed-html", "{% if page.a %}<!-- {% endif %}"),
        ("unclosed-html", "{% if page.a %}<!-- a <p>{% else %}<!-- b {% endif %}-->"),
        ("nested-comment", "{% if page.a %}<!-- a {% else %}<!-- b -->{% endif %}<p>-->"))),
    # a blank that is missing alone, what a value may end with, what is no tag
    *(("unclosed-tag", html(text)) for text in (
        "<a href='/?q='class='b'>x</a>", "<a title='c='id='b'>x</a>", "<a title='b c='>x</a>", "<a title='b c='/>x</a>", "<a title='b c=' id='d'>x</a>", "<a title=b c=d>x</a>",
        "<a title='b <i> c'>x</a>", "<a title=b<3 <? <%>x</a>", "<a title=b\nhref='<p'>x</a>", "a <b {% mine %}<p>", "<script>a = '<p <b>'</script>", "a <!-- <p <b> -->", "<p>a <3 b",
        "<p>a <b", "</p><p", "<script><b><i>")),
    *(("unclosed-tag", {path: f"{front}<p <b>\n"}) for path, front in (("a.xhtml", PAGE), ("_layouts/rss.xml", "<?xml version='1.0'?>"), ("a.md", PAGE), ("a.txt", PAGE))),
    *(("unclosed-html", {"a.md": f"{PAGE}{text}\n"}) for text in ("<script>\na # b\n#c {}", "<iframe src='b'>\n</div>\n", "<style>\n#a {}\n{% mine %}\n<p>")),
    ("unclosed-html", {"_layouts/x.html": "<!-- {% include mine.html %}<p>", "a.md": "---\nlayout: x\n---\n", "_config.yml": "theme: mine\n"}),
    # what few pages have, or not even half of them
    ("misspelt-key", summed(4)),
    ("misspelt-key", {**summed(5), **{f"_posts/2023-01-0{n}-b.md": PAGE for n in range(1, 5)}}),
    # what many pages have besides the defaults of the configuration is no slip
    ("misspelt-key", {**config("defaults:\n- {scope: {path: ''}, values: {titel: a}}\n"), **{f"a{n}.md": "---\ntitel: a\n---\n" for n in range(4)}}),
    # an address that begins with a value of a script
    ("orphan-page", {"index.md": f"{PAGE}[b](b.html)\n", "b.md": PAGE, "c.md": PAGE, "a.js": "fetch(`${base}/c.html`)\n"}),
    # a value that no template takes for a flag, and values that templates compare
    *(("odd-value-kind", {**FLAGS, "a.md": f"---\nshown: {value}\n---\n"}) for value in ("maybe", '"1"', "none")),
    ("odd-value-kind", {**FLAGS, "a.md": "---\nshown: 'no'\n---\n", "l.html": PAGE + "{% if page.shown == 'no' %}x{% endif %}"}),
    ("odd-value-kind", {**ORDERED, **SORTING[0], "l.html": PAGE + "{% if page.order == 'third' %}x{% endif %}"}),
    # kramdown gives raw headings ids where it makes them its own
    ("broken-anchor", config("kramdown: {html_to_native: true}\n", **{"a.md": f"{PAGE}<h2>Raw</h2>\n\n[a](#raw)\n"})),
    # names that a table of contents by Tocify gives to headings
    ("broken-anchor", {"a.md": f"{PAGE}## Release notes\n\n[a](#Releasenotes)\n\n<script>$('#toc').tocify({{}});</script>\n"}),
    # another host than the site's
    *(("malformed-url", config("url: https://example.org\n", **{"a.html": f"{PAGE}<a href='{href}'>a</a>\n"}))
      for href in ("https://example.orgimg/a.html", "{{ site.url }}.example/")),
    # the head of the page has a title by itself
    ("empty-title", untitled("a.md", "Tides")),
    ("empty-title", untitled("a.md", "{{ page.title }}{{ site.title }}")),
    # the title of what is listed is its heading, where GitHub Pages builds the site
    *(("link-text", {**extra, "a.md": PAGE + "# Tides\n", f"b.{ending}": f"---\ntitle: b\n---\n{{% for p in site.pages %}}{link}{{% endfor %}}\n"})
      for extra in ({}, {"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"})
      for ending, link in (("html", "<a href='{{ p.url }}'>{{ p.title }}</a>"), ("md", "[{{ p.title }}]({{ p.url }})"))),
    # a title that is not known whole
    ("title-length", {"a.html": PAGE + f"<html><head><title>{'i' * 80}{{{{ site.time }}}}</title></head></html>"}),
    # what may be a rating, where no formula is for certain, or nothing may show any
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So \\(x = y\\) it is.\n"}),
    # what stands in the title of a link is no formula
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So [it](/a.html \"of \\(x_1 + \\alpha\\)\") is.\n"}),
    # Liquid may write what an end tag ends
    *(("html-as-text", {"_plugins/a.rb": "", "a.md": f"{PAGE}<div>\n{before}\n</b>\n</div>\n"})
      for before in ("{% if site.x_y %}<b>{% endif %}", "{{ page.x | some_filter }}")),
    ("lost-footnote", {"a.md": PAGE + "One[^1], [^a-zA-Z0-9_] and [^0-9].\n\n[^1]: A note.\n"}),
    # where no engine looks
    *(("unclosed-math", {**MATHJAX3, "a.html": f"---\n---\n<{element}>$$\\frac{{x_1</{element.split()[0]}>\n"})
      for element in ("p class='mathjax_ignore'", "template")),
    ("kramdown-math-hazard", {**config("theme: some-theme\n"), "netlify.toml": "", "a.md": PAGE + "So \\(x_1 + \\alpha\\) it is.\n"}),
    # a formula in code, or code in a formula
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So `a \\(x_1 + \\alpha\\) a` it is.\n"}),
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So \\(x_1 `\\alpha\\) a` it is.\n"}),
    # what is right is written beside what looks like a slip of it
    ("ignored-config-key", config("kramdown: {auto_id: false, auto_ids: true}\n")),
    ("ignored-config-key", config("layouts: theirs\n", **{"Gemfile.lock": LOCK % "2.5.3"})),
    *(("unused-defaults", config(f"defaults:\n- scope: {{type: {kind}}}\n  values: {{layout: x}}\n"))
      for kind in ("pages", "posts", "drafts", "page", "post", "draft", "''")),
    *(("unused-defaults", {**config(f"defaults:\n- scope: {{path: {path}}}\n  values: {{layout: x}}\n"), "_posts/a.md": PAGE})
      for path in ("_posts/", "'*'", "_po", "''")),
    ("unused-defaults", config("defaults:\n- scope: {path: notes}\n  values: {layout: x}\n", **{"notes/a.md": PAGE, "_notes/b.md": PAGE})),
    ("unused-defaults", config("collections_dir: all\ndefaults:\n- scope: {path: _posts}\n  values: {layout: x}\n", **{"all/_posts/2024-05-06-a.md": PAGE})),
    # an include by itself does not know what it is given, nor whether a loop over what is not known runs
    ("unknown-include", {
        "a.md": PAGE + "{% include list.html kind='card' %}\n",
        "_includes/list.html": "{% for x in site.github.releases %}{% include {{ include.kind | append: '.html' }} %}{% endfor %}",
        "_includes/card.html": "A card",
    }),
    # indices of an array in a text
    *(("undefined-reference", {"a.md": f"{PAGE}So dp{indices} counts, see [a].\n\n[a]: https://example.org/\n"})
      for indices in ("[i + 1][j - 1]", "[i][j]", "[0][x]", "[n-1][m]")),
    # brackets are brackets where links stand in them
    *(("kramdown-math-hazard", {**MATHJAX3, "a.md": f"{PAGE}\\[ [A](#h_a){end}\\| [B](/x_1) \\]\n"}) for end in (" ", "\n")),
    # a baseurl that is a whole address names the host
    ("orphan-page", {**BASED, "index.md": f"{PAGE}[b]({{{{ site.baseurl }}}}/b.html)\n", "b.md": PAGE}),
    # servers show 404.html, whose address in Jekyll has no ending here
    ("orphan-page", {**config("permalink: /:title\n"), "index.md": PAGE, "404.html": PAGE}),
    ("orphan-page", {"index.md": PAGE, "lost.md": "---\npermalink: /404\n---\n"}),
    # ... and, as their settings say, pages for other errors, which nobody looks for
    *(("orphan-page", {"index.md": PAGE, f"{name}.md": PAGE}) for name in ("403", "500", "50x")),
    *(("missing-title", {f"{name}.html": HALF}) for name in ("403", "500", "50x")),
    ("missing-title", {**titled(), "a.html": "---\nlayout: x\n---\n{% include to.html url='/b/' %}\n", "_includes/to.html": "<script>window.location.href = '{{ include.url }}';</script>\n"}),
    # what a file asks for that include_relative puts into a page, the page asks for
    *((rule, {"a.md": "---\nlayuot: x\n---\n{% include_relative _part.md %}\n", "_part.md": "{% include used.html %}{{ page.layuot }}\n",
              "_includes/used.html": "Used"}) for rule in ("unused-include", "misspelt-key")),
    ("liquid-syntax", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "<!-- {{< figure src=a.png >}} -->\n"}),
    ("orphan-page", {"index.md": PAGE, "old.md": "---\nlayout: sent\nto: /\n---\n",
     "_layouts/sent.html": '<meta http-equiv="refresh" content="0; url={{ page.to }}">'}),
    # a theme's pictures are for the sites that use it
    ("unused-file", {**PHOTO, "theme.gemspec": ""}),
    ("unused-file", {"_config.yml": "plugins: [jekyll-sitemap]\n", "quay.PDF": "", "index.md": PAGE}),
    # a date without a zone, where the site has none, either; a page's has no day that hangs on it
    ("misread-value", {"_posts/2024-05-06-a.md": "---\ndate: 2024-05-06 01:00:00\n---\n"}),
    ("misread-value", {**config("timezone: America/New_York\n"), "a.md": "---\ndate: 2024-05-06 01:00:00\n---\n"}),
    # Just the Docs is known by all the names its templates read
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.parent }}{{ page.nav_exclude }}"}),
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.grand_parent }}{{ page.nav_exclude }}"}),
    ("unknown-navigation", {**LOST, "_layouts/x.html": "{{ page.parent }}{{ page.grand_parent }}"}),
    ("unknown-navigation", {**LOST, "list.html": PAGE + NAVIGATION, "_layouts/x.html": "{{ content }}"}),
    # who stands out of the order of the keyboard, or is off, leads nowhere on purpose
    ("empty-link", html('<a href="" tabindex=" -1 ">N</a><a href="" aria-disabled="true">N</a>')),
    ("empty-link", html('<img src="" srcset="/a.png 2x" alt="A"><img src="" class="lazy" alt="A">')),
    ("empty-link", html('<link rel="author" href=""><script id="a"></script>')),
    # what a script may find, what is off, what GitHub Pages fills in, and what empty-link tells
    *(
        ("unfilled-link", {"_layouts/x.html": f"<a {tag}>x</a>\n", "a.md": "---\nlayout: x\n---\n"})
        for tag in (
            'href="{{ page.to }}" tabindex="-1"',
            'id="b" href="{{ page.to }}"',
            'href="{{ page.to }}" uk-totop',
            'href="{{ site.url }}{{ page.to }}"',
            'href="{{ page.to | relative_url }}"',
            'href="{{ site.tiwtter }}"',
            'href="#{{ page.to }}"',
        )
    ),
    ("unfilled-link", {"_layouts/x.html": '<img src="{{ page.to }}" class="lazy">\n', "a.md": "---\nlayout: x\n---\n"}),
    # Liquid reads no filter where a quotation mark stands right before or behind its name
    *(("unknown-filter", html(f"{{{{ page.x | {name} }}}}")) for name in ("'upcsae", "upcsae'", '"upcsae"')),
    ("empty-link", {"a.md": PAGE + "new Set[Int]()\n"}),
    ("empty-link", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "new Set[Int]()\n"}),
    # what another page's list of translations does not say for certain
    ("hreflang-not-returned", {"a.html": translated("/b.html"), "b.html": translated("{{ page.other }}{{ site.time }}")}),
    # a picture in another folder is not of one set; a link in a frame of another kind is none to a page
    ("redirected-link", {**MOVED, "a.html": PAGE + '<img src="/old/" alt="A"><iframe src="/old/" title="A"></iframe>'}),
    ("redirected-link", {**MOVED, "a.html": PAGE + '<a href="/new/">A</a><a href="/">B</a>'}),
    # each of the two is the title of its own page
    ("kramdown-math-hazard", {**DOLLARS, "a.md": PAGE + "So $ a*b*c_1 $ it is.\n"}),
    ("kramdown-math-hazard", {**DOLLARS, "a.md": PAGE + "So $a*b\nand*c_1$ it is.\n"}),
    ("odd-value-kind", ORDERED),
    ("math-without-renderer", {"a.md": PAGE + "{% if site.time > page.x %}So $$x^2$$.{% endif %}\n"}),
    ("math-without-renderer", {"a.md": PAGE + "So $${{ site.time }}$$.\n"}),
    # one of two calls reads what defines a command, and nobody knows where
    ("math-unknown-command", html("<script src='https://cdn.jsdelivr.net/npm/katex@0.16/dist/contrib/auto-render.min.js'></script><script>"
                                  "renderMathInElement(one); renderMathInElement(two, {delimiters: [{left: '$', right: '$', display: false}, "
                                  "{left: '\\\\[', right: '\\\\]', display: true}]});</script><p>$\\gdef\\Y{y}$</p><p>\\[\\Y\\]</p>")),
    # a feed in a folder's index holds whole pages
    ("missing-title", {"feed/index.html": PAGE + '<?xml version="1.0"?>\n  <rss version="2.0"><channel>'
                       "<html><head></head><body>A</body></html></channel></rss>\n"}),
    # where GitHub Pages builds, the engine is MathJax, as Hydejack's layouts ask
    ("math-without-renderer", {**config(""), "a.md": "---\nlayout: x\n---\nSo $$x^2$$.\n", "_layouts/x.html":
     "{% if site.kramdown.math_engine == 'mathjax' %}<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>{% endif %}{{ content }}"}),
    # the theme's layout, which the plugin gives to pages that name none, includes what loads the engine
    *(("math-without-renderer", {"a.md": PAGE + "So $$x^2$$.\n", "Gemfile": 'gem "jekyll"\ngem "jekyll-default-layout"\n',
                                 "_includes/head_custom.html": "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>",
                                 **config(f"theme: {theme}\nplugins: [jekyll-default-layout]\n")}) for theme in ("just-the-docs", "one")),
    # an include sets anew what stood before it
    ("math-without-renderer", {"a.md": "---\nlayout: l\ntags: [math]\n---\nSo $$x^2$$.\n",
     "_layouts/l.html": "<html>{% assign on = false %}{% include on.html %}{% if on %}<script src='https://cdn.jsdelivr.net/"
     "npm/mathjax@3/es5/tex-chtml.js'></script>{% endif %}{{ content }}</html>",
     "_includes/on.html": "{% for tag in page.tags %}{% if tag == 'math' %}{% assign on = true %}{% endif %}{% endfor %}"}),
    ("math-without-renderer", {"a.md": PAGE + "So \\\\(x^2\\\\).\n"}),
    ("math-without-renderer", {"a.html": PAGE + "<p>\\(x^2\\) and $$y$$</p>\n"}),
    ("duplicate-title", titled(a="One", b="Two")),
    ("duplicate-title", {**titled(a="One"), "de/a.md": "---\nlayout: x\ntitle: One\n---\n"}),
    ("link-text", html('<a href=""></a><a href="#"></a><a href=" # "></a>')),
    ("link-text", {"a.md": PAGE + '[<i class="x"></i>](https://example.org/ "A")\n'}),
    ("link-text", {"a.md": PAGE + '[<i class="x"></i>](https://example.org/){: aria-label="A"}\n'}),
    # the text of a link may be the address itself, or come from a script
    ("local-link", {"a.md": PAGE + "[file:///home/jo](file:///home/jo) <a href='file:///'>root</a>\n"}),
    ("local-link", {"a.md": PAGE + "[the local site](http://localhost:4000/) [127.0.0.1](http://127.0.0.1:4000/)\n"}),
    ("local-link", html('<a href="http://localhost:3000/">API</a><a href="https://localhost.example/">A</a>')),
    ("link-text", html('<a href="https://example.org/" id="x"></a><a href="https://example.org/" class="x"></a>')),
    ("link-text", html('<a href="https://example.org/"><x-icon></x-icon></a><a href="https://example.org/"><svg id="x"></svg></a>')),
    ("link-text", html('<a href="https://example.org/" rel="me"></a><a href="https://example.org/" style="display: none"></a>')),
    ("link-text", html('<a href="https://example.org/" style="DISPLAY : none"></a><a href="https://example.org/" rel="ME nofollow"></a>')),
    ("link-text", html('<a href="https://example.org/" hidden></a><a href="https://example.org/" aria-hidden="true"></a>')),
    # Liquid in a configuration, or a script that talks to the hub
    ("old-mathjax", html(hub("{tex2jax: {processEscapes: {{ site.escapes }}}}"))),
    ("old-mathjax", html(hub("{% if page.x %}{}{% endif %}"))),
    ("old-mathjax", html(hub("{}", ' id="x"'))),
    ("old-mathjax", html(hub("{}") + hub("{}"))),
    # a definition that nobody uses is another rule's
    ("repeated-definition", {"a.md": PAGE + "Text.\n\n[a]: /1\n\n[A]: /2\n"}),
    ("repeated-definition", {"a.md": PAGE + "[a].\n\n[a]: /1\n\n[A]: /1\n"}),
    # tags of Liquid 5, and ends of tags that are there
    *(("unknown-tag", html(f"{{% {name} %}}")) for name in ("echo x", "liquid x", "doc", "# x", "enddoc")),
    # a theme that sites name as remote_theme needs no gemspec, and has no page
    ("unused-layout", {"_layouts/default.html": "{{ content }}\n", "README.md": "A theme.\n", "assets/a.css": ""}),
    # an include without an ending reads data, too
    ("unused-file", {"_data/moons.yml": "- io\n", "_includes/of": "{{ site.data[name] }}\n", "a.md": PAGE + "{% assign name = 'moon' | append: 's' %}{% include of %}\n"}),
    # what another program writes into the folder of data is not known
    ("liquid-syntax", {".gitignore": "_data/moons.yml\n", "Makefile": "", "a.html": PAGE + "{{ site.data.moons | sort: 'x' }}\n"}),
    ("liquid-syntax", {".gitignore": "_data\n", "Makefile": "", "a.html": PAGE + "{{ site.data.moons | sort: 'x' }}\n"}),
    # where a build runs is told to it from outside
    ("sitemap-conflict", {**config("plugins: [jekyll-sitemap]\n"), "a.html": PAGE + NOWHERE_ELSE}),
    ("sitemap-conflict", {**config("plugins: [jekyll-sitemap]\nenv: dev\n"), "a.html": PAGE + NOWHERE_ELSE}),
    # the gem of a theme brings what it depends on to the sites that its layouts are for
    *((rule, {"_layouts/default.html": f"{template}\n", "lib/boats.rb": BOATS, "boats.gemspec": "", "index.md": "---\nlayout: default\n---\n"})
      for rule, template in (("unknown-filter", "{{ 'a' | sail }}"), ("unknown-tag", "{% row %}"))),
    ("unknown-tag", {"_layouts/default.html": "{% seo %}\n", "boats.gemspec": SEO_GEM, "index.md": "---\nlayout: default\n---\n"}),
    ("unknown-tag", {"_config.yml": "title: T\n", "_layouts/default.html": "{% seo %}\n", "README.md": "# T\n", "a.scss": "---\n---\n"}),
    # an address below a folder of what is not published
    ("hostile-script", html('<script src="https://example.org/polyfill.min.js"></script>')),
    # an anchor right before what has its name, a name beside an id, what another branch writes
    ("duplicate-id", html('<a name="gear"></a><h2 id="gear">G</h2>')),
    ("duplicate-id", html('<a id="gear"></a><h2 id="gear">G</h2>')),
    ("duplicate-id", html('<p id="a">A</p><p id="b">B</p>')),
    ("duplicate-id", html('{% if page.x == site.time %}<p id="a">A</p>{% endif %}<p id="a">B</p>')),
    ("duplicate-id", {"a.md": PAGE + "## Gear\n\n## Gear\n"}),
    # anchors that are there, or may be
    ("broken-anchor", html('<a href="#">t</a><a href="#top">t</a><a href="#a">t</a><p id="a">A</p>')),
    ("broken-anchor", html('<a href="#n">t</a><a name="n">A</a>')),
    ("broken-anchor", html('<a href="#a">t</a><svg><title/><style/></svg><p id="a">A</p>')),
    # languages
    *(("html-lang", html(f'<!doctype html>\n<html lang="{tag}"></html>')) for tag in ("en", "pt-BR", "zh-Hans", "de-1996")),
    # a loop whose list is sorted already
    ("insecure-host", {"a.md": PAGE + "[a](http://nobody-knows-this.example/)\n"}),
    # as many characters as are shown; a link out of the keyboard's order; equal titles in two languages
    ("description-length", {"_layouts/x.html": "<html><head><meta name='description' content='{{ page.description }}'></head>{{ content }}</html>\n", "a.md": f"---\nlayout: x\ndescription: {'tides' * 40}\n---\n"}),
    ("empty-link", html('<a href="" tabindex=" -1 ">more</a>')),
    ("renderer-without-math", {"a.md": "---\npublished: false\n---\n<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>\n"}),
    ("duplicate-title", {**titled(**{"tides-en-us": "Tides", "tides.de": "Tides", "fr_fr": "Tides"})}),
    # paths that files begin with, that no folder is near, or that a pattern is
    *(
        ("unused-defaults", config(f"collections_dir: all\ncollections: [x]\ndefaults: [{{scope: {{path: {path!r}}}, values: {{layout: a}}}}]\n", **{"documents/a.md": PAGE, "all/_x/b.md": PAGE}))
        for path in ("documents/", "documents/a", "doc", "documnts*", "_x", "q", "")
    ),
    # a picture's key may hold what is no text
    ("missing-share-image", {**SEO, "a.md": "---\nimage: {path: [b]}\n---\n"}),
    # a definition that is shown as text is another rule's, however it is written
    ("undefined-reference", {"a.md": PAGE + "See [a][the list] and [b].\nText\n[The  List]: https://example.org/\n\n[b]: /b/\n"}),
    # a number or a day hides nothing; a comment is no definition, whatever it leads to
    *(("invalid-published", {"a.md": f"---\npublished: {value}\n---\n"}) for value in ("1", "'2024'", "2024-01-01")),
    ("unused-definition", {"a.md": PAGE + "Text.\n\n[//]: https://example.org/ 'x'\n[comment]: <> (x)\n"}),
    ("misread-value", {"a.md": "---\nzip: 0_7_\n---\n"}),
    *(("misread-value", {"a.md": f"---\nversion: {number}\n---\n"}) for number in ("1.15", "1.5")),
    # a converter that nobody has is told at the configuration, not at each filter that asks for it
    ("liquid-syntax", {"_config.yml": "markdown: nobodys\n", "a.md": PAGE + "{{ 'a' | markdownify }}\n"}),
    # an address with more than a path may be meant so; what {{ site.url }} makes is the host of the build
    *(("wrong-site-url", config(f"url: {url}\n")) for url in ("https://example.org/?x", "https://example.org#y", "' https://example.org '")),
    ("absolute-link", {**config("url: https://example.org\n"), **html("<a href='{{ site.url }}/'>x</a>")}),
    # of two spellings neither is the usual one
    *(("similar-labels", {"list.md": POSTS["list.md"], **{f"_posts/2024-01-0{n}-a.md": f"---\ntags: [{tag}]\n---\n" for n, tag in enumerate(tags, 1)}})
      for tags in (("boat", "boats"), ("boat", "boat", "boats", "boats"), ("boat", "boat", "boat", "boats", "boats"))),
    # an element of which not all is known
    *((rule, html(text)) for rule, text in (
        ("empty-link", "<a href='' {{ site.time }}>N</a>"),
        ("link-text", "<a href='https://example.org/' {{ site.time }}></a>"),
        ("obsolete-attribute", "<{{ site.time }} align='left'>x</p>"),
        ("html-lang", "<!doctype html>\n<html lang='{{ site.time }}x'></html>"),
    )),
    # an environment is one formula, whatever stands in it
    *(("unclosed-math", {**MATHJAX3, **html(f"<p>$$\\begin{{a}}{begin} and\n\nso we have this and that \\end{{a}}$$</p>")})
      for begin in ("", "\\begin{b}\\end{b}")),
    # what is no math without an engine, or where another mark ends it
    ("unclosed-math", html("<p>so $$x^2 + \\alpha it is</p>")),
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So \\(x_1 + \\alpha\\] it is.\n"}),
    ("math-delimiter-not-configured", {**MATHJAX3, "a.md": PAGE + "So $ a_1 + \\alpha $ it is.\n"}),
    # a number names the site; of an address that is not known whole nobody knows what it names
    ("missing-title", {**config("title: 2024\n"), "a.html": HALF}),
    ("table-without-header", {"a.html": PAGE + "{% include i.html %}\n", "_includes/i.html": f"<table>{CELLS * 2}</table>\n"}),
    ("front-matter-as-text", {"a.md": PAGE + "A\n{% include i.md %}\n", "_includes/i.md": "---\na: b\n---\nx\n"}),
    *(("missing-title", {"a.html": HALF.replace("---\n", f"---\npermalink: {url}\n", 1)}) for url in ("/404/", "/404")),
    ("sitemap-conflict", {**MAPPED, "a.html": canonical("https://example.org/b.html{{ site.time }}")}),
    ("ignored-config-key", config("layouts: x\n", **{"Gemfile.lock": LOCK % "2.9.0"})),
    ("title-length", html(f"<html><head><title>{'i' * 70}</title></head></html>")),
    *(("lost-placeholder", {"a.md": PAGE + f"Text <{name}> text\n"}) for name in ("kbd", "circle", "mfrac")),
    # a text that speaks of a tag, a pair of types, a comparison
    *(("html-as-text", {"a.md": PAGE + text}) for text in (
        "如<pre>和</head>标签\n", "Use the <p> tag, or </p> and </li>.\n", "So “</p>” or (</p>) ends.\n", "a map<A, B> and <i ,j> b\n", "a <b =3> c\n", "a </T> b\n",
        "an *<iframe>* with it\n", "__<div>__ and so\n",
    )),
    *(("unused-defaults", config(f"collections_dir: all\ncollections: [notes]\ndefaults: [{{scope: {{path: {path}}}, values: {{layout: a}}}}]\n", **{"all/_notes/a.md": PAGE}))
      for path in ("_notes", "all/_notes")),
    # GitHub Pages converts with kramdown where CommonMark is named, and with CommonMark where GFM is
    ("contradictory-settings", config("markdown: CommonMark\nkramdown: {auto_ids: false}\n", **GITHUB_PAGES)),
    ("invalid-config", config("markdown: GFM\n", **{"a.md": PAGE})),
    *((rule, {**config("markdown: GFM\n"), "a.md": PAGE + "# 1. *A* B\n\n[x](#emaem-b)\n\n<div>\n\n**a** [b](a.md)\n\n</div>\n\nA\n1. b\n\n[c]\n(a.md)\n"})
      for rule in ("markdown-in-html", "broken-anchor", "list-as-text", "torn-link")),
    ("contradictory-settings", config("markdown: CommonMark\nkramdown: {input: GFM, syntax_highlighter: rouge, syntax_highlighter_opts: {a: b}}\n")),
    # where nobody sees a formula, or the backslash stays
    *(("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + text.replace("IT", "\\(x_1 + \\alpha\\)")})
      for text in ("<div>\nSo IT is.\n</div>\n", "<!-- IT -->\n\nText\n", "[a][b]\n\n[b]: /b 'IT'\n", "{::comment}\nIT\n{:/}\n", "Text\n{: title='IT'}\n",
                   "*[A]: IT\n", "<p title='IT'>x</p>\n")),
    # words behind a number sign are a comment where others of the same front matter are
    ("misread-value", {"a.md": "---\nlayout: a #one here\ntitle: Issue #one here\n---\n"}),
    ("misread-value", {"a.md": "---\nlayout: a\ntitle: 'A' #one here\ndescription: Issue #two\n---\n"}),
    # who reads the head is not known, or reads the key by a name that it puts together
    ("ignored-seo-key", {"a.md": "---\nseo_title: B\n---\n"}),
    ("ignored-seo-key", {"_layouts/x.html": "<html><head>{% assign k = 'seo_' | append: 'title' %}<title>{{ page[k] }}</title></head></html>\n",
                         "a.md": "---\nlayout: x\nseo_title: B\n---\n"}),
    ("local-link", html("<a href='http://localhost[/a.html'>x</a>")),
    # the anchors of a page that nobody sees
    ("broken-anchor", {"a.md": "---\npermalink: /x/\n---\n[a](#no)\n", "b.md": "---\npermalink: /x/\n---\n# No\n"}),
    # a report of another program, around which another layout begins the page
    ("html-lang", {"_layouts/o.html": "<html lang=en>{{ content }}</html>\n", "_layouts/x.html": "---\nlayout: o\n---\n{% include r.html %}\n",
                   "_includes/r.html": WHOLE, "a.md": "---\nlayout: x\n---\n"}),
    ("html-lang", html(f"<!doctype html><html><head>{{% if site.github.x %}}{REFRESH}{{% else %}}{REFRESH}{{% endif %}}</head></html>")),
    *(("renderer-without-math", {"_layouts/x.html": WITH_MATH, "a.md": f"---\nlayout: x\nmathjax: {value}\n---\nx {shown}\n"})
      for value, shown in (("true", "{{ site.github.x }}"), ("yes it is", "y"), ("true", "$$y$$"))),
    # what Liquid cannot read is told there; what its author meant to write is not known
    *((rule, html(text)) for rule, text in (
        ("broken-link", "<a href='{{ site.url }/abc'>x</a>"), ("broken-link", "<a href='/{{ page.to /abc'>x</a>"),
        ("missing-image", "<img src='{{ site.url }/a.png' alt=''>"), ("malformed-url", "<a href='{% link a.md'>x</a>"),
        ("empty-link", "<a href='{% if %}/a/{% endif %}'>x</a>"), ("empty-link", "<a href='{% %}'>x</a>"),
        ("empty-link", "<a href='{% cycle %}'>x</a>"), ("empty-link", "<a href='{% endfor %}'>x</a>"))),
    # nor is what an include would bring, where a block ends, and what is in a file of data
    ("broken-anchor", {"_includes/i.html": "<p id='b'>{{ include.a }}</p>\n", **html("{% include i.html a='x %}<a href='#b'>x</a>")}),
    *((rule, html(text)) for rule, text in (
        ("broken-anchor", "{% if page.no %}<p id='b'><a href='#b'>x</a>"), ("empty-link", "{% if page.no %}{% else %}<a href='{{ page.no }}'>x</a>"),
        ("broken-anchor", "{% if page.url %}<a href='#b'>x</a>{% else %}<p id='b'>"), ("broken-link", "{% unless page.no %}<a href='/no'>x</a>"))),
    *(("empty-link", {"_data/a/b/d.yml": "c: [\n", **html(f"{{% assign b = site.data.a.b %}}<a href='{{{{ {value} }}}}'>x</a>")}) for value in ("b.d.to", "b['d'].to[0]")),
    *(("empty-link", {f"_data/d.{kind}": text, **html("<a href='{{ site.data.d.to }}'>x</a>")})
      for kind, text in (("yml", "to: [x\n"), ("csv", 'to\n"x'), ("json", "{'to"))),
    ("broken-anchor", {"_layouts/x.html": "{% include gone.html %}<a href='#b'>x</a>{{ content }}\n", "a.html": "---\nlayout: x\n---\n"}),
    # what leads to a file that cannot be read, which is told
    ("broken-link", {"_posts/2024-05-06-b.md": "---\ndate: 2024-99-01\n---\n", **html("<a href='/2024/05/06/b.html'>x</a>")}),
    *(("broken-link", {f"{name}": f"---\npermalink: {said}\n{rest}", **html(f"<a href='{to}'>x</a>")})
      for rest in ("title: A: b\n---\nText\n", "\nText\n") for name in ("b.md", "_posts/2024-05-06-b.md")
      for said, to in (("/bb/", "/bb/"), ("'/bb.html'", "/bb.html"), ("bb", "/bb#c"), ("/b/\nredirect_from:\n  - /old/", "/old"))),
    *(("math-without-renderer", {"b.md": f"---\nlayout: l\n{rest}", "_layouts/l.html": "<html>{{ content }}</html>"})
      for rest in ("title: A: b\n---\n$$x^2$$\n", "\n$$x^2$$\n")),
    # a site's url that is no whole address is one fault of all
    *((rule, config(f"url: '{url}'\n", **html("<a href='{{ '/b.html' | absolute_url }}'>x</a> <a href='{{ site.url }}'>y</a>")))
      for rule, url in (("broken-link", "example.org"), ("broken-link", "example"), ("malformed-url", "https:/example.org/"),
                        ("malformed-url", "htps://example.org"))),
    # without the baseurl they are one fault of all
    ("broken-link", {"_config.yml": "baseurl: /base\n", "index.md": PAGE, "a.md": PAGE + "[a](/index.html) [b](/a.html)\n" * 11}),
    # a plugin takes the heading away that the list is for
    ("misplaced-attribute-list", {**config("plugins: [jekyll-titles-from-headings]\ntitles_from_headings: {strip_title: true}\n"),
                                  "a.md": PAGE + "# A\n{:.x}\n\nB\n"}),
    # a layout puts the folder of the images in front of their names
    ("missing-image", refoldered("![a](a.png)", "{{ content | replace: 'src=\"', 'src=\"/img/' }}")),
    ("missing-image", refoldered("![a](:a.png)", "{{ content | replace: 'src=\":', 'src=\"/img/' }}")),
    ("missing-image", refoldered("![a](a.png?b#c)", "{{ content | replace: 'src=\"', 'src=\"/img/' }}")),
    ("missing-image", {**refoldered("{{ page.pic }}", ""), "a.md": "---\nlayout: y\npic: a.png\n---\nA\n", "_layouts/y.html": "---\nlayout: x\n---\n<img src='{{ page.pic }}' alt=a>{{ content }}\n",
                       "_layouts/x.html": "{{ content | replace: \"src='\", \"src='/img/\" }}\n"}),
    ("missing-image", refoldered("![a](a.png)", "{% assign all = content | split: 'src=\"' %}{% for p in all %}{% unless forloop.first %}src=\"/img/{% endunless %}{{ p }}{% endfor %}")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files"), SILENT)
def test_what_a_rule_leaves_alone(rule: str, files: Files, tmp_path: Path) -> None:
    assert told(rule, files, tmp_path) == []


HALF_SAID = (
    "half a title: 'Tides |' | give the site a title in _config.yml, or leave out what divides the two"
)
NOWHERE = (
    "warning a.md [Nowhere] no page has the title Nowhere, so this one is not in the navigation below it"
    " | write in parent the title of a page as it is"
)
OUTSIDE = ("_posts/2024-01-30-a.md", "_posts/2024-01-31-b.md")
GLUED = (
    "https://example.orgimg/a.html is no address"
    " | no slash stands between the host and the path; did you mean https://example.org/img/a.html?"
)
MINER = (
    "coinhive.com: Coinhive mined money with visitors' processors; the service closed and its names have new owners (since 2019-03-08); "
    "the visitor's processor is used, or whatever the new owners send is run | remove it, and look for how it came into the site's files"
)
NO_TITLE = "[''] the title is empty | write a title, or remove the line so that the fallback works"
LOST_MATH = (
    "[\\(x_1 + \\alpha\\)] \\( loses its backslash in Markdown, so that no formula begins here | write $$…$$"
)
BY_GITHUB = {"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}
SAID: list[tuple[str, Files, str]] = [
    # a default is one value on however many pages, those aside that write their own
    ("broken-link", {"_config.yml": "defaults:\n- values: {layout: x, to: /no}\n", "_layouts/x.html": "<a href='{{ page.to }}'>x</a>{{ content }}\n", **{f"a{n}.md": PAGE for n in range(9)}},
     "error _config.yml [/no] /no leads nowhere | no page or file has this address; for example on a0.md"),
    ("broken-link", {"_config.yml": "defaults:\n- values: {layout: x, to: /yes}\n", "_layouts/x.html": "<a href='{{ page.to }}'>x</a>{{ content }}\n", **{f"a{n}.md": "---\nto: /no\n---\n" for n in range(9)}},
     "error _layouts/x.html [{{ page.to }}] /no leads nowhere | no page or file has this address; for example on a0.md"),
    # what stands beside a file of data that cannot be read is known, and what another file gives in its place
    *(("broken-link", {"_data/a/d.yml": "c: [\n", "_data/a/e.yml": "to: /no\n", **more, **html(f"<a href='{{{{ site.data.a.{key}.to }}}}'>x</a>")},
       f"error {at} [/no] /no leads nowhere | no page or file has this address")
      for key, more, at in (("e", {}, "_data/a/e.yml"), ("d", {"_data/a/d.json": '{"to": "/no"}'}, "_data/a/d.json"))),
    # what is lost: of a page that stands in a layout, of a layout what its pages fill in; a script that does not run
    *(("unclosed-html", files, f"error {path} [<!--] the comment is never closed: what follows is part of it, to the end of the page | write --> where it ends")
      for path, files in (("a.html", {"a.html": "---\nlayout: x\n---\n<!-- the end\n", "_layouts/x.html": "{{ content }}<p>"}),
                          ("_layouts/x.html", {"a.html": "---\nlayout: x\n---\n", "_layouts/x.html": "<!-- {{ content }}{{ page.a }}"}),
                          ("a.html", html("<!-- {{ site.time }}<P>")))),
    *(("nested-comment", html(text), "warning a.html [<!--] another comment begins in this one, so that both end at the first -->: what follows is shown "
       "| close this one before the other, or take the other out")
      for text in ("<!-- <!-- a --> b --> <p>c", "<!-- <!-- a --> b -->\nc", "<!-- <!-- a --> b --> -->c", "<!-- <!-- a --> b --> c -->", "<!-- <!-- a -->\r\n-->\r\n c")),
    *(("unclosed-html", html(text), "error a.html [<title>] <title> is never closed: browsers take what follows for its content, up to the next </title> | write </title> where it ends")
      for text in ("<title>a\n<title>b</title>",)),
    # what stands on one branch, or before any
    *(("unclosed-tag", {"_layouts/x.html": f"{text}{{{{ content }}}}", "a.md": "---\nlayout: x\n---\n"},
       "error _layouts/x.html [<div] <div> is not closed before the next tag begins, which is taken for a part of it | write > where it ends")
      for text in ("{% if page.a %}<div <b>{% endif %}", "<div {% if page.a %}<b>{% endif %}")),
    *(("unclosed-tag", html(text), f"error a.html [{mark}] the quotes of <{name}> do not pair: the value of {attr} goes on to the quote with which another was to begin "
       f"| write the quote that is missing, as in {attr}=\"…\"")
      for text, mark, name, attr in (("<img id=a src='/b alt=''>", "src='", "img", "src"), ("<a href='/b>c</a> <a href='/d'>e</a>", "href='", "a", "href"),
                                     ('<A HREF="/b CLASS = "c" id="d">e</a>', 'HREF="', "a", "href"))),
    *(("unclosed-tag", html(text), f"error a.html [{mark}] <{name}> is not closed before the next tag begins, which is taken for a part of it | write > where it ends")
      for text, mark, name in (("<p class='a' <b>c</b>", "<p", "p"), ("<td width=5%<br>a", "<td", "td"), ("<P\n</p>", "<P", "p"), ("<p <!-- a -->", "<p", "p"))),
    *(("unclosed-tag", files, f"error a.html [{mark}] <{mark[1:].lower()}> is never closed: what follows is part of it, to the end of the page | write the quote or the > that is missing")
      for files, mark in ((html("a <P class='b>c</p><b>"), "<P"), (html("<p><!-- a --><i id='b><b>"), "<i"), ({"a.html": "---\nlayout: x\n---\n<p\n", "_layouts/x.html": "{{ content }}<p>"}, "<p"))),
    *(("unclosed-html", {f"a.{kind}": f"{PAGE}{text}\n"}, f"error a.{kind} [<!--] the comment is never closed: what follows is part of it, up to the next --> | write --> where it ends")
      for kind, text in (("html", "<!-- a\n</head> -->"), ("html", "<!-- a\n<p>b</p>\n<!-- c -->"), ("md", "<!-- a\n\n# B\n\n<!-- c -->"))),
    *(("unclosed-html", files, f"error {path} [<{tag}>] <{tag.split()[0]}> is never closed: browsers take what follows for its content, {until} | write </{tag.split()[0]}> where it ends")
      for path, tag, files, until in (
        ("a.html", "script", html("<script>\nrun()\n"), "to the end of the page"),
        ("a.html", "script src=a", html("<script src=a><script src=b></script>"), "up to the next </script>"),
        ("a.html", "style", html("<style>\np {}\n<P>\n"), "to the end of the page"),
        ("a.html", "script", html("<script>\nrun()\n<head>\n </HEAD>\n</body>\n</script>"), "up to the next </script>"),
        ("a.html", "script", html("<script>\nrun()\n <SCRIPT src=a.js></script>"), "up to the next </script>"),
        ("a.html", "iframe src=b", html("<iframe src=b>\n<p>A</p><iframe src=c></iframe>"), "up to the next </iframe>"),
        ("a.md", "script", {"a.md": f"{PAGE}<script>\nrun()\n\n# More\n"}, "to the end of the page"),
        ("a.md", "textarea", {"a.md": f"{PAGE}<textarea>\n\nMore\n"}, "to the end of the page"))),
    # a url that is a path says nothing of links that begin as it does
    *(("broken-link", config(f"url: {url}\n", **html("<a href='./no'>x</a>")), "error a.html [./no] ./no leads nowhere | no page or file has this address") for url in (".", "./")),
    # where the address alone hangs on the page
    ("unfilled-link", {"_layouts/x.html": '<a class="b" href="{{ page.to }}">x</a>\n', "a.md": "---\nlayout: x\n---\n"},
     'warning _layouts/x.html [<a class="b" href="{{ page.to }}">] the link has no address'
     " | write it only where there is a value, in {% if … %}; for example on a.md"),
    ("unused-defaults", {**config("collections_dir: all\ndefaults:\n- scope: {path: posts}\n  values: {layout: x}\n"), "all/_posts/2024-05-06-a.md": PAGE},
     "warning _config.yml [posts] no file's path begins with posts, so these defaults are for nothing | did you mean _posts?"),
    # what Jekyll 3 stops at
    ("liquid-syntax", {"Gemfile.lock": LOCK % "3.10.0", "_data/d.yml": "[{o: 10}, {o: nine}]\n",
                       **html("{% assign s = site.data.d | sort: 'o' %}")},
     "error a.html [{% assign s = site.data.d | sort: 'o' %}] Jekyll 3 cannot tell which is less to sort by, \"nine\" or 10 "
     "| Jekyll's build stops here"),
    ("unknown-link-tag", {"Gemfile.lock": LOCK % "3.10.0", **html("{% link {{ page.path }} %}")},
     "error a.html [{% link {{ page.path }} %}] there is no page, post or file '{{ page.path }}' to link to: Jekyll 3 takes "
     "the path as it is written | Jekyll's build stops here"),
    ("broken-link", {**EXCLUDED, "Gemfile.lock": LOCK % "4.3.4"},
     "error index.md [/node_modules/a.js] /node_modules/a.js leads nowhere | node_modules/a.js is not published: "
     "excluded by the configuration (exclude: node_modules)"),
    ("broken-link", {**NAMELESS, "Gemfile.lock": LOCK % "4.3.4"},
     "error a.html [/gone{{ i.n }}] /gone2 leads nowhere | no page or file has this address"),
    # of the addresses that a loop writes each counts, and what an include loads is told where it is given
    *(("hostile-script", {**files, "_includes/s.html": "<script src='{{ include.src }}{{ page.src }}'></script>"}, f"error {said} {MINER}")
      for files, said in (
        ({"a.html": "---\njs: [/a.js, https://coinhive.com/a.js]\n---\n{% for s in page.js %}<script src='{{ s }}'></script>{% endfor %}"}, "a.html [{{ s }}]"),
        ({"a.html": PAGE + "{% include s.html src='https://coinhive.com/a.js' %}"}, "a.html [{% include s.html src='https://coinhive.com/a.js' %}]"),
        ({"a.html": "---\nsrc: https://coinhive.com/a.js\n---\n{% include s.html %}"}, "a.html [{% include s.html %}]"),
        ({"a.html": PAGE + "{% include t.html %}", "_includes/t.html": "{% include s.html src='https://coinhive.com/a.js' %}"},
         "_includes/t.html [{% include s.html src='https://coinhive.com/a.js' %}]"),
        ({"a.html": PAGE + "{% include t.html of='https://coinhive.com/a.js' %}", "_includes/t.html": "{% include s.html src=include.of %}"},
         "a.html [{% include t.html of='https://coinhive.com/a.js' %}]"))),
    *(("front-matter-contract", demanded(demand, written), f"error _posts/2024-05-06-a.md {said}") for demand, written, said in (
        ("values: {tags: [jekyll, ruby]}", "tags: jekyll rubi", "[rubi] tags may not be rubi | did you mean ruby? allowed: jekyll, ruby"),
        ("values: {tags: [jekyll, ruby]}", "tag: rubi", "[rubi] tags may not be rubi | did you mean ruby? allowed: jekyll, ruby"),
        ("types: {tags: list}", "tags: jekyll news", "[jekyll news] tags must be a list, not the text jekyll news | write [jekyll, news]"),
        ("types: {tags: list}", "tags: 'no, news'", "['no, news'] tags must be a list, not the text no, news | "),
        ("types: {a: text}", "b: &b 5\na: *b", "[*b] a must be text, not a whole number (5) | "),
        ("types: {a: integer}", "a: &b '5'\nb: *b", "[&b '5'] a must be a whole number, not the text 5 | "),
        ("values: {a: [x]}", "b: &b {a: y}\n<<: *b", "[*b] a may not be y | allowed: x"),
        ("types: {a.c: text}", "b: &b {c: 5}\na: *b", "[*b] a.c must be text, not a whole number (5) | "),
        ("values: {a: [5]}", "a: '5'", "['5'] a may not be the text 5 | allowed: a whole number (5)"))),
    *(("front-matter-contract", demanded("schema: a.json", "A: 5", schema=schema, config="defaults: [{scope: {path: ''}, values: {b: c}}]\n"), f"error _posts/2024-05-06-a.md {said}")
      for schema, said in (
        ('{"propertyNames": {"pattern": "^[a-z]$"}}', "[A] A is no name that a key may have here (a.json) | "),
        ('{"dependentRequired": {"A": ["B"]}}', "[---] B is missing, and must go with A (a.json) | add B: …"),
        ('{"additionalProperties": false, "properties": {"A": {}}}', "[---] b is no key that is allowed here (a.json); it comes from the defaults of the configuration | known are: A"),
        ('{"properties": {"b": {"type": "number"}}}', "[---] b must be of type number, not the text c (a.json); it comes from the defaults of the configuration | "),
        ('{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"A": {"maximum": 5, "exclusiveMaximum": true}}}', "[5] A must be less than 5, not 5 (a.json) | "))),
    ("unknown-include", {"_layouts/l.html": "{% if page.comments %}{% include gone.html %}{% endif %}{{ content }}",
                         **{f"{name}.md": "---\nlayout: l\n---\n" for name in "bcd"}, "a.md": "---\nlayout: l\ncomments: true\n---\n"},
     "error _layouts/l.html [{% include gone.html %}] there is no file 'gone.html' in _includes | Jekyll's build stops here; for example on a.md"),
    # numbers may be notes, and other languages write no blank before a link
    *(("undefined-reference", {"a.md": f"{PAGE}{before}[{text}][2] is.\n\n[1]: https://example.org/\n"},
       f"warning a.md [[{text}][2]] there is no definition of the reference '2' | define it, in a line of its own: [2]: address")
      for before, text in (("So it", "1"), ("见", "i"))),
    # a baseurl that is a whole address names the host, but for one of the author's own machine
    ("broken-link", {**BASED, "a.md": PAGE + "[b](https://example.org/x/b.html)\n"},
     "warning a.md [https://example.org/x/b.html] https://example.org/x/b.html leads nowhere | no page or file has this address"),
    ("local-link", {**config("baseurl: http://localhost:4000/x\n"), "a.md": PAGE + "[a](http://localhost:4000/x/a.html)\n"},
     "error a.md [http://localhost:4000/x/a.html] http://localhost:4000/x/a.html is on your own machine | write /x/a.html"),
    # nothing gives a title where another builds the site
    *(("link-text", {"Gemfile": "gem 'jekyll'\n", "a.md": PAGE + "# Tides\n", f"b.{ending}": f"---\ntitle: b\n---\n{{% for p in site.pages %}}{link}{{% endfor %}}\n"},
       f"warning b.{ending} [{at}] the link has no text | {advice}")
      for ending, link, at, advice in (
          ("html", "<a href='{{ p.url }}'>{{ p.title }}</a>", "<a href='{{ p.url }}'>", "what Liquid writes in it has no value: give it one, or leave the link out"),
          ("md", "[{{ p.title }}]({{ p.url }})", "[{{ p.title }}]({{ p.url }})", "write in the brackets where it leads"))),
    *(("duplicate-description", {**SEO, "_layouts/x.html": "<html><head>{% seo %}</head>{{ content }}</html>\n",
       **{f"_posts/2024-01-0{n}-a.md": f"---\nlayout: x\n{key}: All about tides\n---\nText {n}\n" for n in (1, 2)}},
       "info _posts/2024-01-02-a.md [All about tides] _posts/2024-01-01-a.md has the same description | say what tells the two apart, or leave it out")
      for key in ("description", "excerpt")),
    # of what an engine does not read only what is math is told
    *(("math-delimiter-not-configured", {**ONLY_DOLLARS, "a.html": f"---\nlayout: default\n---\n<p>So \\( plain words \\) and {formula} it is.</p>\n"},
       f"warning a.html [{formula}] MathJax 3 is not configured to read {mark}, so that the source is shown | write $$…$$, or add the delimiters to its configuration")
      for formula, mark in (("\\( x_1 \\)", "\\(…\\)"), ("\\(x_1\\)", "\\(…\\)"))),
    ("unknown-variable", {"_config.yml": "liquid: {strict_variables: true}\n", "a.md": PAGE + "{% if site.github.x %}{{ authr }}{% endif %}\n"},
     "warning a.md [{{ authr }}] there is no variable 'authr' | Jekyll's build stops here if this is rendered"),
    ("doubled-slash", {**config("url: https://example.org\n"), "docs/a.md": PAGE, **html("<a href='//docs/a.html'>x</a>")},
     "error a.html [//docs/a.html] //docs/a.html leads to the server docs, not to a page of this site | write /docs/a.html"),
    # a slash too many before the baseurl is one behind it
    ("doubled-slash", {**config("url: https://example.org\nbaseurl: /base\n"), "b.md": PAGE,
                       **html("<a href='{{ site.url }}/{{ site.baseurl }}/b.html'>x</a> <a href='https://example.org//other/b.html'>y</a>")},
     "warning a.html [{{ site.url }}/{{ site.baseurl }}/b.html] https://example.org//base/b.html has two slashes in a row | the page is /base/b.html"),
    # of a scheme one letter is left, which is no drive
    ("malformed-url", html("<a href='o://example.org/b'>see</a>"), "error a.html [o://example.org/b] o://example.org/b is no address | there is no scheme o:"),
    # a file of one's own has no address on the site, whatever it is called
    ("local-link", {**html("<a href='file:///b.html'>see</a>"), "b.html": PAGE},
     "error a.html [file:///b.html] file:///b.html is on your own machine | name the address at which everybody finds it"),
    # a layout begins a page where it says so, whatever stands before it
    ("html-lang", {"_layouts/x.html": "Text\n<!doctype html>\n<html><head></head></html>\n", "a.md": "---\nlayout: x\n---\n"},
     'warning _layouts/x.html [<html>] the page does not say in which language it is | write <html lang="en">, or the language of the site'),
    # all of a layout may stand in an include, as in Jekyll Bootstrap
    ("html-lang", {"_layouts/x.html": "{% include themes/x.html %}\n", "_includes/themes/x.html": WHOLE, "a.md": "---\nlayout: x\n---\n"},
     'warning _includes/themes/x.html [<html>] the page does not say in which language it is | write <html lang="en">, or the language of the site'),
    # a description that is taken apart and put together is that of the key with the same text
    *(("duplicate-description", {"_layouts/x.html": f"<html><head><meta name=description content=\"{{{{ page.{key} | split: ' ' | join: ' ' }}}}\"></head></html>\n",
       **{f"{name}.md": f"---\nlayout: x\n{key}: All  about\n  tides\nsubtitle: Other\n---\n" for name in "ab"}},
       "info b.md [All  about\n  tides] a.md has the same description | say what tells the two apart, or leave it out") for key in ("description", "excerpt")),
    ("misspelt-key", summed(5), "warning _posts/2022-01-01-z.md [sumary] nobody reads sumary, and summary is missing | write summary"),
    ("misspelt-key", {path: text.replace("sumary", "intr").replace("summary", "intro") for path, text in summed(5).items()},
     "warning _posts/2022-01-01-z.md [intr] nobody reads intr, and intro is missing | write intro"),
    *(("unpublished-post", {**config("collections_dir: texts\n"), **dict.fromkeys(posts, PAGE)}, f"warning {posts[0]} [] "
       f"this post{more} is never published: it lies outside of texts | move _posts into texts, the collections_dir of the configuration")
      for posts, more in ((OUTSIDE[:1], ""), (OUTSIDE, " (and 1 more)"))),
    *(("odd-value-kind", {**FLAGS, "a.md": f"---\nshown: {value!r}\n---\n"}, f"warning a.md [{value!r}] shown is a text here, and "
       "true or false in 12 other files | write true or false: any text counts as true") for value in ("yes", "False", "on")),
    *(("malformed-url", config("url: https://example.org\n", **{"a.html": f"---\nx: img/a.html\n---\n<a href='{href}'>a</a>\n"}),
       f"error a.html [{mark}] {GLUED}")
      for href, mark in (("{{ site.url }}img/a.html",) * 2, ("{{ site.url }}{{ page.x }}", "img/a.html"))),
    ("empty-title", untitled("_posts/2024-01-01-a.md", "Tides"), f"warning _posts/2024-01-01-a.md {NO_TITLE}"),
    *(("empty-title", untitled("a.md", shown), f"warning a.md {NO_TITLE}")
      for shown in ("{{ page.title }}", "{{ page.title }} | Site", "Site {{ page.title }} Site", "{{ site.time }}")),
    ("kramdown-math-hazard", {**MATHJAX3, **config("theme: some-theme\n"), "a.md": PAGE + "So \\(x_1 + \\alpha\\) and \\(x = y\\).\n"},
     f"warning a.md {LOST_MATH}"),
    ("math-without-renderer", {"a.md": PAGE + "So $$ is cheap, and $$$ is not.\n"},
     "error a.md [$$ is cheap, and $$] kramdown takes what stands between these $$ for a formula, and takes the marks away"
     " | write \\$\\$ where no formula is meant"),
    ("kramdown-math-hazard", {**DOLLARS, "a.md": PAGE + "So $x^*$ and y* it is.\n"},
     "warning a.md [$x^*$] Markdown makes emphasis of a _ or * in this formula, so that it is torn apart"
     " | put a backslash before it, or write $$…$$"),
    ("kramdown-math-hazard", {**DOLLARS, "a.md": PAGE + "So $f_*$ and y* it is.\n"},
     "warning a.md [$f_*$] Markdown makes emphasis of a _ or * in this formula, so that it is torn apart"
     " | put a backslash before it, or write $$…$$"),
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So `a`\\(x_1 + \\alpha\\) it is.\n"}, f"warning a.md {LOST_MATH}"),
    ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "So \\(x_1 + \\alpha\\)`a` it is.\n"}, f"warning a.md {LOST_MATH}"),
    ("unused-file", {"quay.pdf": "", "index.md": PAGE}, "info quay.pdf [] nothing names this file | "
     "remove what is not needed, unless it is linked to from elsewhere"),
    ("unused-file", {**PHOTO, "_config.yml": "plugins: [jekyll-sitemap]\n"}, "info img/quay.png [] nothing names this file | "
     "remove what is not needed, unless it is linked to from elsewhere"),
    ("unused-file", {**PHOTO, "gems/theme.gemspec": ""}, "info img/quay.png [] nothing names this file | "
     "remove what is not needed, unless it is linked to from elsewhere"),
    ("broken-anchor", {**config("markdown: GFM\n"), "a.md": PAGE + "# 1. *A* B\n\n[x](#1-a-b)\n"}, "error a.md [#1-a-b] this page has no anchor #1-a-b | anchors are made of headings, ids and names"),
    ("contradictory-settings", config("markdown: GFM\nkramdown: {auto_ids: false}\n", **GITHUB_PAGES), "warning _config.yml [kramdown] kramdown is not used, so its options have no effect | remove them, or write markdown: kramdown instead of GFM"),
    ("invalid-config", config("a: !ruby/object:Object {}\n"), "warning _config.yml [!ruby/object:Object {] "
     "the tag !ruby/object:Object asks for an object of Ruby, which Jekyll makes none of | "
     "remove the tag: SafeYAML reads the value without it, Debian's Jekyll refuses it"),
    *(("odd-value-kind", {**ORDERED, **files}, "warning a.md [third] order is a text here, and a number in 12 other "
       "files | write a number: a list sorted by it has this in the wrong place, as texts are sorted by their letters")
      for files in SORTING),
    ("obsolete-html", {"a.html": PAGE + "{% include i.html %}", "_includes/i.html": "<tt>1</tt>" * 4},
     "info _includes/i.html [<tt>] <tt> is obsolete, and stands here 4 times | use <code>, <kbd> or <samp>"),
    ("unknown-navigation", {**LOST, "_layouts/x.html": NAVIGATION}, NOWHERE),
    ("unknown-navigation", {**LOST, "_includes/x.html": NAVIGATION}, NOWHERE),
    ("missing-title", {"a.html": HALF}, f"warning a.html [<title>] the page has {HALF_SAID}"),
    ("ignored-config-key", config("plugins: [jekyll-sitemap]\ngems: [jekyll-feed]\n", **{"Gemfile.lock": LOCK % "4.3.4"}),
     "warning _config.yml [gems] gems has no effect since Jekyll 4.0 | write plugins"),
    ("ignored-config-key", config("layouts: theirs\n", **{"Gemfile.lock": LOCK % "3.5.0"}),
     "warning _config.yml [layouts] layouts has no effect since Jekyll 3.0 | write layouts_dir"),
    ("empty-link", html('<a href=" ">N</a>'), 'warning a.html [<a href=" ">] the link has no address | write it: href="…", or take the whole out'),
    ("empty-link", html('<link rel="stylesheet" href=" ">'), 'warning a.html [<link rel="stylesheet" href=" ">] the <link> for the stylesheet has no address'
     ' | write it: href="…", or take the whole out'),
    ("empty-link", {"a.md": "[Next]()\n", **OPTIONAL}, "warning a.md [[Next]()] the link has no address | write the address between the parentheses"),
    ("redirected-link", {**MOVED, "a.html": PAGE + '<map name="m"><area href="/old/" alt="A"></map>'}, "warning a.html [/old/] /old/ only redirects to /new/ | link to /new/"),
    ("redirected-link", {**MOVED, "a.html": PAGE + '<a href="/old/#x">A</a>'}, "warning a.html [/old/#x] /old/#x only redirects to /new/ | link to /new/; on the way #x is lost"),
    ("duplicate-title", titled(a="One", b="One"), "warning b.md [One] a.md has the same title, 'One' | say in the title what tells the pages apart"),
    ("link-text", {"a.md": PAGE + '[\u200b<i class="x"></i>](https://example.org/)\n'}, 'warning a.md [[\u200b<i class="x"></i>](https://example.org/)] the link has no text | say where it leads: <a href="…" aria-label="…">'),
    ("link-text", {"a.md": PAGE + "[\u200b<i></i>][a]\n\n[a]: https://example.org/\n"}, "warning a.md [[\u200b<i></i>][a]] the link has no text"
     ' | say where it leads: <a href="…" aria-label="…">'),
    ("link-text", {"a.md": PAGE + '[ ](https://example.org/)\n'}, "warning a.md [[ ](https://example.org/)] the link has no text | write in the brackets where it leads"),
    ("malformed-url", {"a.md": PAGE + "[write](MAILTO:)\n"}, "warning a.md [MAILTO:] MAILTO: is no address | mailto: names nobody to write to"),
    ("malformed-url", {"a.md": PAGE + "[call](Tel:)\n"}, "warning a.md [Tel:] Tel: is no address | tel: names no number"),
    ("closed-service", {"b.md": PAGE + "[b](http://rubyforge.org/b)\n", "a.md": PAGE + "[c](http://rubyforge.org/c) [d](http://rubyforge.org/d)\n"}, "warning a.md [http://rubyforge.org/c] rubyforge.org: RubyForge was shut down (since 2014-05-15); 3 links on 2 pages lead nowhere | link to the project at rubygems.org or where its code is now (entry rubyforge)"),
    ("redirect-chain", {"_config.yml": MOVED["_config.yml"], "a.md": "---\nredirect_from: /b/\nredirect_to: https://example.org/c\n---\n", "d.md": "---\nredirect_to: /b/\n---\n"}, "warning d.md [/b/] /b/ is only a redirect itself, which leads on to https://example.org/c | write https://example.org/c"),
    ("old-mathjax", html("<script type='text/x-mathjax-config'>MathJax.Hub.Config({});</script><script src=' https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML '></script>"), "info a.html [ https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML ] this loads MathJax 2, and MathJax 4 can take over the configuration beside it | load https://cdn.jsdelivr.net/npm/mathjax@4.1.3/tex-chtml.js, with the configuration as window.MathJax = {…} before it"),
    ("liquid-syntax", html("<!-- {% if page.a && page.b %}{% endif %} -->{% if page.a && page.b %}{% endif %}"), "warning a.html [&] Liquid has to guess what this means: unexpected character '&' | write {% if page.a and page.b %}; Jekyll reads another thing"),
    *((rule, html("{% unless page.a %}<a href='gone'>x</a>{% elsif page.b or %}{% endunless %}"), said)
      for rule, said in (
          ("liquid-syntax", "error a.html [%] the condition cannot be read: a value is expected, found the end | Jekyll's build stops here"),
          ("broken-link", "error a.html [gone] gone leads nowhere | no page or file has this address"))),
    ("liquid-syntax", html("<!-- {% if page.a %} -->"), "error a.html [{% if page.a %}] 'if' is not closed: '{% endif %}' is missing | Jekyll's build stops here"),
    ("missing-share-image", {**SEO, "a.md": "---\nimage: {facebook: /b.png}\n---\n{% seo %}\n"}, "warning a.md [/b.png] there is "
     "no image at /b.png | no page or file has this address; jekyll-seo-tag names it where the page is shared"),
    # told once, where it was written, wherever the plugin looks
    *(("missing-share-image", {"_config.yml": SEO["_config.yml"] + "url: https://a.org\n", "b/a.md": f"---\nimage: {image}\n---\n{{% seo %}}\n",
       "Gemfile.lock": f"GEM\n  specs:\n    jekyll-seo-tag ({release})\n"}, f"warning b/a.md [{image}] there is no image at {image} | "
       "no page or file has this address; jekyll-seo-tag names it where the page is shared")
      for image in ("c.png", "b/c.png") for release in ("2.8.0", "2.9.1")),
    ("repeated-definition", {"a.md": PAGE + "[a][A].\n\n[a]: /1\n\n[A]: /2\n"}, "warning a.md [/1] [a] is defined again, as /2, which counts | give one of them another label"),
    ("unknown-tag", html("{% endwhlie %}"), "error a.html [{% endwhlie %}] there is no tag 'endwhlie' | Jekyll's build stops here"),
    ("unknown-tag", html("{% render 'x' %}"), "error a.html [{% render 'x' %}] there is no tag 'render' | Jekyll's build stops here"),
    ("unknown-tag", html("{% endinclude %}"), "error a.html [{% endinclude %}] there is no tag 'endinclude' | Jekyll's build stops here"),
    ("unknown-filter", {"_includes/i.html": "{{ 'a }}", "a.html": PAGE + "{% include i.html %}{{ page.x | upcsae }}\n"}, "warning a.html [upcsae] there is no filter 'upcsae' | did you mean 'upcase'? Liquid hands the value on as it is"),
    ("math-unknown-command", {"a.md": PAGE + "So $$\\foobarbaz$$ it is.\n"}, "warning a.md [\\foobarbaz] neither MathJax nor KaTeX knows \\foobarbaz | define it with \\newcommand, or name it under math.macros in .sitecheck.yml"),
    ("math-unknown-command", {"a.md": PAGE + "So $$\\alhpa$$ and $$\\alhpa$$.\n"}, "warning a.md [\\alhpa] neither MathJax nor KaTeX knows \\alhpa; did you mean \\alpha? | "),
    ("local-link", {"a.md": PAGE + "[b](http://localhost:3000/b.html)\n", "b.md": PAGE}, "error a.md [http://localhost:3000/b.html] http://localhost:3000/b.html is on your own machine | write /b.html"),
    ("local-link", {"a.md": PAGE + "[see](file:C:/a/b.pdf)\n"}, "error a.md [file:C:/a/b.pdf] file:C:/a/b.pdf is on your own machine | name the address at which everybody finds it"),
    ("empty-link", html("<script></script>"), "warning a.html [<script>] the script is empty | write what it is to do, or take it out"),
    ("link-text", html('<a href="https://example.org/" title=" "></a>'), 'warning a.html [<a href="https://example.org/" title=" ">] the link has no text | '
     'say where it leads: aria-label="…", or text between <a …> and </a>'),
    ("link-text", html('<a href="https://example.org/"></a>'), 'warning a.html [<a href="https://example.org/">] the link has no text | say where it leads: aria-label="…", or text between <a …> and </a>'),
    ("link-text", html('<a href="https://example.org/"><b></b></a>'), 'warning a.html [<a href="https://example.org/">] the link has no text | say where it leads: aria-label="…", or text between <a …> and </a>'),
    ("duplicate-id", html('<p id="gear">One</p><p id="gear">Two</p>'), "warning a.html [gear] the id 'gear' is taken by something earlier on the page | links to it reach the first one only; give this one an id of its own"),
    ("duplicate-id", html('<a id="gear"></a>Text<h2 id="gear">G</h2>'), "warning a.html [gear] the id 'gear' is taken by something earlier on the page | links to it reach the first one only; give this one an id of its own"),
    ("duplicate-id", {"a.html": "---\nlayout: x\n---\n<p id='main'>M</p>", "b.html": "---\nlayout: x\n---\n<p id='main'>M</p>",
     "_layouts/x.html": "<main id='main'>{{ content }}</main>"}, "warning _layouts/x.html [main] the id 'main' is given by the page, too | links to it reach the first one only; give one of them another id; for example on a.html"),
    ("duplicate-id", {"a.html": "---\nlayout: x\n---\n<p>M</p>", "_layouts/x.html": "{% include i.html %}<p id='main'>{{ content }}</p>",
     "_includes/i.html": "<b id='main'>A</b>"}, "warning _layouts/x.html [main] the id 'main' is given by something else on the page, too | links to it reach the first one only; give one of them another id; for example on a.html"),
    ("broken-anchor", html('<a href="#gaer">t</a><p id="gear">A</p>'), "error a.html [#gaer] this page has no anchor #gaer | did you mean #gear?"),
    ("broken-anchor", html('<a href="#nothing-like-it">t</a><p id="gear">A</p>'), "error a.html [#nothing-like-it] this page has no anchor #nothing-like-it | anchors are made of headings, ids and names"),
    ("broken-anchor", {"a.html": PAGE + '<a href="/b.html#x">t</a>', "b.html": PAGE + "<p>B</p>"}, "error a.html [/b.html#x] /b.html has no anchor #x | anchors are made of headings, ids and names"),
    ("broken-anchor", {"_config.yml": "plugins: [jekyll-redirect-from]\n", "a.html": PAGE + '<a href="/old/#b">t</a>',
     "new.html": "---\npermalink: /new/\nredirect_from: /old/\n---\n<p id='b'>B</p>"}, "error a.html [/old/#b] /old/ has no anchor #b | it only sends readers on to /new/, and the anchor is lost: link there"),
    ("html-lang", html('<!doctype html>\n<html lang="en_US"></html>'), "warning a.html [en_US] 'en_US' is no language tag | write en-US"),
    ("html-lang", html('<!doctype html>\n<html lang="english language"></html>'), "warning a.html [english language] 'english language' is no language tag | write one such as en, pt-BR or zh-Hans"),
    ("html-lang", html('<!doctype html>\n<html lang=" "></html>'), 'warning a.html [<html lang=" ">] the language of the page is empty | write <html lang="en">, or the language of the site'),
    ("html-lang", html('<!doctype html>\n<html lang="{{ page.lang }}"></html>'), 'warning a.html [<html lang="{{ page.lang }}">] the language of the page is empty | what Liquid writes here has no value: set it, or add | default: "en"'),
    ("html-lang", html("<!doctype html>\n<html></html>"), 'warning a.html [<html>] the page does not say in which language it is | write <html lang="en">, or the language of the site'),
    ("insecure-host", {"a.md": PAGE + "[a](http://github.com/a)\n"}, "info a.md [http://github.com/a] github.com serves https, but http is written: 1 link on 1 page | write https://; sitecheck fix --select insecure-link does so everywhere"),
    ("insecure-host", {"a.md": PAGE + "[a](http://github.com/a) [b](http://en.wikipedia.org/b)\n"}, "info a.md [http://github.com/a] en.wikipedia.org and github.com serve https, but http is written: 2 links on 1 page | write https://; sitecheck fix --select insecure-link does so everywhere"),
    ("liquid-syntax", html("{% assign a = site.posts | reverse %}{% for p in a | reverse %}{{ p }}{% endfor %}"), "warning a.html [|] Liquid has to guess what this means: a loop takes no filters; assign the filtered list first | write {% for p in a reversed %}; Jekyll reads another thing"),
    *(("liquid-syntax", html(f"{{% assign a = site.posts | {name} %}}{{% for p in a | {name} %}}{{{{ p }}}}{{% endfor %}}"),
       "info a.html [|] Liquid has to guess what this means: a loop takes no filters; assign the filtered list first"
       " | take the filter away: a has been through it, and a loop drops it")
      for name in ("sort", "sort_natural", "uniq", "compact", "uniq | sort")),
    *(("liquid-syntax", html(text), "warning a.html [|] Liquid has to guess what this means: a loop takes no filters; "
       "assign the filtered list first | Jekyll leaves out what it does not understand; see what the page shows")
      for text in (
          "{% assign a = site.posts | sort %}{% for p in a | uniq %}{{ p }}{% endfor %}",
          "{% assign b = site.posts | sort %}{% for p in a | sort %}{{ p }}{% endfor %}",
          "{% assign a = site.posts | sort %}{% assign a = a | reverse %}{% for p in a | sort %}{{ p }}{% endfor %}",
          "{% for p in a | sort %}{{ p }}{% endfor %}",
      )),
    ("insecure-host", {"a.md": PAGE + "[a](http://github.com/a) [b](http://bitbucket.org/b) [c](http://bitbucket.org/c)"
     " [d](http://codepen.io/d) [e](http://doi.org/e) [f](http://discord.com/f)\n"}, "info a.md [http://github.com/a] bitbucket.org, codepen.io, discord.com and 2 other hosts serve https, but http is written: 6 links on 1 page | write https://; sitecheck fix --select insecure-link does so everywhere"),
    ("insecure-host", {"a.md": PAGE + "[a](http://github.com/a) [b](http://bitbucket.org/b)"
     " [d](http://codepen.io/d) [e](http://doi.org/e)\n"}, "info a.md [http://github.com/a] bitbucket.org, codepen.io, doi.org and 1 other host serve https, but http is written: 4 links on 1 page | write https://; sitecheck fix --select insecure-link does so everywhere"),
    ("duplicate-permalink", {"_config.yml": MOVED["_config.yml"], "a.md": "---\npermalink: /a/\n---\n",
     "b.md": "---\npermalink: /a/\n---\n", "c.md": "---\nredirect_from: /a/\n---\n"}, "error a.md [/a/] b.md is published at the same address, a/index.html, and wins | give one of them a permalink of its own"),
    ("duplicate-permalink", {"a/index.md": "---\npermalink: /c/\n---\n", "b/index.md": "---\npermalink: /c/\n---\n"},
     "error a/index.md [/c/] b/index.md is published at the same address, c/index.html, and which of the two wins is chance | give one of them a permalink of its own"),
    ("conflicting-redirect", {"_config.yml": MOVED["_config.yml"], "a/index.md": "---\nredirect_from: /c/\n---\n",
     "b/index.md": "---\nredirect_from: /c/\n---\n"}, "warning a/index.md [/c/] b/index.md redirects from /c/ as well, and which of the two wins is chance | name the address on one page only"),
    ("duplicate-permalink", {"a.md": "---\npermalink: /a.txt\n---\n", "a.txt": "A\n"}, "error a.md [/a.txt] a.txt is published at the same address, a.txt, and wins | give one of them a permalink of its own"),
    ("duplicate-permalink", {"_config.yml": MOVED["_config.yml"], "a.md": "---\nredirect_from: /c.html\n---\n",
     "c.html": "plain", "c.md": PAGE}, "error c.md [] c.html is published at the same address, c.html, and wins | give one of them a permalink of its own"),
    *(("unused-defaults", config(f"defaults: [{{scope: {{path: {path}}}, values: {{layout: a}}}}]\n", **{"documents/a.md": PAGE}),
       f"warning _config.yml [{path}] no file's path begins with {path}, so these defaults are for nothing | {advice}")
      for path, advice in (("/documnts/", "did you mean documents?"), ("/documents/", "did you mean documents?"),
                           ("./documents", "did you mean documents?"), ("documents//", "did you mean documents?"),
                           ("/*ments/*", "did you mean *ments/*?"), ("./", 'write "" for all files'))),
    ("unused-defaults", config("defaults: [{scope: {path: ./boats}, values: {layout: a}}]\n", **{"_boats/a.md": PAGE}),
     "warning _config.yml [./boats] no file's path begins with ./boats, so these defaults are for nothing | did you mean _boats?"),
    ("broken-anchor", {"a.md": PAGE + "## Hello World\n\n[x](#HELLO-WRLD)\n"}, "error a.md [#HELLO-WRLD] this page has no anchor #HELLO-WRLD | did you mean #hello-world?"),
    ("undefined-reference", {"a.md": PAGE + "See [the tide][Tidess].\n\n[Tides]: https://example.org/\n[TIDES]: https://example.org/b\n"},
     "warning a.md [[the tide][Tidess]] there is no definition of the reference 'Tidess' | did you mean [Tides]?"),
    ("renderer-without-math", {"a.md": PAGE + "<script src='https://example.org/a.js'></script><script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script><link href='mathjax.css'>\n"},
     "info a.md [<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'>] the page loads a math engine and has no formula | "),
    *(("html-as-text", {"a.md": PAGE + text}, f"warning a.md [{tag}] {tag if len(tag) < 13 or tag[1] == '/' else tag[:2] + ' …>'} is shown as text | {help_}") for text, tag, help_ in (
        ("See the\n</p> tag\n", "</p>", ENDS_NOTHING), ("word </p> \n", "</p>", ENDS_NOTHING), ("(</p>\n", "</p>", ENDS_NOTHING), ("字</p>\n字", "</p>", ENDS_NOTHING),
        ("a</figcaption>\n", "</figcaption>", ENDS_NOTHING),
        ("字</BR>字\n", "</BR>", "write <br>"), ("a </br> b\n", "</br>", "write <br>"), ("a <hr . /> b\n", "<hr . />", "it cannot be read: attributes need a blank before them, and straight quotation marks"),
        ("a <p class='x' id=y> </p>\n", "<p class='x' id=y>", "begin the element on a line of its own, after an empty line"),
        ("a <p> </p>\n", "<p>", "begin the element on a line of its own, after an empty line"),
        ("a <a href='x' class=y.z title=“q”>b</a> c\n", "<a href='x' class=y.z title=“q”>", "write straight quotation marks"),
    )),
    ("definition-as-text", {"a.md": PAGE + "See [the  list].\n[The List]: https://example.org/\n"}, "warning a.md [[The List]: https://example.org/] the definition of [The List] is shown as text: a line of text is right before it | leave an empty line before it"),
    ("similar-labels", {"list.md": POSTS["list.md"], **{f"_posts/2024-01-0{n}-a.md": f"---\ntags: [{tag}]\n---\n" for n, tag in enumerate(("Tide Tables", "Tide Tables", "tide-table"), 1)}},
     "info _posts/2024-01-03-a.md [tide-table] the tag tide-table (1 post) is Tide Tables (2 posts) but for its spelling | write Tide Tables everywhere"),
    ("absolute-link", {**config("url: https://example.org\n"), "a.html": PAGE + '<map name="m"><area href="https://example.org/" alt="A"></map>'},
     "info a.html [https://example.org/] https://example.org/ names the host of this site | write /"),
    ("liquid-syntax", {"_includes/i.html": "{% assign a = site.posts | sort %}{% for p in a | sort %}{{ p }}{% endfor %}", "a.html": PAGE + "{% include i.html %}"},
     "info _includes/i.html [|] Liquid has to guess what this means: a loop takes no filters; assign the filtered list first"
     " | take the filter away: a has been through it, and a loop drops it"),
    ("invalid-published", {"a.md": "---\npublished: 0\n---\n"}, "warning a.md [0] published is 0, which does not hide the page"
     " | write published: false to hide it, or remove the line"),
    # of several lines only CommonMark makes one heading
    ("accidental-heading", config("markdown: CommonMark\n", **{"a.md": PAGE + "Two lines\nof a sentence.\n---\n"}),
     "warning a.md [Two lines\nof a sentence.] a heading, as --- stands right below this line | leave an empty line before ---, if a dividing line is meant"),
    *(("accidental-heading", {"a.md": PAGE + f"A line{end}\n---\n"}, f"warning a.md [A line{end}] a heading, as --- stands right below this line"
       " | leave an empty line before ---, if a dividing line is meant") for end in ",;."),
    ("unused-definition", {"a.md": PAGE + "Text.\n\n[List]: /1\n\n[list]: /2\n"}, "info a.md [[list]: /2] no link of this page uses [list] | remove the line, or link to it"),
    ("misplaced-attribute-list", {"a.md": PAGE + "A\n\n{: .x}\n\n\n"},
     "warning a.md [{: .x}] this attribute list belongs to nothing: no block touches it | take the empty line away between it and the block it is for"),
    ("misplaced-attribute-list", {"a.md": PAGE + "{: .x}\n\nA\n"},
     "warning a.md [{: .x}] this attribute list belongs to nothing: no block touches it | take the empty line away between it and the block it is for"),
    ("misplaced-attribute-list", {"a.md": PAGE + "A\n\n^\n{: .x}\n\nB\n"},
     "warning a.md [{: .x}] this attribute list belongs to nothing: no block touches it"
     " | what stands right above it shows nothing; put it right below the block it is for"),
    # a file that nobody reads but for include_relative is judged on the page, that of an include by itself
    ("hostile-script", {"a.md": PAGE + "{% include_relative _part.md %}\n", "_part.md": "Words.\n" * 9 + "<script src='https://coinhive.com/a.js'></script>\n"},
     f"error _part.md [https://coinhive.com/a.js] {MINER}"),
    ("mixed-content", {"_config.yml": "url: https://example.org\n", "a.md": PAGE + "{% include_relative _part.md %}\n",
                       "_part.md": "<iframe src='http://example.net/'></iframe>\n"},
     "error _part.md [http://example.net/] example.net is asked over plain http from an https site: the browser blocks this frame"
     " | write https://, or keep a copy in the site if the host has no https"),
    # the include is longer than the page
    ("definition-as-text", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "Some words.\n\n" * 9 + "See [a].\n[a]: /b/\n"},
     "warning _includes/i.md [[a]: /b/] the definition of [a] is shown as text: a line of text is right before it | leave an empty line before it"),
    ("misplaced-attribute-list", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "Some words.\n\n" * 9 + "One {: .x}\n"},
     "warning _includes/i.md [{: .x}] this attribute list is shown as text: nothing is before it that it could be for"
     " | put it on a line of its own, right below its block"),
    ("missing-title", {**config("title: ' '\n"), "a.html": HALF}, f"warning _config.yml [' '] the pages with this layout have {HALF_SAID}"),
    ("unused-file", {"index.md": PAGE, "x/.well-known/a.png": "", ".well-known/b.png": "", "_config.yml": "include: [.well-known]\n"},
     "info x/.well-known/a.png [] nothing names this file | remove what is not needed, unless it is linked to from elsewhere"),
    ("zoom-disabled", html('<meta name=" Viewport " content="user-scalable=no">'), "warning a.html [user-scalable=no] user-scalable=no keeps readers from enlarging the page | take it away"),
    ("ignored-config-key", config("gems: [jekyll-feed]\n", **{"Gemfile.lock": LOCK % "4.0.1"}), "warning _config.yml [gems] gems has no effect since Jekyll 4.0 | write plugins"),
    ("vague-link-text", {"a.md": PAGE + "[Here](/a.html)\n"}, 'info a.md [[Here](/a.html)] "Here" does not say where the link leads | put the words that name the target in the link'),
    ("sitemap-conflict", {**MAPPED, "a.html": canonical("https://EXAMPLE.org/b.html")}, "info a.html [] the sitemap lists this page, and its canonical address is another page's"
     " | add sitemap: false to the front matter"),
    ("insecure-host", {"_layouts/x.html": "<a href='http://github.com/a'>a</a>{{ content }}", **dict.fromkeys(("a.md", "b.md"), "---\nlayout: x\n---\n")},
     "info _layouts/x.html [http://github.com/a] github.com serves https, but http is written: 1 link on 2 pages | write https://; sitecheck fix --select insecure-link does so everywhere"),
    ("unused-defaults", config("collections_dir: all\ncollections: [notes]\ndefaults: [{scope: {path: all/_notez}, values: {layout: a}}]\n", **{"all/_notes/a.md": PAGE}),
     "warning _config.yml [all/_notez] no file's path begins with all/_notez, so these defaults are for nothing | did you mean all/_notes?"),
    ("misread-value", {"a.md": "---\nzip: 01__0\n---\n"}, "warning a.md [01__0] zip is read as octal, because of the zero at its beginning"
     ' | 01__0 is the number 8 so; write "01__0", or leave the zero out'),
    *(("broken-link", {**config("url: https://example.org\n"), **html(f"<a href='{begin}example.org/gone.html'>x</a>")},
       f"warning a.html [{begin}example.org/gone.html] {begin}example.org/gone.html leads nowhere | no page or file has this address")
      for begin in ("https://", "//", "HTTP://")),
    *(("wrong-site-url", config(f"url: {url}\n"), f"warning _config.yml [{url}] {url} is no whole address | write {advice}")
      for url, advice in (("example.org?x", "one such as https://example.org"), ("example.org#y", "one such as https://example.org"),
                          ("example.org/a/b", "https://example.org/a/b"))),
    ("similar-labels", {"list.md": POSTS["list.md"], **{f"_posts/2024-01-0{n}-a.md": f"---\ntags: [{tag}]\n---\n" for n, tag in enumerate(("boat", "boat", "boats"), 1)}},
     "info _posts/2024-01-03-a.md [boats] the tag boats (1 post) is boat (2 posts) but for its spelling | write boat everywhere"),
    ("unknown-layout", {"a.md": "---\nlayout: 5\n---\n"}, "error a.md [5] there is no layout 5 | it would be _layouts/5.html; without it the page has no head and no style"),
    # a file is no files, and what GitHub Pages loads by itself may be listed
    ("ignored-by-github-pages", config("plugins: [github-pages, jekyll, kramdown, kramdown-parser-gfm, liquid, rouge]\n", **BY_GITHUB, **{"_plugins/a.rb": "x = 1\n"}),
     "warning _plugins/a.rb [] GitHub Pages does not run Ruby code of the site | build the site in a workflow that deploys it, or do without"),
    ("unknown-layout", {"a.md": f"---\nlayout: [{'a' * 200}]\n---\n"}, f"error a.md [[{'a' * 200}]] there is no layout ['{'a' * 99} | "
     "write the name of one, as text; without it the page has no head and no style"),
    # the name of the site alone is no title, however often it stands there
    ("empty-title", untitled("a.md", "{{ site.title }} on {{ site.title }}"), f"warning a.md {NO_TITLE}"),
    ("misread-value", {"a.md": "---\nversion: 1.10\n---\n"}, 'warning a.md [1.10] 1.10 is the number 1.1 | write "1.10"'),
    ("misread-value", {"a.md": "---\nlayout: a #1 here\ntitle: Issue #one here\n---\n"},
     "warning a.md [Issue #one here] the title ends before #one here, which YAML takes for a comment | put the whole text in quotes"),
    # hosts that the network cannot have are compared as they are written
    *(("wrong-site-url", config(f"url: https://{host}\n", CNAME="example.org\n"),
       f"warning _config.yml [https://{host}] the site is at https://{host} here, but the file CNAME says example.org | "
       "write https://example.org, where GitHub Pages serves it, or remove CNAME if the domain is not yours")
      for host in ("ex..ample.org", f"{'a' * 64}.org", f"{'a' * 300}.org")),
    ("ignored-seo-key", {"_layouts/x.html": READS_TITLE, "a.md": "---\nlayout: x\nseo_title: B\n---\n"},
     "warning a.md [seo_title] nothing reads seo_title | your layouts take it from title; write title or remove the line"),
    ("ignored-seo-key", {"_layouts/x.html": READS_TITLE, "a.md": "---\nlayout: x\nog_image: B\n---\n"},
     "warning a.md [og_image] nothing reads og_image | your layouts do not look og_image up, nor image; remove the line"),
    ("ignored-seo-key", {"_layouts/x.html": "x", "a.md": "---\nseo_title: B\n---\n"},
     "warning a.md [seo_title] nothing reads seo_title | your layouts do not look seo_title up; write title or remove the line"),
    ("ignored-seo-key", {**SEO, "a.md": "---\nseo_title: B\n---\n"},
     "warning a.md [seo_title] nothing reads seo_title | jekyll-seo-tag takes it from title; write title or remove the line"),
    # the titles that count are those of the front matter, unless GitHub Pages takes headings for titles
    *(("unknown-navigation", {"_config.yml": "theme: just-the-docs\n", "b.md": PAGE + "# The ships\n", "a.md": f"---\n{name}: {value}\n---\n", **more},
       f"warning a.md [{value}] no page has the title {value}, so this one is not in the navigation below it | write in {name} the title of a page as it is")
      for name, value, more in (("parent", "The ships", {"Gemfile": "gem 'jekyll'\n"}), ("ancestor", "Nowhere", {}), ("grand_parent", "Nowhere", GITHUB_PAGES))),
    *(("html-lang", {**html(f"<!doctype html><html><head>{{% if site.github.x %}}{{% include i.html %}}{{% else %}}{other}{{% endif %}}</head></html>"),
                     "_includes/i.html": REFRESH},
       'warning a.html [<html>] the page does not say in which language it is | write <html lang="en">, or the language of the site')
      for other in (REFRESH, "{% include i.html %}")),
    # on a branch that may not run no footnote is lost
    ("lost-footnote", {"a.md": PAGE + "{% if site.github.x %}Text[^1]{% endif %}\n\nText[^2]\n"},
     "warning a.md [[^2]] the footnote 2 has no text | write it, in a line of its own: [^2]: …"),
    ("closed-service", html("<a href='https://plus.google.com/a'>x</a><a href='https://plus.google.com/a'>x</a>"),
     "warning a.html [https://plus.google.com/a] plus.google.com: Google+ was closed (since 2019-04-02); 2 links on 1 page lead nowhere | "
     "link to where it went, or to a copy at web.archive.org, or remove it (entry google-plus-pages)"),
    ("renderer-without-math", {"_layouts/x.html": WITH_MATH, "a.md": "---\nlayout: x\nmathjax: true\n---\nx\n"},
     "info a.md [mathjax: true] the page loads a math engine and has no formula | "),
    # of what a layout makes of the addresses of images, some are of none, some are left as they are
    ("missing-image", refoldered("![b](b.png)", "{{ content | replace: 'src=\"', 'src=\"/img/' }}"),
     "error _layouts/x.html [{{ content | replace: 'src=\"', 'src=\"/img/' }}] there is no image at /img/b.png | no page or file has this address; for example on a.md"),
    ("missing-image", refoldered("![a](a.png)", "{{ content }}{{ content | replace: 'src=\"', 'src=\"/img/' }}"),
     "error a.md [a.png] there is no image at a.png | no page or file has this address; did you mean /img/a.png?"),
    ("missing-image", refoldered("![b](b.png) ![a](:a.png)", "{{ content | replace: 'src=\":', 'src=\"/img/' }}"),
     "error a.md [b.png] there is no image at b.png | no page or file has this address"),
    ("missing-image", refoldered("![a](a.png) ![a](:a.png)", "{{ content | replace: 'src=\":', 'src=\"/img/' }}"),
     "error a.md [a.png] there is no image at a.png | no page or file has this address; did you mean /img/a.png?"),
    # or nobody knows what becomes of them
    *((rule, refoldered(text, "{{ content | replace: 'q', site.time }}{% if content contains 'A' %}<a href='/img/a.png'>x</a><a href='https://x.example/'>y</a>{% endif %}"), said)
      for rule, text, said in (
          ("broken-link", "[A](/no)", "error a.md [/no] /no leads nowhere | no page or file has this address"),
          ("broken-link", "[A](/no/)", "error a.md [/no/] /no/ leads nowhere | no page or file has this address"),
          ("missing-image", "![A](b/a.png)", "error a.md [b/a.png] there is no image at b/a.png | no page or file has this address; did you mean /img/a.png?"))),
    ("broken-link", refoldered("[a](b/a.png) [a](/img/a.png)", "{{ content | remove_first: '<a href=\"b/a.png\">a</a>' }}"),
     "error a.md [b/a.png] b/a.png leads nowhere | no page or file has this address; did you mean /img/a.png?"),
    ("broken-link", refoldered("[a](a.png) ![a](:a.png)", "{{ content | replace: 'src=\":', 'src=\"/img/' }}"),
     "error a.md [a.png] a.png leads nowhere | no page or file has this address; did you mean /img/a.png?"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "said"), SAID)
def test_what_a_rule_says(rule: str, files: Files, said: str, tmp_path: Path) -> None:
    assert told(rule, files, tmp_path) == [said]


def test_a_layout_does_not_say_what_its_pages_ask_for(tmp_path: Path) -> None:
    head = "<head>{% if page.noindex %}<meta name=robots content=noindex>{% endif %}</head>{{ content }}"
    pages = dict.fromkeys(("a.md", "b.md"), "---\nlayout: x\nnoindex: true\n---\n")
    said = told("sitemap-conflict", {**MAPPED, **pages, "_layouts/x.html": head}, tmp_path)
    words = "[true] the sitemap lists this page, and its head says noindex | add sitemap: false to the front matter"
    assert said == [f"info {path} {words}" for path in pages]


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("nav-{{ page.x }}.html", ["nav-a.txt", "nav.html", "news.html"]),
        ("na{{ page.x }}", ["news.html"]),
        ("{{ page.x }}", []),
        ("./nav.html", ["nav-a.html", "nav-a.txt", "news.html"]),
    ],
)
def test_which_includes_a_name_may_call(name: str, unused: list[str], tmp_path: Path) -> None:
    includes = {f"_includes/{each}": "A\n" for each in ("nav-a.html", "nav-a.txt", "nav.html", "news.html")}
    said = told("unused-include", {**includes, "a.html": f"{PAGE}{{% include {name} %}}\n"}, tmp_path)
    assert [line.split()[1].removeprefix("_includes/") for line in said] == unused


def began(address: str) -> dict[str, str]:
    """A site below /b whose home page has a link that goes on with what is not known."""
    site = {"_config.yml": "plugins: []\nurl: https://example.org\nbaseurl: /b\n"}
    return {**site, "index.md": f'{PAGE}<a href="{address}{{{{ site.time }}}}">a</a>\n'}


MAKES = "class G < Jekyll::Generator\ndef generate(site)\nsite.pages << P.new(site, '', 'x', 'y.html')\nend\nend\n"
FILTERS = "module F\ndef f(x)\nx\nend\nend\nLiquid::Template.register_filter(F)\n"
LINKS = {"_layouts/x.html": "<a href='/a.html'>a</a>{{ content }}", "a.md": "---\nlayout: x\n---\n"}


@pytest.mark.parametrize(
    ("files", "is_lost"),
    [
        ({}, True),
        ({"_plugins/a.rb": MAKES}, False),
        ({"_plugins/a.rb": FILTERS}, True),
        ({"_config.yml": "plugins: [some-plugin]\n"}, False),
        *(({"a.md": f"---\npermalink: {name}\n---\n"}, False) for name in ("/404/", "/404.html")),
        ({"a.md": "---\npermalink: /x/404.html\n---\n"}, True),
        ({**MOVED, "index.md": PAGE + "[new](/new/)\n", "a.md": "---\nredirect_to: /\n---\n"}, False),
        ({**MOVED, "index.md": PAGE + "[new](/old/) [a](/a.html)\n"}, False),
        ({**MOVED, "index.md": PAGE + "[a](/a.html)\n"}, True),
        ({"list.txt": PAGE + "{% for p in site.pages %}{{ p.url }}{% endfor %}"}, False),
        ({"feed.xml": PAGE + "{% for p in site.pages %}{{ p.url }}{% endfor %}"}, True),
        ({"list.json": PAGE + "{{ site.title }}"}, True),
        (began("https://Example.org/"), False),
        (began("https://example.com/"), True),
        (began("/b/a"), False),
        (began("/a"), True),
        (began("a"), False),
        ({"index.md": PAGE + '<img src="{{ site.time }}" alt="A">\n'}, True),
        ({"index.md": PAGE + '<map name="m"><area href="{{ site.time }}" alt="A"></map>\n'}, False),
        (LINKS, True),
        ({**LINKS, "index.md": "---\nlayout: x\n---\n"}, False),
    ],
)  # fmt: skip
def test_to_which_pages_nothing_leads(files: Files, is_lost: bool, tmp_path: Path) -> None:
    site = {"_config.yml": "plugins: []\n", "index.md": PAGE, "a.md": PAGE, **files}
    assert bool(told("orphan-page", site, tmp_path)) is is_lost


def test_some_of_the_links_to_a_hidden_collection_are_shown(tmp_path: Path) -> None:
    links = "".join(f"[B](/boats/b{n}.html)\n" for n in range(5))
    boats = {f"_boats/b{n}.md": PAGE for n in range(5)}
    files = {**boats, "_config.yml": "collections: [boats]\n", "index.md": PAGE + links}
    report = check_folder(write_site(tmp_path, files), settings_for(load_rules()["unpublished-post"]))
    (finding,) = report.findings
    assert finding.message == "the collection boats has no pages, but 5 links lead to its documents"
    assert [related.note for related in finding.related] == [f"leads to _boats/b{n}.md" for n in range(3)]


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("/base/old/", "/base/new/"),
        ("/base/old/?q=1#b", "/base/new/?q=1#b"),
        ("/base/old/#b?", "/base/new/#b?"),
        ("{{ site.baseurl }}/old/", "{{ site.baseurl }}/new/"),
        ("{{ site.baseurl }}/old/#b", "{{ site.baseurl }}/new/#b"),
        ("{{ '/old/' | relative_url }}", "{{ '/new/' | relative_url }}"),
        ('{{ "/old/" | relative_url }}', '{{ "/new/" | relative_url }}'),
        ("{{ '/old/' | absolute_url }}", "{{ '/new/' | absolute_url }}"),
        ("{{ '/old/' | prepend: site.baseurl }}", ""),
        ("https://site.example/base/old/", "https://site.example/base/new/"),
    ],
)
def test_how_an_address_is_written_anew(written: str, new: str, tmp_path: Path) -> None:
    settings = "url: https://site.example\nbaseurl: /base\nplugins: [jekyll-redirect-from]\n"
    quote = "'" if '"' in written else '"'
    files = {**MOVED, "_config.yml": settings, "a.html": f"{PAGE}<a href={quote}{written}{quote}>see</a>\n"}
    report = check_folder(write_site(tmp_path, files), settings_for(load_rules()["redirected-link"]))
    (finding,) = report.findings
    assert finding.message.endswith(" only redirects to /base/new/")
    assert (finding.fix.edits[0].text if finding.fix is not None else "") == new


@pytest.mark.parametrize(
    ("rule", "files", "offered"),
    [
        # what would need more than the text that is written
        ("misread-value", {"a.md": "---\ntitle: Issue #12 is\n---\n"}, '"Issue #12 is"'),
        ("misread-value", {"a.md": "---\ntitle: It's #1 now\n---\n"}, '"It\'s #1 now"'),
        ("misread-value", {"a.md": '---\ntitle: Say "x" #1 now\n---\n'}, None),
        ("misread-value", {"a.md": "---\ntitle: a \\ #1 now\n---\n"}, None),
        ("misread-value", {"a.md": f"---\ntitle: {'x' * 193} #1 now\n---\n"}, f'"{"x" * 193} #1 now"'),
        ("misread-value", {"a.md": f"---\ntitle: {'x' * 194} #1 now\n---\n"}, None),
        ("similar-labels", {**POSTS, "_posts/2024-05-06-a.md": "---\ntags: [c++]\n---\n"}, None),
        # a formula that has its line for itself would be a block
        ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "\\(x_1 + \\alpha\\) it is.\n"}, "$$x_1 + \\alpha$$"),
        ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "It is \\(x_1 + \\alpha\\)\n"}, "$$x_1 + \\alpha$$"),
        ("kramdown-math-hazard", {**MATHJAX3, "a.md": PAGE + "It is\n\\(x_1 + \\alpha\\)\nthen.\n"}, None),
        ("zoom-disabled", html('<meta name="viewport" content="maximum-scale=1, , width=x">'), "width=x"),
        ("zoom-disabled", html('<meta name="viewport" content="width=x; user-scalable=0.0">'), "width=x"),
        ("zoom-disabled", html('<meta name="viewport" content=" user-scalable=no ">'), None),
        # a list that no block can be above
        ("misplaced-attribute-list", {"a.md": PAGE + "\n{:.x}\n"}, None),
        ("misplaced-attribute-list", {"a.md": PAGE + "A\n\n{:.x}\n"}, "\n"),
        # what is written in another file
        ("math-unknown-command", {"a.md": PAGE + "So $$\\alhpa$$.\n"}, "\\alpha"),
        ("math-unknown-command", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "So $$\\alhpa$$.\n"}, None),
        ("lost-placeholder", {"a.md": PAGE + "Use <name> here\n"}, "\\"),
        ("lost-placeholder", {"a.md": PAGE + f"{'text ' * 2000}`Use <name> here\n"}, None),
        ("misplaced-attribute-list", {"a.md": PAGE + f"- {'text ' * 2000}{{: .c}}\n"}, None),
        ("lost-placeholder", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "Use <name> here\n"}, None),
        # an address that is written otherwise than it reads
        ("wrong-site-url", config("url: https://example.org/\n"), "https://example.org"),
        ("wrong-site-url", config("url: 'https://example.org/'\n"), "https://example.org"),
        ("wrong-site-url", config('url: "https:\\u002F/example.org/"\n'), None),
        # a line in a block of another line
        ("heading-as-text", {**NO_QUIRKS, "a.md": PAGE + "text\n# A\n"}, "\n"),
        ("heading-as-text", {**NO_QUIRKS, "a.md": PAGE + "> text\n> # A\n"}, None),
        ("heading-as-text", {**NO_QUIRKS, "a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "text\n# A\n"}, None),
        ("list-as-text", {**NO_QUIRKS, "a.md": PAGE + "text\n- a\n- b\n"}, "\n"),
        ("list-as-text", {**NO_QUIRKS, "a.md": PAGE + "> text\n> - a\n> - b\n"}, None),
        ("list-as-text", {**NO_QUIRKS, "a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "text\n- a\n- b\n"}, None),
        # what would still be no link, or not bold
        ("torn-link", {"a.md": PAGE + "See [the one] (/b) now\n"}, "[the one](/b)"),
        ("torn-link", {"a.md": PAGE + "See [the one\\] (/b) now\n"}, None),
        ("torn-link", {"a.md": PAGE + "See (the<b>)[/b] now\n"}, None),
        ("raw-emphasis", {"a.md": PAGE + "**Note: **all\n"}, "**Note:** "),
        ("raw-emphasis", {"a.md": PAGE + "** aa\\ ** now\n"}, None),
        ("raw-emphasis", {"a.md": PAGE + "**aa<b>a ** now\n"}, None),
        ("restarted-list", {"a.md": PAGE + "1. a\n\nb\n\n2. c\n"}, '{:start="2"}\n'),
        ("restarted-list", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "1. a\n\nb\n\n2. c\n"}, None),
        ("accidental-table", {"a.md": PAGE + "a | b\n"}, "\\|"),
        ("accidental-table", {"a.md": PAGE + "a" * 1996 + " | b\n"}, "\\|"),
        ("accidental-table", {"a.md": PAGE + "a" * 1997 + " | b\n"}, None),
        ("accidental-table", {"a.md": PAGE + "{% include i.md %}\n", "_includes/i.md": "a | b\n"}, None),
        ("zoom-disabled", {"a.html": PAGE + "{% include i.html %}\n", "_includes/i.html": "<meta name='viewport' content='user-scalable=no, width=x'>"}, "width=x"),
    ],
)  # fmt: skip
def test_what_a_rule_offers_to_write(rule: str, files: Files, offered: str | None, tmp_path: Path) -> None:
    report = check_folder(write_site(tmp_path, files), settings_for(load_rules()[rule]))
    (finding,) = (each for each in report.findings if each.rule == rule)
    assert (finding.fix.edits[0].text if finding.fix is not None else None) == offered


@pytest.mark.parametrize(
    ("host", "pages", "severity"),
    [
        *(("me.github.io", pages, "info") for pages in ("aaa", "ab", "aab")),
        ("example.org", "aaa", "error"),
        ("example.org", "ab", "error"),
        ("example.org", "aab", "info"),
    ],
)
def test_links_below_a_folder_that_another_repository_may_serve(
    host: str, pages: str, severity: str, tmp_path: Path
) -> None:
    """By a host of one's own they are so many, and to several pages."""
    links = "".join(f"[{number}](/other/{page}.html)\n" for number, page in enumerate(pages))
    said = told(
        "broken-link", config(f"url: https://{host}\nplugins: []\n", **{"a.md": PAGE + links}), tmp_path
    )
    assert [line.split()[0] for line in said] == [severity] * len(pages)


BASE = {
    "_config.yml": "url: https://example.org\nbaseurl: /base/\nplugins: []\n",
    "Gemfile": "gem 'jekyll'\n",
    "b.md": PAGE,
}


@pytest.mark.parametrize(
    ("rule", "files", "most"),
    [
        ("slashed-baseurl", lambda n: {**BASE, **{f"a{each}.md": f"{PAGE}[see]({{{{ site.baseurl }}}}/b.html)\n" for each in range(n)}}, 3),
        ("repeated-head-tag", lambda n: html("<html><head>" + '<meta name="description" content="A">' * (n + 2) + "</head></html>"), 6),
        ("second-top-heading", lambda n: {"_layouts/x.html": "<h1>{{ page.title }}</h1>\n{{ content }}\n",
                                          **{f"a{each}.md": "---\nlayout: x\n---\n# A\n" for each in range(n + 3)}}, 3),
        ("ignored-seo-key", lambda n: {**SEO, "_layouts/x.html": "<html><head>{% seo %}</head></html>", **pages(n + 3, "meta_description: A\nlayout: x")}, 2),
    ],
)  # fmt: skip
def test_so_many_places_are_shown_beside_the_first(
    rule: str, files: Callable[[int], Files], most: int, tmp_path: Path
) -> None:
    report = check_folder(write_site(tmp_path, files(most + 1)), settings_for(load_rules()[rule]))
    (finding,) = (each for each in report.findings if each.rule == rule)
    assert len(finding.related) == most


DOLLARS_ALONE = {
    "_layouts/default.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>\n"
    + MATHJAX3["_layouts/default.html"]
}
HEAD = "<html><head><title>%s</title></head></html>"


def pages(count: int, front: str, **more: str) -> dict[str, str]:
    return {**{f"p{number}.md": f"---\n{front}\n---\n" for number in range(count)}, **more}


@pytest.mark.parametrize(
    ("rule", "files", "most", "told_of"),
    [
        ("accidental-heading", lambda n: {"a.md": f"{PAGE}{'A' * n}\n---\n"}, 90, (0, 1)),
        ("vague-link-text", lambda n: html(f'<a href="https://example.org/">here{"!" * (n - 4)}</a>'), 60, (1, 0)),
        ("misread-value", lambda n: {"a.md": f"---\ntitle: {'x' * n} #1 now\n---\n"}, 200, (1, 0)),
        ("description-length", lambda n: {"a.html": f"{PAGE}<html><head><meta name='description' content='{'t' * n}'></head></html>"}, 200, (0, 1)),
        ("title-length", lambda n: {"a.html": f"---\ntitle: {'i' * n}\n---\n{HEAD % '{{ page.title }}'}"}, 70, (0, 1)),
        # what is told page by page, until it is a habit
        ("duplicate-title", lambda n: {"_layouts/x.html": HEAD % "{{ page.title }}", **pages(n, "title: A\nlayout: x")}, 4, (3, 1)),
        ("missing-title", lambda n: {"_layouts/x.html": HEAD % "{{ page.title }}", **pages(n, "layout: x")}, 3, (3, 1)),
        ("ignored-seo-key", lambda n: {**SEO, "_layouts/x.html": "<html><head>{% seo %}</head></html>", **pages(n, "meta_description: A\nlayout: x")}, 3, (3, 1)),
        ("conflicting-redirect", lambda n: {"_config.yml": "plugins: [jekyll-redirect-from]\n", **pages(n, "redirect_from: /x/")}, 6, (5, 1)),
        ("obsolete-html", lambda n: {"a.html": f"{PAGE}{'<center>x</center>' * n}"}, 3, (3, 1)),
        ("unused-definition", lambda n: {"a.md": PAGE + "".join(f"[a{each}]: /x\n" for each in range(n))}, 3, (3, 1)),
        ("heading-increment", lambda n: {"a.md": f"{PAGE}# A\n" + "### B\n# C\n" * n}, 3, (3, 1)),
        ("unused-file", lambda n: {"a.md": PAGE, **{f"img/quay{each}.png": "" for each in range(n)}}, 3, (3, 1)),
        ("missing-share-image", lambda n: {**SEO, **{f"img/{each}.png": "" for each in range(n)}, **{
            f"p{each}.md": f"---\nlayout: x\nimage: {each}.png\n---\n" for each in range(n)},
            "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n"}, 5, (5, 1)),
        # what is looked for, and how far
        ("wrong-site-url", lambda n: config(f"url: https://é.{('a' * 49 + '.') * 4}{'b' * (n - 202)}\n",
                                            CNAME=f"xn--9ca.{('a' * 49 + '.') * 4}{'b' * (n - 202)}\n"), 253, (0, 1)),
        ("unused-defaults", lambda n: config(f"defaults: [{{scope: {{path: /{'d' * (n - 1)}}}, values: {{layout: x}}}}]\n",
                                             **{f"{'d' * (n - 1)}/a.md": PAGE}), 200, (1, 0)),
        ("exposed-secret", lambda n: config("keys:\n" + "".join(f"- AKIAQ4WZ7RT2LM5XKD3{chr(65 + each)}\n" for each in range(n))), 20, (20, 20)),
        ("exposed-secret", lambda n: html(f"AWSAccessKeyId{' ' * (n - 14)}AKIAQ4WZ7RT2LM5XKD3V"), 60, (0, 1)),
        ("duplicate-id", lambda n: html(f'<a id="g"></a>{" " * (n - 14)}<h2 id="g">G</h2>'), 200, (0, 1)),
        ("odd-value-kind", lambda n: {**pages(n, "shown: true"), "x.md": "---\nshown: 'no'\n---\n"}, 9, (0, 1)),
        ("odd-value-kind", lambda n: {**FLAGS, **pages(n, "shown: 'no'")}, 3, (3, 0)),
        ("misspelt-key", lambda n: {**summed(5), **{f"_posts/2022-01-0{each + 1}-z.md": "---\nsumary: x\n---\n" for each in range(n)}}, 3, (3, 0)),
        ("misspelt-key", lambda n: {path: text.replace("summary", "s" * n).replace("sumary", "s" * (n - 2) + "xs")
                                    for path, text in summed(5).items()}, 40, (1, 0)),
        ("missing-title", lambda n: {"a.html": f"{PAGE}<html><head></head><script>location.href = '/b'</script>{'x' * n}</html>"}, 150, (0, 1)),
        ("missing-title", lambda n: {"a.html": f"{PAGE}<html><head></head><script>location.href = '/b'</script><!--".ljust(n - 3, "x") + "-->"}, 3000, (0, 1)),
        ("undefined-reference", lambda n: {"a.md": f"{PAGE}So [{'x' * (n - 4)}][] it is.\n"}, 500, (1, 0)),
        ("unknown-filter", lambda n: html(f"{{{{ page.x ||{' ' * (n - 2)}nobodys }}}}"), 10, (0, 1)),
        ("redirect-loop", lambda n: {"_config.yml": "plugins: [jekyll-redirect-from]\n", **{
            f"p{each}.md": f"---\nredirect_to: /p{(each + 1) % n}.html\n---\n" for each in range(n)}}, 20, (1, 0)),
        ("math-delimiter-not-configured", lambda n: {**DOLLARS_ALONE, "a.html": "---\nlayout: default\n---\nSo \\( a_1" + "\n+ b" * n + " \\) it is.\n"}, 3, (1, 0)),
    ],
)  # fmt: skip
def test_how_long_and_how_many_count(
    rule: str, files: Callable[[int], Files], most: int, told_of: tuple[int, int], tmp_path: Path
) -> None:
    """As far as the bound, and one beyond."""
    told_at = [len(told(rule, files(most + more), tmp_path / str(more))) for more in (0, 1)]
    assert tuple(told_at) == told_of


def test_each_page_of_an_author_that_nobody_knows_is_told(tmp_path: Path) -> None:
    named = {
        name: f"---\nauthor: {author}\n---\n"
        for name, author in (("a.md", "jdooe"), ("b.md", "jdooe"), ("c.md", "x"))
    }
    said = told("unknown-author", {"_data/authors.yml": "jdoe: {name: Jo}\n", **named}, tmp_path)
    assert said == [
        f"warning {page} [jdooe] _data/authors has no jdooe | did you mean jdoe?" for page in ("a.md", "b.md")
    ]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://example.org/a/", "/a"),
        ("https://example.org", ""),
        ("example.org/a", ""),
        ("https://[x/a", ""),
    ],
)
def test_the_path_of_the_address_of_a_site(url: str, path: str) -> None:
    assert _addresses._path(url) == path


def test_what_stands_in_a_part_of_a_page_is_not_mended_in_the_page(tmp_path: Path) -> None:
    """The places of a fix are those of the file that is judged, in which the same may stand there."""
    script = "<script src='https://polyfill.io/v3/polyfill.min.js'></script>\n"
    files = {
        "a.md": f"{PAGE}{script}{{% include_relative _part.md %}}\n",
        "_part.md": f"{'x' * (len(PAGE) - 1)}\n{script}",
    }
    found = check_folder(write_site(tmp_path, files), settings_for(load_rules()["hostile-script"])).findings
    assert {(each.path, each.fix is not None) for each in found} == {("a.md", True), ("_part.md", False)}


@pytest.mark.parametrize(
    ("status", "fix"),
    [
        (ExternalStatus("moved", "m", "https://example.org/b", rewritable=True), Safety.SAFE),
        (ExternalStatus("moved", "m", "https://example.org/b"), Safety.UNSAFE),
        (ExternalStatus("moved", "m"), None),
        (ExternalStatus("alive", "m", "https://example.org/b"), None),
    ],
)
def test_a_link_that_has_moved_names_where_to(
    status: ExternalStatus, fix: Safety | None, tmp_path: Path
) -> None:
    site = load_site(write_site(tmp_path, {"a.md": PAGE + "[a](https://example.org/a#b)\n"}))
    reader = SiteReader(site)
    source = reader.source("a.md")
    assert isinstance(source, Source)
    facts = SiteFacts(
        site, {"a.md": reader.document(source, "page").facts}, {"https://example.org/a": status}
    )
    found = list(MovedLink().check(facts))
    offered = [(each.fix.safety, each.fix.edits[0].text) for each in found if each.fix is not None]
    assert offered == ([] if fix is None else [(fix, "https://example.org/b#b")])
    assert len(found) == len(offered)


@pytest.mark.parametrize(
    ("old", "new", "offered"),
    [
        ("https://example.org/a#b", "https://example.org/c#d", ["https://example.org/c#d"]),
        ("https://example.org/a", "https://example.org/", []),
        ("http://www.example.org/a/b?c", "https://example.org", []),
        ("https://example.org/index.html", "https://example.org/", ["https://example.org/"]),
        ("http://example.org", "https://example.org/", ["https://example.org/"]),
        ("https://example.org/a", "https://a.example/", ["https://a.example/"]),
        ("https://example.org/a", "https://example.org/?b", ["https://example.org/?b"]),
    ],
)
def test_a_link_whose_page_has_become_the_home_page_is_not_rewritten(
    old: str, new: str, offered: list[str], tmp_path: Path
) -> None:
    found = told_as_moved(old, new, tmp_path)
    assert [each.fix.edits[0].text for each in found if each.fix is not None] == offered
    assert len(found) == 1


@pytest.mark.parametrize(
    ("old", "new", "is_offered"),
    [
        ("https://example.org/a", "https://example.org/x'onclick='alert(1)", False),
        ("https://example.org/a", "https://example.org/x''y", False),
        ("https://example.org/a", "https://example.org/x)(y", False),
        ("https://example.org/a", "https://example.org/x|y", False),
        ("https://example.org/a", "https://example.org/x,y", False),
        ("https://example.org/a", "https://example.org/x]y", False),
        ("https://example.org/a", "https://example.org/$$x$$", False),
        ("https://example.org/a", "https://example.org/x:", False),
        ("https://example.org/a", "https://example.org/?x&copy;y", False),
        ("https://example.org/a", "https://example.org/?x&copy-y", False),
        ("https://example.org/a", "https://example.org/?x&#39", False),
        ("https://example.org/a", "https://example.org/x:y?copy=1&copy=2&utm_source=z&#b", True),
        ("https://example.org/a", "https://example.org/%C3%A9_b-c.d~e+f@g!h", True),
        ("http://example.org/Sun_(star),'x'", "https://example.org/Sun_(star),'x'", True),
        ("http://example.org/Sun_(star)", "https://example.org/Sun_)star(", False),
    ],
)
def test_no_server_chooses_marks_that_end_what_an_address_is_written_in(
    old: str, new: str, is_offered: bool, tmp_path: Path
) -> None:
    (found,) = told_as_moved(old, new, tmp_path)
    assert (found.fix is not None) is is_offered
    assert f"has moved to {new}" in found.message


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("http://example.org/Köln#a", "https://example.org/K%C3%B6ln/", "https://example.org/Köln/#a"),
        (
            "http://bücher.example/a/?b=/",
            "https://xn--bcher-kva.example/a?b=/",
            "https://bücher.example/a?b=/",
        ),
        ("http://me:pw@example.org/a", "https://example.org/a/", "https://me:pw@example.org/a/"),
        ("http://example.org:80/ä", "https://example.org/%C3%A4", "https://example.org/%C3%A4"),
        ("http://example.org:8080/ä", "http://example.org:8080/%C3%A4/", "http://example.org:8080/ä/"),
        ("HTTP://Example.org", "https://example.org/", "https://Example.org/"),
        ("//example.org/a", "https://example.org/a/", "//example.org/a/"),
        ("https://example.org/a/.", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_only_what_is_another_in_an_address_that_has_moved_is_written(
    old: str, new: str, written: str, tmp_path: Path
) -> None:
    (found,) = told_as_moved(old, new, tmp_path, rewritable=True)
    assert found.fix is not None
    assert found.fix.edits[0].text == written


def test_no_redirect_that_was_not_asked_with_the_name_and_password_of_a_link_is_written(
    tmp_path: Path,
) -> None:
    (found,) = told_as_moved("https://me:pw@example.org/a", "https://example.org/login", tmp_path)
    assert found.fix is None


def told_as_moved(old: str, new: str, folder: Path, *, rewritable: bool = False) -> list[Finding]:
    site = load_site(write_site(folder, {"a.md": PAGE + f"[a]({old})\n"}))
    reader = SiteReader(site)
    source = reader.source("a.md")
    assert isinstance(source, Source)
    status = ExternalStatus("moved", "m", new, rewritable=rewritable)
    asked = old.partition("#")[0]
    asked = f"https:{asked}" if asked.startswith("//") else asked
    facts = SiteFacts(site, {"a.md": reader.document(source, "page").facts}, {asked: status})
    return list(MovedLink().check(facts))


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("https://example.org/a", "https://example.org/login?return=/a", False),
        ("https://example.org/", "https://example.org/consent?continue=https://example.org", False),
        ("https://example.org/a?b", "https://id.example/?x=1&to=https%3A%2F%2Fexample.org%2Fa%3Fb", False),
        ("https://example.org", "https://example.org/consent?back=%2F", False),
        ("https://example.org/a", "https://example.org/b?return=/c", True),
        ("https://example.org/a", "https://example.org/b?id=a", True),
        ("https://example.org/a", "https://example.org/b?" + "x=/a&" * 60, True),
        ("https://example.org/a", "https://example.org/b?to=http://[", True),
    ],
)
def test_a_link_that_another_page_sends_back_to_has_not_moved(
    old: str, new: str, is_told: bool, tmp_path: Path
) -> None:
    """A page asks for a login or a consent first."""
    assert len(told_as_moved(old, new, tmp_path)) == is_told


def test_words_that_are_no_true_or_false_stand_for_it(tmp_path: Path) -> None:
    """Any text counts as true. Other words may be meant as they are."""
    words = ("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "Yes", "maybe", "1x")
    rest = "".join(f"k{number}: true\n" for number in range(len(words)))
    odd = "".join(f'k{number}: "{word}"\n' for number, word in enumerate(words))
    pages = {f"a{number}.md": f"---\n{rest}---\n" for number in range(10)}
    said = told("odd-value-kind", {**pages, "b.md": f"---\n{odd}---\n"}, tmp_path)
    assert [each.split('"')[1] for each in said] == list(words[:-2])


@pytest.mark.parametrize(
    ("release", "on_github", "source", "keeps"),
    [
        ("2.5.3", False, "a..txt", True),
        ("3.9.5", False, "a..txt", True),
        ("4.3.4", True, "a..txt", False),
        ("", True, "a..txt", True),
        ("", False, "a..txt", False),
        ("3.9.5", False, "a.txt", False),
        ("3.9.5", False, "read..md", False),
    ],
)
def test_dots_that_a_copied_file_keeps(release: str, on_github: bool, source: str, keeps: bool) -> None:
    gems = {"jekyll": release} if release else {}
    built = SimpleNamespace(gems=gems, may_be_built_by_github_pages=on_github)
    facts: Any = SimpleNamespace(site=built, files={"read..md": None})
    assert _may_keep_dots(facts, source) is keeps


@pytest.mark.parametrize("own", ["example.org", "www.example.org"])
@pytest.mark.parametrize("named", ["own_host", "domain"])
def test_hosts_that_are_the_sites_own_with_www_or_without(own: str, named: str) -> None:
    hosts = {"own_host": "", "domain": "", named: own}
    facts: Any = SimpleNamespace(own_host=hosts["own_host"], site=SimpleNamespace(domain=hosts["domain"]))
    asked = ("example.org", "www.example.org", "www.www.example.org", "other.org", "")
    assert [_addresses.is_own_host(facts, host) for host in asked] == [True, True, False, False, False]


def test_blanks_in_a_link_tag_are_looked_at_once(tmp_path: Path) -> None:
    started = time.process_time()
    (said,) = told("unknown-link-tag", {"a.md": f"{PAGE}{{% link a{' ' * 40_000}b#c %}}\n"}, tmp_path)
    assert "behind the tag" in said
    assert time.process_time() - started < 4 * slowness()
