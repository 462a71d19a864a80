"""Whole answers of rules to sites beside which a condition of theirs changes sides: who has a title or none, what
counts as the same, what of two things near each other belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.rules.test_examples import said
from tests.rules.test_rule_cases import MATHJAX3, PAGE, SEO, html

from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site
from sitecheck_rules.math._formulas import KATEX

Files = Mapping[str, str]
SEEN = {**SEO, "_layouts/x.html": "<html><head>{% seo %}</head>{{ content }}</html>\n"}
STRICT = {"_config.yml": "liquid: {strict_filters: true}\n"}
SLIP = "{{ page.x | upcsae }}"
OWN_BUILD = {"Gemfile": "gem 'jekyll'\n", "netlify.toml": ""}
CLOSED = "https://travis-ci.org/me/x"
BADGE = f"![b]({CLOSED}.svg)"
CONFIG = "_config.yml"


def answers(rule: str, files: Files, folder: Path) -> list[str]:
    """All that a rule says of a site."""
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    return said(each for each in report.findings if each.rule == rule).splitlines()


def twin(text: str, ending: str = "md", **more: str) -> dict[str, str]:
    """A text in a page and in what it includes, at the same distance from the beginning of the file."""
    page = f"{PAGE}{text}\n\n{{% include i.{ending} %}}\n"
    return {f"a.{ending}": page, f"_includes/i.{ending}": f"A word\n\n{text}\n", **more}


def head(inner: str) -> str:
    return f"<html><head>{inner}</head>{{{{ content }}}}</html>\n"


def page(front: str, *, layout: str = "x") -> str:
    return f"---\nlayout: {layout}\n{front}---\n"


def titled(shown: str, **pages: str) -> dict[str, str]:
    """Pages with this front matter, in a layout that shows a title."""
    layout = {"_layouts/x.html": head(f"<title>{shown}</title>")}
    return {**layout, **{f"{name}.md": page(front) for name, front in pages.items()}}


def twice(front: str = "") -> dict[str, str]:
    """Two pages of one title, the second with more front matter."""
    return titled("{{ page.title }}", a="title: One\n", b=f"title: One\n{front}")


def alike(more: str) -> dict[str, str]:
    """Two pages of one title, with more in the head of both."""
    return {"_layouts/x.html": head(f"<title>One</title>{more}"), "a.md": page(""), "b.md": page("")}


def described(front: str, shown: str = "{{ page.description }}", **more: str) -> dict[str, str]:
    """A page in a layout that shows a description."""
    layout = head(f"<title>{{{{ page.title }}}}</title><meta name=description content='{shown}'>")
    return {"_layouts/x.html": layout, "a.md": page(f"title: A\n{front}"), **more}


def canonical(href: str, config: str = "url: https://example.org\n", front: str = "") -> dict[str, str]:
    layout = head(f"<title>A</title><link rel=canonical href='{href}'>")
    return {CONFIG: config, "a.md": page(front), "_layouts/x.html": layout}


def linked(layout: str) -> dict[str, str]:
    """A layout with a link to nowhere, and a page in this layout or in none."""
    return {
        "_layouts/x.html": '<a href="{{ site.tiwtter }}">News</a>{{ content }}\n',
        "a.md": page("", layout=layout),
    }


def pictured(front: str, config: str = "") -> dict[str, str]:
    return {**SEEN, CONFIG: SEEN[CONFIG] + config, "a.md": page(f"title: A\n{front}")}


def misspelt(number: int, **more: str) -> dict[str, str]:
    """A key that is hardly another, which so many pages have."""
    usual = {f"a{n}.md": f"---\ntitle: A{n}\nsubtitle: B\n---\n" for n in range(number)}
    return {
        "_layouts/x.html": "{{ page.subtitle }}",
        "a.md": "---\ntitle: A\nsubtitel: B\n---\n",
        **usual,
        **more,
    }


CASES: list[tuple[str, Files, list[str]]] = [
    # what may be kept out, is of another language, or has half a title shares none
    ("duplicate-title", twice("search: exclude\n"), []),
    ("duplicate-title", twice("lang: de\n"), []),
    ("duplicate-title", twice("locale: de\n"), []),
    ("duplicate-title", titled("{{ page.title }}", a="title: '| One'\n", b="title: '| One'\n"), []),
    ("duplicate-title", titled("{{ page.title }}", a="title: One|\n", b="title: One|\n"), ['warning b.md:21-25 "a.md has the same title, \'One|\'"', "  'say in the title what tells the pages apart'", "  see a.md:21-25 'first here'"]),
    ("duplicate-title", titled("{{ page.title }}", a="title: ''\n", b="title: ''\n"), []),
    ("duplicate-title", alike('<link rel="canonical" href=" ">'), ['warning _layouts/x.html:12-19 "a.md and 1 more have the same title, \'One\'" (2 pages)', '  "print the page\'s title, too; for example on b.md"']),
    ("duplicate-title", titled("{{ page.title | default: 'One' }}", a="", b=""), ['warning b.md:0-3 "a.md has the same title, \'One\'"', "  'say in the title what tells the pages apart'", "  see a.md:0-3 'first here'"]),
    # no title, half of one, or one that is not the page's own
    ("missing-title", titled("{{ page.title }}", a=""), ["warning a.md:0-3 'the page has no title'", "  'add title: \\u2026 to the front matter; it names the page in tabs and search results'"]),
    ("missing-title", titled("{{ page.title }}", a="title: ''\n"), []),
    ("missing-title", {"_layouts/x.html": head(""), "a.md": page("title: A\n"), "b.md": page("")}, ["warning _layouts/x.html:0-0 'the pages with this layout have no title' (2 pages)", "  'add <title>{{ page.title }}</title> to the head'"]),
    ("missing-title", titled("{{ page.title }} | {{ page.sub }}", a="title: A\n", b="title: 'B \"q\"'\n"), ['warning _layouts/x.html:12-19 "the pages with this layout have half a title, such as \'A |\'" (2 pages)', "  'give the site a title in _config.yml, or leave out what divides the two'"]),
    ("missing-title", {CONFIG: "title: Site\n", **titled("{{ page.sub }} | {{ site.title }}", a="")}, ['warning a.md:0-3 "the page has half a title: \'| Site\'"', "  'add title: \\u2026 to the front matter; it names the page in tabs and search results'"]),
    ("empty-title", titled("{{ page.title }}", a="title: ''\n"), ["warning a.md:21-23 'the title is empty'", "  'write a title, or remove the line so that the fallback works'"]),
    ("empty-title", {CONFIG: "title: Site\n", **titled("Site{{ page.title }}Site", a="title: ''\n")}, ["warning a.md:21-23 'the title is empty'", "  'write a title, or remove the line so that the fallback works'"]),
    # source in a head: of the page, of the configuration, of a layout
    ("raw-source-in-head", titled("{{ page.title }}", a="title: a <b>c</b>\n"), ["warning a.md:21-31 'the title shows a tag as it is written: <b>'", "  'leave the tag out, or take it away with | strip_html'"]),
    ("raw-source-in-head", described("", "{{ page.content | strip_html | truncate: 90 }}", **{"b.md": page("title: B\n") + "So {{ site.x }} it [is](/b).\n"}), ["warning _layouts/x.html:75-121 'the description shows source as it is written: {{ site.x }}'", '  "page.content of a page is its source; use content, or a description of the page\'s own; for example on b.md"']),
    ("raw-source-in-head", described("", "{{ page.content | strip_html | truncate: 90 }}", **{"_posts/2024-05-06-b.md": page("title: B\n") + "So it [is](/b).\n"}), []),
    # a key that the layouts look up, take from another, or take from none
    ("ignored-seo-key", described("meta_description: B\n", "{{ page.excerpt }}"), ["warning a.md:23-39 'nothing reads meta_description'", "  'your layouts take it from excerpt; write excerpt or remove the line'"]),
    ("ignored-seo-key", {**described("meta_description: B\n"), "_layouts/x.html": head("{{ site.time }}")}, ["warning a.md:23-39 'nothing reads meta_description'", "  'your layouts do not look meta_description up; write description or remove the line'"]),
    # whose address a canonical one is
    ("wrong-canonical", canonical("https://example.org/b.html"), ["warning _layouts/x.html:54-80 'the canonical address names https://example.org/b.html, not the page itself'", "  'write {{ page.url | absolute_url }}; for example on a.md'"]),
    ("wrong-canonical", canonical("{{ site.url }}/b.html", "url: example.org\n"), []),
    ("wrong-canonical", canonical("/old/{{ page.from }}", front="from: b/c\n"), []),
    # the badge that a link shows
    ("closed-service", {"a.md": f"{PAGE}[a]({CLOSED}) {BADGE}\n"}, ["warning a.md:12-38 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    ("closed-service", {"a.md": f"{PAGE}{BADGE} [a]({CLOSED})\n"}, ["warning a.md:49-75 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    ("closed-service", {"a.md": f"{PAGE}[{BADGE}]({CLOSED}) [a]({CLOSED})\n"}, ["warning a.md:79-105 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    ("closed-service", html(f'<a href="{CLOSED}">x</a><img src="{CLOSED}.svg">'), []),
    ("closed-service", html(f'<a href="{CLOSED}">{" " * 400}<img src="{CLOSED}.svg"></a>'), ["warning a.html:17-43 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    ("closed-service", html(f'<a href="{CLOSED}"><script src="{CLOSED}.svg"></script></a>'), ["warning a.html:17-43 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    ("closed-service", {**html(f'<a href="{CLOSED}">{{% include i.html %}}</a>'), "_includes/i.html": f'          <img src="{CLOSED}.svg">'}, ["warning a.html:17-43 'travis-ci.org: this build service was closed (since 2021-06); 1 link on 1 page leads nowhere'", "  'use the badge of the service that builds the project now (entry travis-ci-org)'"]),
    # a filter that stops the build where it is run, and not where it may not be
    ("unknown-filter", {**STRICT, "a.html": PAGE + "{% if page.nothing %}" + SLIP + "{% endif %}" + SLIP}, ['warning a.html:41-47 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Liquid hands the value on as it is"', 'error a.html:73-79 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Jekyll\'s build stops here"']),
    ("unknown-filter", {**STRICT, "a.html": PAGE + SLIP + "{% if page.nothing %}" + SLIP + "{% endif %}"}, ['error a.html:20-26 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Jekyll\'s build stops here"', 'warning a.html:62-68 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Liquid hands the value on as it is"']),
    ("unknown-filter", {**STRICT, "a.html": PAGE + "{% if page.nothing %}" + SLIP + "{% endif %}{% include i.html %}", "_includes/i.html": " " * 28 + SLIP}, ['error _includes/i.html:40-46 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Jekyll\'s build stops here"', 'warning a.html:41-47 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Liquid hands the value on as it is"']),
    ("unknown-filter", {**STRICT, "a.html": PAGE + "{{ page.x | upcsae | nobodyss }}"}, ['error a.html:20-26 "there is no filter \'upcsae\'"', '  "did you mean \'upcase\'? Jekyll\'s build stops here"', 'error a.html:29-37 "there is no filter \'nobodyss\'"', '  "Jekyll\'s build stops here"']),
    # where a redirect leads
    ("broken-redirect", {CONFIG: "url: https://example.org\nplugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_to: gone.html\n---\n"}, ["error a.md:17-26 'the redirect to /gone.html leads nowhere'", "  'no page or file has this address'"]),
    ("broken-redirect", {CONFIG: "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_to: https://other.example/gone.html\n---\n"}, []),
    # what stands in an include, where the page has the same at the same place, is told there, and mended by hand
    ("lost-placeholder", twin("Use <name> here"), ["warning _includes/i.md:12-18 'nobody sees <name>: a browser takes it for an element'", "  'write it in code, or with a backslash before the bracket'", "warning a.md:12-18 'nobody sees <name>: a browser takes it for an element'", "  'write it in code, or with a backslash before the bracket'", "  unsafe: 'show it'", "    12-12 '\\\\'"]),
    ("accidental-table", twin("a | b"), ["warning _includes/i.md:8-13 'a bar makes a table of this line'", "  'write \\\\| for the bar, %7C in an address'", "warning a.md:8-13 'a bar makes a table of this line'", "  'write \\\\| for the bar, %7C in an address'", "  unsafe: 'escape the bar'", "    10-11 '\\\\|'"]),
    ("accidental-heading", twin("A, b.\n---"), ["warning _includes/i.md:8-13 'a heading, as --- stands right below this line'", "  'leave an empty line before ---, if a dividing line is meant'", "warning a.md:8-13 'a heading, as --- stands right below this line'", "  'leave an empty line before ---, if a dividing line is meant'", "  unsafe: 'leave an empty line'", "    14-14 '\\n'"]),
    ("restarted-list", twin("1. a\n\nb\n\n2. c"), ["warning _includes/i.md:17-19 'item 2 is published with number 1: what stands before it has ended the list'", '  \'indent what stands between, or write {:start="2"} above\'', "warning a.md:17-19 'item 2 is published with number 1: what stands before it has ended the list'", '  \'indent what stands between, or write {:start="2"} above\'', "  safe: 'say the number'", '    17-17 \'{:start="2"}\\n\'']),
    ("math-unknown-command", twin("So $$\\alhpa$$."), ["warning a.md:13-19 'neither MathJax nor KaTeX knows \\\\alhpa; did you mean \\\\alpha?'", "  unsafe: 'write \\\\alpha'", "    13-19 '\\\\alpha'"]),
    ("kramdown-math-hazard", twin("So \\(x_1 + \\alpha\\) it is.", **MATHJAX3), ["warning _includes/i.md:11-27 '\\\\( loses its backslash in Markdown, so that no formula begins here'", "  'write $$\\u2026$$'", "warning a.md:11-27 '\\\\( loses its backslash in Markdown, so that no formula begins here'", "  'write $$\\u2026$$'", "  safe: 'write $$\\u2026$$'", "    11-27 '$$x_1 + \\\\alpha$$'"]),
    ("definition-as-text", twin("See [x].\nText\n[x]: /y\n[z]: /y"), ["warning _includes/i.md:22-29 'the definition of [x] is shown as text: a line of text is right before it'", "  'leave an empty line before it'", "warning a.md:22-29 'the definition of [x] is shown as text: a line of text is right before it'", "  'leave an empty line before it'", "  unsafe: 'leave an empty line'", "    22-22 '\\n'"]),
    ("broken-fence", twin("``` js x\na\n```\n\n~~~\nb"), ["error a.md:8-16 'no block of code: more than the language stands after the fence'", "  'write the language only; {: .class} on the line below the block sets more'"]),
    ("repeated-definition", twin("See [x].\n\n[x]: /y\n\n[x]: /z"), ["warning _includes/i.md:23-25 '[x] is defined again, as /z, which counts'", "  'give one of them another label'", "  see _includes/i.md:32-34 'the one that counts'", "warning a.md:23-25 '[x] is defined again, as /z, which counts'", "  'give one of them another label'", "  see _includes/i.md:32-34 'the one that counts'"]),
    ("undefined-reference", twin("See [the page][] and [a b][c].\n\n[the pages]: /x"), ['warning _includes/i.md:12-24 "there is no definition of the reference \'the page\'"', "  'did you mean [the pages]?'", 'warning _includes/i.md:29-37 "there is no definition of the reference \'c\'"', "  'define it, in a line of its own: [c]: address'", 'warning a.md:12-24 "there is no definition of the reference \'the page\'"', "  'did you mean [the pages]?'", 'warning a.md:29-37 "there is no definition of the reference \'c\'"', "  'define it, in a line of its own: [c]: address'"]),
    ("missing-integrity", twin('<script src="https://cdn.jsdelivr.net/npm/jquery@3.7.1/dist/jquery.min.js"></script>', "html"), ["info _includes/i.html:21-81 'no integrity value for jquery 3.7.1: a changed file would be taken unseen'", '  \'add integrity="sha384-\\u2026" and crossorigin="anonymous"; networks show the value of a file\'', '  safe: \'add integrity="sha384-1H217gwSVyLSIfaLxHbE7dRb3v4mYCKbpQvzx0cegeju1MVsGrX5xXxAvs/HgeFs" crossorigin="anonymous"\'', '    82-82 \' integrity="sha384-1H217gwSVyLSIfaLxHbE7dRb3v4mYCKbpQvzx0cegeju1MVsGrX5xXxAvs/HgeFs" crossorigin="anonymous"\'', "info a.html:21-81 'no integrity value for jquery 3.7.1: a changed file would be taken unseen'", '  \'add integrity="sha384-\\u2026" and crossorigin="anonymous"; networks show the value of a file\'', '  safe: \'add integrity="sha384-1H217gwSVyLSIfaLxHbE7dRb3v4mYCKbpQvzx0cegeju1MVsGrX5xXxAvs/HgeFs" crossorigin="anonymous"\'', '    82-82 \' integrity="sha384-1H217gwSVyLSIfaLxHbE7dRb3v4mYCKbpQvzx0cegeju1MVsGrX5xXxAvs/HgeFs" crossorigin="anonymous"\'']),
    ("zoom-disabled", twin('<meta name="viewport" content="user-scalable=no, width=x">', "html"), ["warning _includes/i.html:39-64 'user-scalable=no keeps readers from enlarging the page'", "  'take it away'", "  unsafe: 'let readers zoom'", "    39-64 'width=x'", "warning a.html:39-64 'user-scalable=no keeps readers from enlarging the page'", "  'take it away'", "  unsafe: 'let readers zoom'", "    39-64 'width=x'"]),
    ("table-without-header", twin("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "html"), ["info a.html:8-15 'the table has no header cells'", "  'write <th> for the cells that are headers'"]),
    ("insecure-link", twin('<a href="http://github.com/a">a</a>', "html"), ["info _includes/i.html:17-36 'github.com serves https'", "  'write https://'", "  see a.html:45-65 'included here'", "  safe: 'write https://'", "    17-36 'https://github.com/a'", "info a.html:17-36 'github.com serves https'", "  'write https://'", "  safe: 'write https://'", "    17-36 'https://github.com/a'"]),
    ("image-alt", twin('<img src="/a.png"><img src="/b.png" alt="b.png">', "html"), ["warning _includes/i.html:8-26 'the image has no alternative text'", '  \'describe the image in alt="\\u2026"; alt="" marks a decorative one\'', 'warning _includes/i.html:26-56 "the image\'s alternative text is the name of a file"', "  'say what the image shows'", "warning a.html:8-26 'the image has no alternative text'", '  \'describe the image in alt="\\u2026"; alt="" marks a decorative one\'', 'warning a.html:26-56 "the image\'s alternative text is the name of a file"', "  'say what the image shows'"]),
    ("hostile-script", twin('<script src="https://polyfill.io/v3/polyfill.min.js"></script>', "html"), ['error _includes/i.html:21-59 "polyfill.io: the name was sold, and its new owner sent visitors\' phones to scam pages (since 2024-06); whoever holds the name decides what runs in your visitors\' browsers"', '  "remove the tag, as present browsers need no polyfills; if yours do, use Cloudflare\'s copy"', "  safe: 'use https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js'", "    21-59 'https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js'", 'error a.html:21-59 "polyfill.io: the name was sold, and its new owner sent visitors\' phones to scam pages (since 2024-06); whoever holds the name decides what runs in your visitors\' browsers"', '  "remove the tag, as present browsers need no polyfills; if yours do, use Cloudflare\'s copy"', "  safe: 'use https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js'", "    21-59 'https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js'"]),
    ("duplicate-id", twin('<p id="a">A</p><p id="a">A</p>', "html"), ['warning _includes/i.html:15-16 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'", 'warning _includes/i.html:30-31 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'", 'warning a.html:30-31 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'"]),
    ("duplicate-id", twin('<a id="a"></a><h2 id="b">A</h2><h2 id="a">A</h2>', "html"), ['warning _includes/i.html:15-16 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'", 'warning _includes/i.html:30-31 "the id \'b\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:30-31 'first here'", 'warning _includes/i.html:47-48 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'", 'warning a.html:47-48 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'"]),
    ("html-lang", {"a.html": PAGE + "<!doctype html>\n<html><head>{% if page.x %}<meta http-equiv=refresh content='0; url=/b'>{% else %}<meta http-equiv=refresh content='0; url=/c'>{% endif %}</head></html>"}, []),
    ("html-lang", {"a.html": PAGE + "<!doctype html>\n<html><head>{% if page.x %}<meta http-equiv=refresh content='0; url=/b'>{% endif %}{% if page.y %}<meta http-equiv=refresh content='0; url=/c'>{% endif %}</head></html>"}, ["warning a.html:24-30 'the page does not say in which language it is'", '  \'write <html lang="en">, or the language of the site\'']),
    ("html-lang", {"a.html": PAGE + "<!doctype html>\n<html><head>{% if page.x %}<meta http-equiv=refresh content='0; url=/b'>{% elsif page.y %}<meta http-equiv=refresh content='0; url=/c'>{% endif %}</head></html>"}, ["warning a.html:24-30 'the page does not say in which language it is'", '  \'write <html lang="en">, or the language of the site\'']),
    ("html-lang", {"a.html": PAGE + "<!doctype html>\n<html><head>{% case page.x %}{% when 1 %}<meta http-equiv=refresh content='0; url=/b'>{% else %}<meta http-equiv=refresh content='0; url=/c'>{% endcase %}</head></html>"}, []),
    ("html-lang", {"a.html": PAGE + "<!doctype html>\n<html><head>{% unless page.x %}<meta http-equiv=refresh content='0; url=/b'>{% else %}<meta http-equiv=refresh content='0; url=/c'>{% endunless %}</head></html>"}, []),
    ("html-lang", {"a.html": PAGE + "<meta http-equiv=refresh content='9; url=/b'><html lang=''></html><html lang='en_us'>"}, []),
    # a time that is of the day before, a number, no time at all
    ("misread-value", {CONFIG: "timezone: America/New_York\n", "_posts/2024-05-06-a.md": "---\ndate: 2024-05-06 01:00:00\n---\n"}, ["warning _posts/2024-05-06-a.md:10-29 'a time without a zone is UTC, and this is another day in America/New_York'", "  'add the zone: 2024-05-06 01:00:00 -0400; as it is, the date is 2024-05-05'", "  unsafe: 'write 2024-05-06 01:00:00 -0400'", "    10-29 '2024-05-06 01:00:00 -0400'"]),
    ("misread-value", {CONFIG: "timezone: America/New_York\n", "_posts/2024-05-06-a.md": "---\ndate: '2024-05-06 01:00:00'\n---\n"}, []),
    ("misread-value", {CONFIG: "timezone: America/New_York\n", "_posts/2024-05-06-a.md": "---\ndate: 2024-05-06 12:00:00\n---\n"}, []),
    ("misread-value", {"a.md": "---\ntitle: a\n  b #1\n---\n"}, ["warning a.md:11-19 'the title ends before #1, which YAML takes for a comment'", "  'put the whole text in quotes'"]),
    ("misread-value", {"a.md": "---\ntitle: 5 #1\n---\n"}, ["warning a.md:11-15 'the title ends before #1, which YAML takes for a comment'", "  'put the whole text in quotes'", '  unsafe: \'write "5 #1"\'', '    11-15 \'"5 #1"\'']),
    ("missing-description", {CONFIG: "description: All  about it\n", **described("", "{{ page.description | default: site.description }}")}, []),
    ("missing-description", {CONFIG: "description: All about it\n", **described("description: ''\n")}, ["info a.md:36-38 'the page has no description'", "  'write one or two sentences here'"]),
    ("missing-description", {CONFIG: "description: ''\n", **described("", "{{ page.description | default: site.description }}")}, []),
    ("missing-description", {CONFIG: "description: All\n", **described("description: All about\n")}, []),
    ("description-length", described(f"description: {'tide ' * 60}\n"), ["info a.md:36-335 'the description has 299 characters; about 200 are shown'", "  'say the same in one or two sentences; results end at about \\u201c\\u2026e tide tide tide tide tid\\u201d'"]),
    ("description-length", described("", "tide " * 60), ["info _layouts/x.html:43-377 'the description has 299 characters; about 200 are shown'", "  'say the same in one or two sentences; results end at about \\u201c\\u2026e tide tide tide tide tid\\u201d'"]),
    ("description-length", described(f"excerpt: {'tide ' * 60}\n", "{{ page.excerpt }}"), ["info a.md:32-331 'the description has 299 characters; about 200 are shown'", "  'say the same in one or two sentences; results end at about \\u201c\\u2026e tide tide tide tide tid\\u201d'"]),
    ("description-length", described(f"description: {'tide ' * 60}\n", f"{'sea ' * 60}"), ["info _layouts/x.html:43-317 'the description has 239 characters; about 200 are shown'", "  'say the same in one or two sentences; results end at about \\u201c\\u2026ea sea sea sea sea sea se\\u201d'"]),
    ("description-length", {"a.html": f"---\ndescription: b\n---\n{head(f'<meta name=description content={chr(34)}{chr(116) * 210}{chr(34)}>')}"}, ["info a.html:17-18 'the description has 210 characters; about 200 are shown'", "  'say the same in one or two sentences; results end at about \\u201c\\u2026ttttttttttttttttttttttttt\\u201d'"]),
    # a value that is not known whole, an element that is another
    ("zoom-disabled", html('<meta name="viewport" content="user-scalable=no{{ site.time }}">'), []),
    ("zoom-disabled", html('<meta name="viewport" {{ site.time }} content="user-scalable=no">'), []),
    ("zoom-disabled", html('<p name="viewport" content="user-scalable=no">A</p><meta name="viewport"><meta content="user-scalable=no">'), []),
    ("image-alt", html('<img src="/b.png" alt="b.png" {{ site.time }}>'), []),
    ("image-alt", html('<img src="/b.png" alt="b.png"><img src="/b.png" alt="b.png{{ site.time }}">'), ['warning a.html:8-38 "the image\'s alternative text is the name of a file"', "  'say what the image shows'"]),
    ("image-alt", {"a.md": PAGE + "![](/b.png) ![b.png](/b.png) ![B](/b.png)\n"}, ["warning a.md:8-19 'the image has no alternative text'", "  'describe what the image shows, in brackets: ![\\u2026](\\u2026)'", 'warning a.md:20-36 "the image\'s alternative text is the name of a file"', "  'say what the image shows'"]),
    ("duplicate-id", {"a.md": PAGE + "A[^1]\n\n## Fn:1\n{:#fn:1}\n\n[^1]: B\n"}, ['warning a.md:33-41 "the id \'fn:1\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.md:26-30 'first here'"]),
    ("duplicate-id", html('<a id="g"></a>   <h2 id="g">G</h2><a id="h">H</a><h2 id="h">G</h2>'), ['warning a.html:65-66 "the id \'h\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:49-50 'first here'"]),
    ("duplicate-id", {"a.html": PAGE + '<a id="g"></a>{% include i.html %}', "_includes/i.html": "A word\n\n" + " " * 20 + '<h2 id="g">G</h2>'}, ['warning _includes/i.html:36-37 "the id \'g\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:15-16 'first here'"]),
    ("table-without-header", html("<table>" + "<tr><td>a</td><td>b</td></tr>" * 2 + "</table><table>" + "<tr><td>a</td></tr>" * 2 + "</table><table>" + "<tr><td>a</td><td>b</td></tr></table>"), ["info a.html:8-15 'the table has no header cells'", "  'write <th> for the cells that are headers'"]),
    ("table-without-header", html("{% if page.x %}<table>" + "<tr><td>a</td><td>b</td></tr>" * 2 + "</table>{% endif %}"), []),
    ("table-without-header", html("<table {{ site.time }}>" + "<tr><td>a</td><td>b</td></tr>" * 2 + "</table>"), []),
    ("table-without-header", html("<table role=presentation>" + "<tr><td>a</td><td>b</td></tr>" * 2 + "</table>"), []),
    ("table-without-header", html("<table><tr><th>a</th><td>b</td></tr><tr><td>a</td><td>b</td></tr></table>"), []),
    ("repeated-definition", {"a.md": PAGE + "See [x].\n\n[x]: {{ page.nothing }}\n\n[x]: /z\n"}, []),
    ("repeated-definition", {"a.md": PAGE + "See [x].\n\n{% if page.x %}\n[x]: /y\n{% endif %}\n\n[x]: /z\n"}, []),
    # what goes beyond the limits of an engine is no fault of the formula; a command that nobody knows is another rule's
    ("math-syntax", {**KATEX, "a.md": PAGE + "So $$\\def\\a{\\a}\\a$$ it is.\n"}, ["warning a.md:20-22 'more than 1000 macros to replace: a macro that uses itself, or too many'"]),
    ("math-syntax", {**MATHJAX3, "a.md": PAGE + "So $$\\def\\a{\\a}\\a$$ it is.\n"}, ["warning a.md:23-25 'macros are expanded more often than MathJax allows; one may call itself'"]),
    ("math-syntax", {**KATEX, "a.md": PAGE + "So $$\\sqrt{x$$ and $$\\nobodys$$ it is.\n"}, ["error a.md:18-19 '{ is not closed by a }'", "  see a.md:19-20 'the formula ends here'"]),
    # what the configuration names may be included, and what that includes
    ("unused-include", {CONFIG: "top: on.html\n", "_includes/on.html": "{% include in.html %}", "_includes/in.html": "x", "_includes/off.html": "x", "a.md": PAGE}, ["info _includes/off.html:0-0 'nothing includes this file'", "  'remove it; what else is wrong in it is not told'"]),
    ("unused-include", {CONFIG: "top: off\n", "_includes/on.html": "{% include in.html %}", "_includes/in.html": "x", "a.md": PAGE}, ["info _includes/in.html:0-0 'nothing includes this file'", "  'remove it; what else is wrong in it is not told'", "info _includes/on.html:0-0 'nothing includes this file'", "  'remove it; what else is wrong in it is not told'"]),
    # an address that is made of nothing: in a layout in which pages stand
    ("empty-link", linked("x"), ["warning _layouts/x.html:0-29 'the link has no address'", "  'what Liquid writes here has no value'"]),
    ("empty-link", linked("null"), []),
    # the picture that a page names: itself, by a default, on another host, or where it is not published
    ("missing-share-image", pictured("image: /gone.png\n"), ["warning a.md:30-39 'there is no image at /gone.png'", "  'no page or file has this address; jekyll-seo-tag names it where the page is shared'"]),
    ("missing-share-image", pictured("image: {path: /gone.png}\n"), ["warning a.md:37-46 'there is no image at /gone.png'", "  'no page or file has this address; jekyll-seo-tag names it where the page is shared'"]),
    ("missing-share-image", pictured("", "defaults:\n- scope: {path: ''}\n  values: {image: /gone.png}\n"), ["error _config.yml:74-83 'there is no image at /gone.png'", "  'no page or file has this address; for example on a.md'", "  see _layouts/x.html:12-21 'this address is made here'"]),
    ("missing-share-image", pictured("image: //cdn.example/gone.png\n"), []),
    ("missing-share-image", pictured("image: /gone.png\npublished: false\n"), []),
    # what switches formulas on
    ("renderer-without-math", {**MATHJAX3, "a.md": page("mathjax: true\n", layout="default") + "Text\n"}, ["info a.md:20-33 'the page loads a math engine and has no formula'"]),
    ("renderer-without-math", {**MATHJAX3, "a.md": page("mathjax: false\n", layout="default") + "Text\n"}, []),
    ("renderer-without-math", {**MATHJAX3, "a.md": page("use: {mathjax: true}\n", layout="default") + "Text\n"}, []),
    ("renderer-without-math", {**MATHJAX3, "a.md": page("toc: true\n", layout="default") + "Text\n"}, []),
    # of two pages at one address the one that is published
    ("broken-anchor", {f"{name}.md": f"---\npermalink: /x/\n---\n[{name}](#gone)\n" for name in "ab"}, ["error b.md:27-32 'this page has no anchor #gone'", "  'anchors are made of headings, ids and names'"]),
    # a key that few write otherwise, where what is not here may read it, and where only few have the other
    ("misspelt-key", misspelt(6), ["warning a.md:13-21 'nobody reads subtitel, and subtitle is missing'", "  'write subtitle'", "  unsafe: 'write subtitle'", "    13-21 'subtitle'"]),
    ("misspelt-key", misspelt(4), []),
    ("misspelt-key", misspelt(6, **{CONFIG: "theme: minima\n"}), []),
    ("misspelt-key", misspelt(6, **{"_plugins/a.rb": "x = 1\n"}), []),
    # below which folder nothing is
    ("broken-link", {CONFIG: "baseurl: /b\n", "a.md": PAGE + "[x](/b/gone/a/) [y](/b/gone/c/) [z](/gone/d/)\n"}, ["error a.md:12-22 '/b/gone/a/ leads nowhere'", "  'no page or file has this address; did you mean /b/a.html?'", "error a.md:28-38 '/b/gone/c/ leads nowhere'", "  'no page or file has this address'"]),
    ("broken-link", {"a.md": PAGE + "[x](/gone/a/) [y](/gone/b/) [z](gone/c/)\n", "sub/b.md": PAGE + "[x](/gone/a/)\n"}, ["info a.md:12-20 'this leads below /gone/, where the site has nothing'", "  'if another repository serves it, set ignore: [/gone/] for the rule broken-link'", "info a.md:26-34 'this leads below /gone/, where the site has nothing'", "  'if another repository serves it, set ignore: [/gone/] for the rule broken-link'", "error a.md:40-47 'gone/c/ leads nowhere'", "  'no page or file has this address'", "info sub/b.md:12-20 'this leads below /gone/, where the site has nothing'", "  'if another repository serves it, set ignore: [/gone/] for the rule broken-link'"]),
    # an id that a layout gives, too, on a page or on one that only sends its readers on
    ("duplicate-id", {"_layouts/x.html": "<p id=a></p>{{ content }}", "a.md": page("") + "<p id=a></p>\n"}, ['warning _layouts/x.html:6-7 "the id \'a\' is given by the page, too"', "  'links to it reach the first one only; give one of them another id; for example on a.md'", "  see a.md:24-25 'here'"]),
    ("duplicate-id", {CONFIG: "plugins: [jekyll-redirect-from]\n", "_layouts/x.html": "<p id=a></p>{{ content }}", "a.md": page("redirect_to: /b/\n") + "<p id=a></p>\n"}, []),
    ("duplicate-id", {"a.html": PAGE + "<p id=a></p><p id=A></p><p id=a></p><a name=a></a>\n"}, ['warning a.html:38-39 "the id \'a\' is taken by something earlier on the page"', "  'links to it reach the first one only; give this one an id of its own'", "  see a.html:14-15 'first here'"]),
    # an address that a page names twice, one that another page has, and its own
    ("conflicting-redirect", {CONFIG: "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_from: [/b.html, /b.html]\n---\n", "b.md": PAGE}, ["error a.md:20-27 'this redirect takes the place of b.md'", "  'remove the address, or move the page'", "  see b.md:0-0 'the page at this address'"]),
    ("conflicting-redirect", {CONFIG: "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_from: [/old/, /old/]\n---\n", "b.md": "---\nredirect_from: /old/\n---\n"}, ["warning a.md:20-25 'b.md redirects from /old/ as well, and wins'", "  'name the address on one page only'", "  see b.md:19-24 'the one that wins'"]),
    ("conflicting-redirect", {CONFIG: "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_from: [/old/, /old/index.html]\n---\n"}, []),
    ("conflicting-redirect", {CONFIG: "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_from: /a.html\n---\n"}, ["error a.md:19-26 'this page redirects to itself'", "  'remove the address from redirect_from'"]),
    # a link to a source: on the text, on an image, with words that want it, to a page, to what is not there
    ("raw-markdown", {**OWN_BUILD, "notes.md": "N\n", "a.md": PAGE + "[n](notes.md) [raw](notes.md) [source](notes.md) ![n](notes.md) [g](gone.md) [b](b.md)\n", "b.md": PAGE}, ["warning a.md:12-20 'this leads to the source notes.md, which is shown as plain text'", "  'begin notes.md with front matter (two lines of ---), and link to its address as a page'"]),
    ("raw-markdown", {**OWN_BUILD, "notes.md": "N\n", "a.md": PAGE + "[n](notes.md#part) [m](/notes.md?x)\n"}, ["warning a.md:12-25 'this leads to the source notes.md, which is shown as plain text'", "  'begin notes.md with front matter (two lines of ---), and link to its address as a page'", "warning a.md:31-42 'this leads to the source notes.md, which is shown as plain text'", "  'begin notes.md with front matter (two lines of ---), and link to its address as a page'"]),
    # a page that has no layout says its title itself, or none
    ("missing-title", {"a.html": PAGE + "<html><head></head><body>A</body></html>\n"}, ["warning a.html:0-0 'the page has no title'", "  'no layout writes one: add <title>\\u2026</title> to the page itself, in front of its <body>'"]),
    ("missing-title", {"a.html": PAGE + "<html><head><title></title></head><body>A</body></html>\n"}, ["warning a.html:0-0 'the page has no title'", "  'add title: \\u2026 to the front matter; it names the page in tabs and search results'"]),
    ("missing-title", {"a.html": "---\ntitle: A\n---\n<html><head><title>{{ page.sub }} | {{ page.title }}</title></head><body>A</body></html>\n"}, ['warning a.html:29-36 "the page has half a title: \'| A\'"', "  'give the site a title in _config.yml, or leave out what divides the two'"]),
    ("missing-title", {CONFIG: "title: ''\n", "a.html": "---\ntitle: A\n---\n<html><head><title>{{ page.title }} | {{ site.title }}</title></head><body>A</body></html>\n"}, ['warning _config.yml:7-9 "the pages with this layout have half a title: \'A |\'"', "  'give the site a title in _config.yml, or leave out what divides the two'"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "whole"), CASES)
def test_what_a_rule_says_on_either_side(rule: str, files: Files, whole: list[str], tmp_path: Path) -> None:
    assert answers(rule, files, tmp_path / "site") == whole
