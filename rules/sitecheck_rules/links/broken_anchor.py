from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, ResolvedLink, Safety, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import certain_links, gathered
from sitecheck_rules.links._meant import replacement
from sitecheck_rules.links._told import told

_BASED = "the <base> of the page makes it start from there: write the address of the page before the #"


class BrokenAnchor(SiteRule):
    """A link names an anchor that its page does not have.

    ## What it does

    Looks the part after `#` up among the ids of the page it leads to: ids that kramdown makes of headings,
    ids given by `{#id}` and `{: #id}`, ids and names in raw HTML, in includes and in layouts. A page some of
    whose content cannot be known is never reported, nor is one with a script of its own that asks for what
    stands after `#`. A page of jekyll-redirect-from has none: it sends readers on to the top of another.

    ## Why is this bad?

    The browser opens the page at its top, and the reader has to search.

    ## Fix safety

    When the page has an anchor that differs in upper and lower case only, the fix writes that one. It is
    offered as unsafe otherwise.

    ## References

    - <https://kramdown.gettalong.org/converter/html.html#auto-ids>
    """

    by_page = True
    severity = Severity.ERROR
    valid = (
        Valid(
            "---\n---\n[slide 12](/a.html#12), [4.1](/a.html#4.1)\n",
            files={
                "a.md": "---\nlayout: x\n---\n## B\n",
                "_layouts/x.html": "{{ content }}<script src='../js/turn.js'></script>",
                "js/turn.js": "addEventListener('hashchange', () => show(location.hash))",
            },
            why="a slide show counts its slides",
        ),
        Valid("---\n---\n# My notes\n\n[see](#my-notes)\n"),
        Valid(
            "---\n---\n[see](/a.html#main)\n",
            files={
                "a.md": "---\ntitle: A\n---\n",
                "_layouts/default.html": "<main id='main'>{{ content }}</main>",
            },
            why="GitHub Pages gives a page that names no layout the default one",
        ),
        Valid(
            "---\n---\n[a comment](/a.html#comment-2500931825)\n",
            files={
                "a.html": "---\nlayout: x\n---\nText\n",
                "_layouts/x.html": "{{ content }}<div id='disqus_thread'></div>",
            },
            why="Disqus gives its comments anchors",
        ),
        Valid(
            "---\n---\n[python](/a.html#python), [ruby](/b.html#ruby)\n",
            files={
                "a.md": "---\nlayout: categories\n---\n",
                "b.md": "---\nlayout: listing\n---\n",
                "_layouts/listing.html": "{{ content }}{% include posts-taxonomy.html of=site.tags %}",
                "_config.yml": "remote_theme: somebody/theme\n",
            },
            why="a theme whose files are not here may list the posts of each category under a heading",
        ),
        Valid(
            "---\n---\n[experience](/cv.html#experience)\n",
            files={"cv.md": "---\nlayout: default\n---\n", "_config.yml": "remote_theme: somebody/resume\n"},
            why="a page that says nothing itself is made by its layout, which the theme may make of data",
        ),
        Valid(
            "---\npermalink: /x/\n---\n# A\n\n[see](#a)\n",
            path="a.md",
            files={"b.md": "---\npermalink: /x/\n---\nB\n"},
            why="another page is published at its address",
        ),
        Valid(
            "---\n---\n[see](#page2)\n<script>$('main').fullpage({anchors: ['page1', 'page2']});</script>\n",
            why="fullPage.js goes there",
        ),
        Valid(
            "---\n---\n[3](#third)\n"
            "<script>$('a').each((i, a) => { if (a.href == window.location) show(a) })</script>\n",
            why="a script compares the address of the page with those of links",
        ),
        Valid(
            "---\n---\n[talk](/talk/#7)\n",
            files={"talk/index.html": '<p>A</p><script data-main="js/slides" src="require.js"></script>'},
            why="what RequireJS loads is named in scripts alone",
        ),
        Valid("---\n---\n[up](#top) [here](#) [text](#:~:text=here)\n"),
        Valid("---\n---\n[see](/a.html#b)\n\n", files={"a.md": "---\n---\nText\n{: #b}\n"}),
        Valid("---\n---\n{% unknown_tag %}\n\n[see](#made-by-the-tag)\n", files={"_plugins/x.rb": ""}),
        Valid(
            "---\n---\n[ships](/browse.html#ships)\n",
            files={
                "browse.md": "---\nlayout: x\n---\n",
                "_layouts/x.html": "{{ content }}{% include {{ layout.foot | default: 'filter.html' }} %}",
                "_includes/filter.html": "<script>show(location.hash.slice(1))</script>",
            },
            why="a script of that page filters by it",
        ),
        Valid(
            "---\n---\n[turns](/a.html#turns)\n",
            files={
                "a.html": "---\nlayout: x\n---\n<h2>Turns</h2>\n",
                "_layouts/x.html": "<script src='/js/own.js'></script>{{ content }}",
                "js/own.js": "$(() => anchors.add('h2,h3'))",
            },
            why="a script of that page gives its headings ids",
        ),
        Valid(
            "---\n---\n[all](/a.html#all-turns)\n",
            files={
                "a.html": "---\nlayout: x\ntitle: All turns\n---\n<p>Turns</p>\n",
                "_layouts/x.html": "<h1>{{ page.title }}</h1>{{ content }}<script>anchors.add()</script>",
            },
            why="a script of that page gives the heading of its layout an id",
        ),
        Valid(
            "---\n---\n[turns](/a.html#turns)\n",
            files={"a.html": "<h2>Turns</h2><script>anchors.add()</script>\n"},
            why="a script gives it an id on a page without front matter, too",
        ),
        Valid(
            "---\n---\n[turns](/a.html#turns-2)\n",
            files={
                "a.md": "---\nlayout: x\n---\n## Turns\n",
                "_layouts/x.html": "<aside class='usa-in-page-nav'></aside><main>{{ content }}</main>",
            },
            why="USWDS makes an anchor of its own for each heading",
        ),
        Valid(
            "---\nlayout: x\n---\n[talk](#talk) [mail](#mail)\n\n<div data-remodal-id='talk'>Hi</div>\n",
            files={"_layouts/x.html": "{{ content }}<div data-remodal-id='mail'></div>"},
            why="the script Remodal opens them",
        ),
        Valid(
            "---\n---\n<a href='#puzzle' data-toggle='modal' data-target='#day'>x</a> <i id='day'></i>\n",
            why="Bootstrap opens what data-target names",
        ),
        Valid(
            "---\n---\n[a](#b)\n<script>on('a', function () { if (this.hash == '#b') open() })</script>\n",
            why="a script does something else for that link",
        ),
        Valid(
            "---\n---\n[posts](/#posts)\n",
            path="a.md",
            files={
                "index.html": "---\nlayout: x\n---\n<p class='cover'>Hi</p>\n",
                "_layouts/x.html": "{{ content }}<script src='/js/cover.js?1'></script>",
                "js/cover.js": "if (window.location.hash && window.location.hash == '#posts') uncover()",
            },
            why="a script of that page shows something else for it",
        ),
        Valid(
            "---\n---\n[bread](/recipes.html#bread)\n",
            files={
                "recipes.html": "---\n---\n<p data-tag='bread'>A</p><script src='/js/browse.js'></script>\n",
                "js/browse.js": "if (location.hash.length > 1) show(decodeURI(location.hash.substring(1)))",
            },
            why="a script that this page loads filters by it",
        ),
        Valid(
            "---\n---\n[who](/who.html#ann)\n",
            files={
                "who.html": "---\nlayout: x\n---\n<p id='ann-info'>Ann</p>\n",
                "_layouts/x.html": "{{ content }}<script src='/js/who.js'></script>",
                "js/who.js": "var who = location.hash; $(who + '-info').show()",
            },
            why="a script of that page makes the id of it",
        ),
        Valid(
            "---\n---\n[see](#pic)\n\n<div id='pic'><a href='#page' class='lb-close'>x</a></div>\n",
            why="it closes what a style shows while it is the target",
        ),
        Valid("---\n---\n<a href='#x' onclick='show(); return false'>x</a>\n", why="nobody is led there"),
        Valid("---\n---\n<b>{% unknown_tag %}</b> [see](#made-by-the-tag)\n", files={"_plugins/x.rb": ""}),
        Valid(
            "---\nlayout: home\n---\n# Welcome\n\n[our work](#portfolio)\n",
            files={"_config.yml": "remote_theme: somebody/agency\n"},
            why="home of a theme of one page may make sections of data",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n# My notes\n\n[see](#My-Notes)\n",
            at="#My-Notes",
            message="no anchor #My-Notes",
            fixed="---\n---\n# My notes\n\n[see](#my-notes)\n",
        ),
        Invalid(
            "---\n---\n[see](/a.html#b), [ruby](/b.html#ruby), [home](/h.html#ruby)\n",
            at="/a.html#b",
            findings=3,
            files={
                "a.md": "---\nlayout: single\n---\n# A\n",
                "h.md": "---\nlayout: home\n---\nText alone.\n",
                "b.md": "---\nlayout: mine\n---\n",
                "_layouts/mine.html": "---\nlayout: wrapper\n---\n{% include head.html %}{{ content }}",
                "_config.yml": "remote_theme: mmistakes/minimal-mistakes\n",
            },
        ),
        Invalid("---\n---\n<a href='#y' data-toggle='collapse'>x</a>\n", at="#y"),
        Invalid(
            "---\n---\n[a](#y)\n<script>on('a', function () { if (this.hash !== '') roll() })</script>\n",
            at="#y",
        ),
        Invalid("---\n---\n<a href='#y' onclick='count()'>x</a>\n", at="#y"),
        Invalid(
            "---\n---\n[see](/a.html#main)\n",
            at="/a.html#main",
            files={
                "a.md": "---\ntitle: A\n---\n",
                "_layouts/default.html": "<main id='main'>{{ content }}</main>",
                "netlify.toml": "",
                "Gemfile": "gem 'jekyll'\n",
            },
        ),
        Invalid("---\n---\n[see](/a.html#c)\n", at="/a.html#c", files={"a.md": "---\n---\n## B\n"}),
        Invalid(
            "---\n---\n[turns](/a.html#turns)\n",
            at="/a.html#turns",
            files={"a.md": "---\n---\n## Round\n<script>anchors.add('h2')</script>\n"},
            why="the heading has its id from kramdown",
        ),
        Invalid(
            "---\n---\n[turns](/a.html#Turns) [turns](/a.html#turns)\n",
            at="/a.html#Turns",
            files={"a.html": "---\n---\n<h2>Turns</h2>\n<script>anchors.add('h2')</script>\n"},
            why="AnchorJS makes ids of small letters",
        ),
        Invalid(
            "---\n---\n[rounds](/a.html#rounds)\n",
            at="/a.html#rounds",
            files={"a.html": "---\n---\n<h2>Turns</h2>\n<script>anchors.add('main > h2')</script>\n"},
            why="AnchorJS makes ids of what headings show",
        ),
        Invalid(
            "---\n---\n[turns](/a.html#turns)\n",
            at="/a.html#turns",
            files={"a.html": "---\n---\n<h2>Turns</h2>\n<script>anchors.sort('h2')</script>\n"},
        ),
        Invalid(
            "---\n---\n[see](/a.html#12)\n",
            at="/a.html#12",
            files={"a.md": "---\n---\n<script src='/turn.js'></script>\n", "turn.js": "$(location.hash)"},
            why="the script does not act when the fragment changes",
        ),
        Invalid(
            "---\n---\n[see](/a.html#posts)\n",
            at="/a.html#posts",
            files={
                "a.md": "---\n---\n<script src='/roll.js'></script>\n",
                "roll.js": "if (location.hash) $(location.hash).show(); $('#posts').hide()",
            },
            why="the script asks for an element of that name",
        ),
        Invalid(
            "---\n---\n[bread](/recipes.html#bread)\n",
            at="/recipes.html#bread",
            files={
                "recipes.html": "---\nlayout: x\n---\n",
                "_layouts/x.html": "{{ content }}<script src='/js/browse.js'></script>",
                "js/browse.js": "show(location.hash.substring(1))",
            },
            why="what a layout loads is told of many pages, most of which it has nothing to do with",
        ),
        Invalid(
            "---\n---\n[see](/a.html#c)\n",
            at="/a.html#c",
            files={
                "a.md": "---\nlayout: x\n---\n## B\n",
                "_layouts/x.html": "{{ content }}{% include foot.html %}",
                "_includes/foot.html": "",
                "_includes/filter.html": "<script>show(location.hash.slice(1))</script>",
            },
            why="the script is none of that page",
        ),
        Invalid(
            "---\n---\n[see](/old.html#b)\n",
            at="/old.html#b",
            message="/old.html has no anchor #b",
            files={
                "_config.yml": "plugins: [jekyll-redirect-from]\n",
                "a.md": "---\nredirect_from: /old.html\n---\n## B\n",
            },
            why="a redirect drops the anchor",
        ),
        Invalid(
            "---\nlayout: x\n---\n[see](#b)\n\n## B\n",
            path="a.md",
            at="#b",
            message="/ has no anchor #b",
            help="<base>",
            files={"_layouts/x.html": "<base href='/'>{{ content }}", "index.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](/a.html#b)\n",
            at="/a.html#b",
            help="the layout _layouts/list.html does not show that page's text: write {{ content }} there",
            files={
                "a.md": "---\nlayout: list\n---\n## B\n",
                "_layouts/list.html": "{% for post in site.posts %}{{ post.title }}{% endfor %}",
            },
            why="the page has a heading of that name, but its layout does not show it",
        ),
        Invalid(
            "---\n---\n[see](https://example.org/a.html#c)\n",
            at="https://example.org/a.html#c",
            severity=Severity.WARNING,
            files={"_config.yml": "url: https://example.org\n", "a.md": "---\n---\n## B\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        overwritten = {path for each in site.site.collisions for path in each.sources if path != each.winner}
        for resolved in gathered(site, certain_links(site, "broken-anchor")):
            if resolved.page in overwritten and (resolved.link.href or "").startswith("#"):
                continue  # nobody sees that page: duplicate-permalink
            link, verdict = resolved.link, resolved.verdict
            href = link.href or ""
            path, _, anchor = href.partition("#")
            near = verdict.nearest
            based = "" if path else _led_by_base(resolved)
            same = near[1:].casefold() == anchor.casefold()
            yield told(
                self,
                resolved,
                f"{path or based or 'this page'} has no anchor #{anchor}",
                help=_BASED if based else _help(site, resolved),
                severity=Severity.WARNING if resolved.by_host else None,
                fix=replacement(
                    link, path + near if near else "", f"write {near}", Safety.SAFE if same else Safety.UNSAFE
                ),
            )


def _led_by_base(resolved: ResolvedLink) -> str:
    """The address of another page that an anchor alone leads to by ``<base>``; "" for the same page."""
    route = resolved.verdict.route
    return "" if route is None or route.source in (None, resolved.page) else route.url


def _help(site: SiteFacts, resolved: ResolvedLink) -> str:
    verdict = resolved.verdict
    if verdict.sent_to:
        return f"it only sends readers on to {verdict.sent_to}, and the anchor is lost: link there"
    page = site.files.get(verdict.route.source or "") if verdict.route is not None else None
    if page is not None and page.hidden_by:
        return f"the layout {page.hidden_by} does not show that page's text: write {{{{ content }}}} there"
    near = verdict.nearest
    return f"did you mean {near}?" if near else "anchors are made of headings, ids and names"
