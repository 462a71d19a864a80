"""A small site in which one thing of each kind leads to another."""

FILES = {
    "_config.yml": """\
title: Small
baseurl: /base
url: https://small.example
author: {name: Ann}
header_pages: [about.md]
defaults:
  - scope: {path: ""}
    values: {layout: default, colour: red}
""",
    "_layouts/default.html": """\
<html><body><a href="{{ '/about.html' | relative_url }}">About</a> {{ page.colour }} {{ page.extra }}
{{ site.author.name }} {% include nav.html kind="top" %}{{ content }}</body></html>
""",
    "_layouts/post.html": "---\nlayout: default\n---\n{{ content }}\n",
    "_includes/nav.html": """\
<a href="/base/index.html#first">x</a> {{ include.kind }} {{ site.data.nav.main[0].url }}
""",
    "_includes/empty.html": "nothing\n",
    "_data/nav.yml": "main:\n  - url: /about.html\n    name: About\nother: /nowhere.html\n",
    "_data/more/list.json": '{"one": {"two": 3}}\n',
    "_posts/2020-01-02-hello.md": "---\ntitle: Hello\nlayout: post\n---\n## In a post\n\n[a](/base/about.html)\n",
    "about.md": """\
---
title: About
layout: default
extra: 1
---
# About us

[i](index.html) [h](index.html#first) [own](#about-us) [ext](https://other.example/x) [gone](missing.html)
[p]({% post_url 2020-01-02-hello %}#in-a-post) [l]({% link index.md %}) {% include nav.html kind="side" to="/index.html" %}
{{ site.data.more.list.one.two }} {{ page.extra }} {{ "/index.html" | relative_url }}
""",
    "index.md": """\
---
title: Index
see: /about.html
---
# First

Text[^note] and [words][The Label], [the label][] and [The  label].

## Second part {#two}

$$
x \\label{eq} \\tag{1}
$$

See $$\\eqref{eq}$$, <b id="raw">raw</b> and ![p](pic.png).

[the label]: about.html#about-us "t"

[^note]: A note.
""",
    "pic.png": "png",
}
