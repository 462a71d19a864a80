from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Finding,
    Fix,
    Invalid,
    ResolvedLink,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._chosen import (
    ServedElsewhere,
    broken_pages,
    gathered_by_folder,
    is_image,
    is_of_hidden_collection,
    with_icons,
)
from sitecheck_rules.links._elsewhere import Elsewhere
from sitecheck_rules.links._meant import in_case, in_other_form, merged_slashes
from sitecheck_rules.links._told import advice, inner_address, told

HOST = lazy_pattern(
    r"(?:www(?:\.[\w-]+)+\.(?!html?\b|php\b)[a-z]{2,}"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|dev|info|eu|de|uk|fr|ai|app|at|be|ch|es|it|jp|kr|ly|nl|pl|se"
    r"|tech|tv|xyz))(?:/|$)",
    re.IGNORECASE,
)
"""What looks like the name of a host where an address on the site is wanted."""


MAIL = lazy_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _scheme(href: str) -> str:
    """What to say of an address that has lost its beginning, or has another's before it; "" for others."""
    if HOST.match(href):
        return f"a link to another site needs its scheme: https://{href}"
    if inside := inner_address(href):
        return inside
    return f"a mail address needs its scheme: mailto:{href}" if MAIL.fullmatch(href) else ""


def _is_root_beside(resolved: ResolvedLink) -> bool:
    """Whether an address is the root of the host on a site below a ``baseurl``: another site may be there."""
    return resolved.verdict.lacks_base and resolved.verdict.target == "/"


_JEKYLL_3 = "GEM\n  specs:\n    jekyll (3.9.5)\n"


class BrokenLink(SiteRule[ServedElsewhere]):
    """A link leads to a page or file that the site does not have.

    ## What it does

    Resolves every link against the site that Jekyll would build: permalinks, collections, `baseurl`,
    drafts, redirects and generated pages are known. HTML without front matter is read, too, unless a mark
    says that a program wrote it or its folder is somebody else's package. Full addresses of the site's own
    host (`url` in `_config.yml`) are looked up as well; as the host may serve more than these sources, they
    are warnings. So is a link to `/` on a site below a `baseurl`: it may be meant for what else the host
    serves. Links below a folder of which the site has nothing, where another repository may be
    published, are informations: on hosts such as `name.github.io` or that of a `CNAME`, where several
    links lead there, or where the site links to a repository of that name, which is often its own. An
    address beside the `baseurl` is judged when the site has a page of that name, and is else another's.
    An address that cannot be known from the sources, or that a plugin or the theme may make, is never
    reported; nor is one that `.gitignore` names, where a build step may put a file.

    ## Why is this bad?

    The visitor gets a 404.

    ## Fix safety

    The fix is offered where the address is that of a page in another form. It is safe where they differ in
    upper and lower case only, and not safe where a slash at the end or an ending such as `.html` is too many
    or missing: perhaps the page has lost the address that it should have.

    ## References

    - <https://jekyllrb.com/docs/permalinks/>
    - addresses are served as GitHub Pages serves them: `/a` finds `a.html`, `/a/` only `a/index.html`, but
      `a.html`, too, where Netlify, Cloudflare Pages or Render publish the site
    """

    by_page = True
    severity = Severity.ERROR
    Options = ServedElsewhere
    valid = (
        Valid(
            "---\nlayout: list\n---\n[see](/nots/)\n",
            files={"_layouts/list.html": "{% for post in site.posts %}{{ post.title }}{% endfor %}"},
            why="the layout does not show it",
        ),
        Valid("---\n---\n[see](/notes/)\n", files={"notes.md": "---\npermalink: /notes/\n---\n"}),
        Valid(
            "---\n---\n[home](/) [notes](/notes/a/)\n",
            files={
                "_config.yml": "collections: {notes: {output: true}}\nname: *name\n",
                "_notes/a.md": "---\n---\n",
            },
            why="nobody knows what a configuration sets that cannot be read",
        ),
        Valid(
            "---\n---\n[news](/feed.xml) [ships](/tags/ships/)\n",
            files={
                "_config.yml": "theme: jekyll-theme-chirpy\n"
                "jekyll-archives: {enabled: [tags], permalinks: {tag: '/tags/:name/'}}\n",
                "Gemfile": "gem 'jekyll-theme-chirpy'\n",
                "_posts/2024-01-31-a.md": "---\ntags: ships\n---\n",
            },
            why="the theme's gem brings plugins",
        ),
        Valid(
            "---\n---\n[who](/committee)\n",
            files={"Gemfile": "gem 'github-pages'\n", "committee.md": "# Committee\n"},
            why="GitHub Pages makes a page of it",
        ),
        Valid(
            "---\n---\n[see]({{ site.baseurl }}{% link a.md %})\n",
            files={"a.md": "---\n---\n", "_config.yml": "baseurl: /base\n", "Gemfile.lock": _JEKYLL_3},
            why="the tag writes no baseurl before Jekyll 4.0",
        ),
        Valid(
            '---\n---\n{% raw %}<a v-for="x in all" href="{{ x.url }}">{{ x.name }}</a>{% endraw %}\n',
            why="a script of the page fills it in",
        ),
        Valid(
            '---\n---\n<base href="/notes/">\n[see](a.html) <a href="../b.html">b</a>\n',
            files={"notes/a.md": "---\n---\n", "b.md": "---\n---\n"},
            why="relative links start from <base>",
        ),
        Valid(
            "---\nlayout: x\n---\n[see](a.html)\n",
            files={"notes/a.md": "---\n---\n", "_layouts/x.html": '<base href="/notes/">{{ content }}'},
        ),
        Valid(
            "---\nredirect_to: https://example.org/\n---\n[see](/gone/)\n",
            files={"_config.yml": "plugins: [jekyll-redirect-from]\n"},
            why="the plugin puts a page of its own in place of this one",
        ),
        Valid("---\n---\n[see](notes.html)\n", files={"notes.md": "---\n---\n"}),
        Valid(
            "---\n---\n[see]({{ site.data.nobody | first }}/x)\n",
            files={"_plugins/x.rb": "def generate(site)\n  site.data[key] = rows\nend\n"},
        ),
        Valid("---\n---\n[see](/docs/cv.pdf)\n", files={"docs/cv.pdf": ""}),
        Valid("---\n---\n[see](/shop)\n", files={"shop/index.php": ""}, why="a server that runs PHP answers"),
        Valid(
            "---\n---\n{% if jekyll.environment == 'development' %}[notes](/gone/){% endif %}\n",
            why="what is published is built with JEKYLL_ENV=production",
        ),
        Valid(
            "{% if user %}<a href='/login'>in</a>{% endif %}\n",
            path="course/templates/nav.html",
            why="a template of Flask or Django that the site offers; its links are those of another server",
        ),
        Valid(
            "---\n---\n[see](/base/notes/)\n",
            files={"_config.yml": "baseurl: /base\n", "notes/index.md": "---\n---\n"},
        ),
        Valid(
            '---\n---\n<link rel="stylesheet" href="/dist/a.css"><script src="/dist/a.js"></script>\n',
            files={"package.json": '{"scripts": {"build": "rollup -c"}}'},
            why="a build step may make them",
        ),
        Valid(
            "---\n---\n[see](/Manual/a.html) [gone](/philosophy.html) [pages](/wiki/a) [x](/old/b)\n",
            files={
                ".htaccess": "Redirect permanent /philosophy.html /exact.html\n"
                "RedirectMatch seeother ^/wiki/(.*) https://example.org/$1\nRewriteRule ^(.*)$ https://x/$1\n"
                "Redirect /old /new\n",
                "Manual/.htaccess": "RewriteEngine on\nRewriteRule ^(.*)$ https://example.org/$1\n",
                "Manual/b.html": "",
            },
            why="the server leads them elsewhere",
        ),
        Valid(
            "---\n---\n[see](/notes.html) [again]({{ site.baseurl }}/notes.html)\n",
            files={"notes.md": "---\n---\n", "_config.yml": "baseurl: https://example.org\n"},
            why="where the address of the site was written in the wrong key",
        ),
        Valid(
            '---\n---\n<link rel="stylesheet" href="/css/a.css">\n',
            path="_app/a.html",
            files={"Gruntfile.js": "", "_config.yml": "source: _app\n"},
            why="a build step above the source may make it",
        ),
        Valid(
            "---\n---\n[see](notes.md)\n",
            files={
                "notes.md": "---\n---\n",
                "Gemfile": 'gem "github-pages"\n',
                "_config.yml": "safe: true\nplugins: [jekyll-relative-links]\n",
            },
            why="GitHub Pages runs its plugins whatever the configuration allows",
        ),
        Valid(
            "---\n---\n[see](../other/) [more](/assets/a.pdf)\n",
            path="index.md",
            files={"_config.yml": "baseurl: /base\n", "assets/b.pdf": ""},
            why="what stands beside this site on the host is another's",
        ),
        Valid(
            "---\nlayout: page\n---\n[paper]($FILES/a.pdf)\n",
            files={
                "_layouts/page.html": "{{ content | replace: '$FILES', site.files }}",
                "_config.yml": "files: /files\n",
                "files/a.pdf": "",
            },
            why="the layout puts an address in the place of what the author wrote",
        ),
        Valid(
            "---\n---\n[see](/assets/a.pdf)\n",
            files={".gitignore": "assets/\n"},
            why="another program may make it",
        ),
        Valid(
            "---\n---\n[see](/api/a.html) [more](/list.json)\n",
            files={"_config.yml": "keep_files: [api, /list.json]\n"},
            why="another program writes what Jekyll is not to clear away",
        ),
        Valid('<form action="/send" method="post"></form>\n', why="a program answers to it, and no file"),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](/nots/)\n",
            at="/nots/",
            message="/nots/",
            files={"notes.md": "---\npermalink: /notes/\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](/Notes/#a)\n",
            at="/Notes/#a",
            help="differs in upper and lower case",
            files={"notes.md": "---\npermalink: /notes/\n---\n# A\n"},
            fixed="---\n---\n[see](/notes/#a)\n",
        ),
        Invalid(
            "---\nlayout: page\n---\n[paper](/files/a.md)\n",
            at="/files/a.md",
            files={"_layouts/page.html": "{{ content }}{{ page.path | replace: '.md', '.html' }}"},
            why="a layout that replaces what many addresses are written with says nothing of them",
        ),
        Invalid(
            "---\n---\n<script src='js/a.js'></script>\n",
            path="notes/b.html",
            at="js/a.js",
            files={"package.json": "{}", "js/a.js": "1"},
            why="the script is there; the address starts from another folder",
        ),
        Invalid(
            "---\n---\n{% if jekyll.environment == 'production' %}[notes](/gone/){% endif %}\n", at="/gone/"
        ),
        Invalid(
            "---\n---\n[see]({% link a.md %})\n",
            at="{% link a.md %}",
            help="lacks the baseurl /base",
            files={"a.md": "---\n---\n", "_config.yml": "baseurl: /base\n", "Gemfile.lock": _JEKYLL_3},
        ),
        Invalid(
            '---\n---\n{% raw %}<a href="{{ site.baseurl }}/">home</a>{% endraw %}\n',
            at="{{ site.baseurl }}/",
            why="no script knows what is Liquid's",
        ),
        Invalid(
            '---\n---\n<base href="/notes/">\n[see](a.html)\n',
            at="a.html",
            files={"_config.yml": "url: https://me.example\n", "a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](/other/a/)\n",
            at="/other/a/",
            message="below /other/, where the site has nothing",
            severity=Severity.INFO,
            help="another repository",
            files={"_config.yml": "url: https://me.github.io\n"},
        ),
        Invalid(
            "---\n---\n[see](/other/b/)\n",
            at="/other/b/",
            severity=Severity.ERROR,
            message="/other/b/",
            files={
                "_config.yml": "url: https://me.github.io\n",
                "a.md": "---\npublished: false\npermalink: /other/a/\n---\n",
            },
            why="a page that is not published yet is to be below it",
        ),
        Invalid(
            "---\n---\n[see](/api/a.html)\n",
            at="/api/a.html",
            severity=Severity.ERROR,
            files={"_config.yml": "keep_files: [api, /api2]\n", "api/b.html": ""},
            why="what lies there is the site's own",
        ),
        Invalid(
            "---\n---\n[see](/other/)\n",
            at="/other/",
            severity=Severity.INFO,
            help="another repository",
            files={"_config.yml": "repository: me/me.github.io\n"},
            why="the repository is that of the account's own host",
        ),
        Invalid(
            "---\n---\n[see](/other/)\n",
            at="/other/",
            severity=Severity.WARNING,
            message="/other/ leads nowhere",
            help="the page is /other.html, without a slash at the end",
            files={"_config.yml": "url: https://me.github.io\n", "other.md": "---\n---\n"},
            why="a page has that name, and perhaps a repository of the account, too",
        ),
        Invalid(
            "---\n---\n[see](/other/)\n",
            at="/other/",
            severity=Severity.ERROR,
            help="the page is /other.html, without a slash at the end",
            files={"_config.yml": "url: https://me.github.io\n", "other.md": "---\n---\n", "other/a.txt": ""},
            fixed="---\n---\n[see](/other.html)\n",
            why="the site has a folder of that name",
        ),
        Invalid(
            "---\n---\n[see](/notes/one/)\n",
            at="/notes/one/",
            severity=Severity.ERROR,
            help="the page is /notes/one.html, without a slash at the end",
            files={"_config.yml": "url: https://me.github.io\n", "notes/one.md": "---\n---\n"},
            fixed="---\n---\n[see](/notes/one.html)\n",
            why="a project has one name",
        ),
        Invalid(
            "---\n---\n[see](/other/)\n",
            at="/other/",
            severity=Severity.ERROR,
            files={"_config.yml": "repository: me/me.github.io\nurl: https://me.netlify.app\n"},
            why="the site is on another host",
        ),
        Invalid(
            "---\n---\n[see](/other)\n",
            at="/other",
            severity=Severity.INFO,
            help="another repository",
            files={"_config.yml": "url: https://us.gitlab.io\n"},
            why="the projects of a group at GitLab share its host, too",
        ),
        Invalid(
            "---\n---\n[see](/other)\n",
            at="/other",
            severity=Severity.INFO,
            files={"list.html": "".join(f'<a href="/other/{name}/">{name}</a>\n' for name in "xyz")},
            findings=4,
            why="several links lead below it",
        ),
        Invalid(
            '<a href="/tool/">home</a> <a href="https://github.com/me/tool">sources</a>\n',
            path="index.html",
            at="/tool/",
            message="below /tool/, where the site has nothing",
            severity=Severity.INFO,
            help="ignore: [/tool/]",
            why="GitHub Pages serves a repository below its name",
        ),
        Invalid(
            '<a href="/tool/">home</a> <a href="https://github.com/me/tools">sources</a>\n',
            path="index.html",
            at="/tool/",
            severity=Severity.ERROR,
            why="the repository has another name",
        ),
        Invalid(
            '<a href="spring2025">the course</a>\n',
            path="index.html",
            at="spring2025",
            severity=Severity.INFO,
            help="ignore: [spring2025]",
            files={"CNAME": "course.example.org\n"},
            why="a repository of the same account may be published there",
        ),
        Invalid(
            '<a href="/DevOps">the project</a>\n',
            path="index.html",
            at="/DevOps",
            message="below /DevOps/",
            severity=Severity.INFO,
            help="ignore: [/DevOps]",
            files={"CNAME": "me.example.org\n", "devops/a.md": "---\n---\n"},
            why="a project that has the name of a folder but for its case",
        ),
        Invalid(
            '<html><head><meta http-equiv="refresh" content="0; url=/Owl-Songs/"></head></html>\n',
            path="owl-songs/index.html",
            at="/Owl-Songs/",
            message="below /Owl-Songs/",
            severity=Severity.INFO,
            help="ignore: [/Owl-Songs/]",
            why="a page sends nobody to itself: the project that has its name is meant",
        ),
        Invalid(
            '<a href="/Notes">notes</a>\n',
            path="index.html",
            at="/Notes",
            severity=Severity.ERROR,
            help="/notes",
            files={"CNAME": "me.example.org\n", "notes/index.md": "---\n---\n"},
            fixed='<a href="/notes/">notes</a>\n',
            why="a slip: the site has it in another case",
        ),
        Invalid(
            "---\n---\n[see](Sea-Notes)\n",
            at="Sea-Notes",
            severity=Severity.ERROR,
            help="/sea-notes",
            fixed="---\n---\n[see](/sea-notes.html)\n",
            files={"CNAME": "me.example.org\n", "sea-notes.md": "---\n---\n"},
            why="a slip here, too: it is the address of a page without its ending",
        ),
        Invalid(
            "---\n---\n[see](www.example.org/)\n",
            at="www.example.org/",
            severity=Severity.ERROR,
            files={"_config.yml": "url: https://me.github.io\n"},
            why="no project is called like a host",
        ),
        Invalid(
            "---\n---\n[see](/other)\n",
            path="a.md",
            at="/other",
            severity=Severity.ERROR,
            files={"_config.yml": "repository: me/project\n", "CNAME": "project.example.org\n"},
            why="the host is that of one project",
        ),
        Invalid(
            "---\n---\n[see](other) [gone](notes/gone/)\n",
            path="notes/a.md",
            at="other",
            severity=Severity.ERROR,
            findings=2,
            files={"_config.yml": "url: https://me.github.io\n"},
            why="below a folder of the site itself",
        ),
        Invalid("---\nredirect_to: https://example.org/\n---\n[see](/gone/)\n", at="/gone/"),
        Invalid(
            '<html><a href="gone.html">see</a></html>\n',
            path="old/index.html",
            at="gone.html",
            why="HTML that is copied as it is counts, too",
        ),
        Invalid(
            '---\n---\n<link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/dist/a.css">\n',
            at="/favicon.ico",
            files={"package.json": '{"dependencies": {"bootstrap": "5"}}'},
            why="build steps make scripts and style sheets, hardly pictures",
        ),
        Invalid(
            '---\n---\n<script src="/dist/a.js"></script>\n',
            at="/dist/a.js",
            files={
                "package.json": '{"scripts": {"start": "jekyll serve"}, "devDependencies": {"eslint": "9"}}',
                "Rakefile": 'require "jekyll"\ntask :serve do\n  Jekyll::Commands::Serve.process({})\nend\n',
            },
            why="nothing in them makes a script",
        ),
        Invalid(
            "---\n---\n[see](/base/notes.html/#a)\n",
            at="/base/notes.html/#a",
            fixed="---\n---\n[see](/base/notes.html#a)\n",
            help="the page is /base/notes.html, without a slash at the end",
            files={"_config.yml": "baseurl: /base\n", "notes.md": "---\n---\n# A\n"},
        ),
        Invalid(
            "---\n---\n[see](/Manual/a.html)\n",
            at="/Manual/a.html",
            files={
                ".htaccess": "RewriteRule ^(.*)$ https://x/$1\n# Redirect /Manual /new\n",
                "Manual/b.html": "",
            },
            why="a rule for all addresses leads to https or another name of the host",
        ),
        Invalid(
            "---\n---\n[see](www.example.org)\n",
            at="www.example.org",
            help="needs its scheme",
            why="a host without https://",
        ),
        Invalid(
            "---\nlink: https://example.org/a\n---\n[see]({{ site.baseurl }}/{{ page.link }})\n",
            at="https://example.org/a",
            help="takes nothing before it: https://example.org/a",
            related=("/{{ page.link }}",),
        ),
        Invalid(
            "---\n---\n[see]({{ site.school }}/clubs/)\n",
            at="/clubs/",
            message="/clubs/ leads nowhere",
            help="site.school, which stands before it, is not set",
        ),
        Invalid("---\n---\n[see](bit.ly/2abcdef)\n", at="bit.ly/2abcdef", help="needs its scheme"),
        Invalid("---\n---\n[see](www.igb.cnr.it/a)\n", at="www.igb.cnr.it/a", help="needs its scheme"),
        Invalid("---\n---\n[see](www.all.html)\n", at="www.all.html", help="no page or file"),
        Invalid(
            '---\n---\n{% include setup %}\n<a href="{{ ASSETS }}/gone.pdf">see</a>\n',
            at="/gone.pdf",
            message="/assets/gone.pdf leads nowhere",
            files={"_includes/setup": "{% capture ASSETS %}{{ nothing }}/assets{% endcapture %}\n"},
            why="what an include captures is only the beginning of the address",
        ),
        Invalid(
            "---\n---\n[see](/notes.html)\n",
            at="/notes.html",
            help="the page is /notes/",
            fixed="---\n---\n[see](/notes/)\n",
            files={"notes/index.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[write](me@example.org)\n",
            at="me@example.org",
            why="an address of mail without mailto:",
        ),
        Invalid(
            "---\n---\n[see]({{ site.baseurl }}/Notes/)\n",
            at="{{ site.baseurl }}/Notes/",
            files={"notes.md": "---\npermalink: /notes/\n---\n", "_config.yml": "baseurl: /base\n"},
            fixed="---\n---\n[see]({{ site.baseurl }}/notes/)\n",
        ),
        Invalid(
            "---\n---\n[see](/notes/)\n",
            at="/notes/",
            message="/notes/",
            why="a page that is not published",
            files={"notes.md": "---\npublished: false\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](/notes/)\n",
            at="/notes/",
            message="/notes/ leads nowhere",
            why="a site below a `baseurl`",
            files={"_config.yml": "baseurl: /base\n", "notes/index.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[home](/)\n",
            path="a.md",
            at="/",
            severity=Severity.WARNING,
            help="lacks the baseurl /base",
            files={"_config.yml": "baseurl: /base\n", "index.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](https://example.org/notes/1/)\n",
            at="https://example.org/notes/1/",
            severity=Severity.WARNING,
            why="by the full address, where the host may serve what is not among the sources",
            files={"_config.yml": "url: https://example.org\n", "notes/index.md": "---\n---\n"},
        ),
        Invalid(
            '<a href="/nots/">Notes</a> <a href="nots/">depends on the page</a>\n',
            path="_layouts/page.html",
            at="/nots/",
            why="a layout's link that means the same on every page",
        ),
        Invalid(
            '<link rel="stylesheet" href="a.css">\n'
            '{% for each in site.data.nav %}<a href="{{ each | remove: "/" }}">{{ each }}</a>{% endfor %}\n',
            path="_layouts/page.html",
            at="a.css",
            message="(and 1 more address, such as b.html)",
            help="from the folder of the page; from other pages it leads to /a.css; for example on c/d.md",
            files={
                "a.css": "",
                "_data/nav.yml": "- /b.html\n",
                "b.md": "---\nlayout: page\n---\n",
                "c/d.md": "---\nlayout: page\n---\n",
            },
            why="one page in a folder is no fault of each address that a layout writes for those at the top",
        ),
        Invalid(
            "".join(f'<link rel="apple-touch-icon" href="/icons/{size}.png">\n' for size in range(6)),
            path="_layouts/page.html",
            at="/icons/0.png",
            message="/icons/0.png leads nowhere (and 5 more addresses, such as /icons/1.png)",
            files={"a.md": "---\nlayout: page\n---\n", "icons/about.txt": ""},
            why="a set of icons that is not there",
        ),
        Invalid(
            "{% assign top = '.' %}{% if page.name == 'd.md' %}{% assign top = '..' %}{% endif %}\n"
            + "".join(f'<link rel="icon" href="{{{{ top }}}}/icons/{size}.png">\n' for size in range(6)),
            path="_layouts/page.html",
            at="{{ top }}/icons/0.png",
            message="./icons/0.png leads nowhere (and 11 more addresses, such as ../icons/0.png)",
            files={
                "a.md": "---\nlayout: page\n---\n",
                "c/d.md": "---\nlayout: page\n---\n",
                "icons/about.txt": "",
            },
            why="the same set from pages in two folders",
        ),
        Invalid(
            '---\n---\n<link rel="stylesheet" href="/dist/a.css">\n<script src="/dist/a.js"></script>\n',
            at="/dist/a.css",
            findings=2,
            why="nothing but Jekyll makes this site",
        ),
        Invalid(
            "<link rel='stylesheet' href='{{ site.baseurl }}a.css'>{{ content }}\n",
            path="_layouts/x.html",
            at="a.css",
            message="a.css leads nowhere",
            help="leads to /a.css; GitHub Pages takes baseurl: / for none",
            files={
                "_config.yml": "baseurl: /\n",
                "Gemfile": 'gem "github-pages"\n',
                "a.css": "p {}\n",
                "b.md": "---\nlayout: x\n---\n",
                "c/d.md": "---\nlayout: x\n---\n",
            },
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        every = list(broken_pages(site))
        elsewhere = Elsewhere(site, self.id, every)
        broken = (each for each in every if not is_image(each.link))
        untold = (each for each in broken if not self._is_told(site, each))
        for resolved in with_icons(gathered_by_folder(site, untold)):
            href = resolved.link.href or ""
            scheme = _scheme(href)
            away = elsewhere.away(resolved) if not scheme else None
            is_doubtful = resolved.by_host or _is_root_beside(resolved) or elsewhere.may_be_page(resolved)
            severity = Severity.INFO if away else Severity.WARNING if is_doubtful else None
            yield told(
                self,
                resolved,
                away.message if away else f"{href} leads nowhere",
                help=scheme or (away.hint if away else advice(site, resolved)),
                fix=None if scheme else self._fix(site, resolved, is_sure=not (away or is_doubtful)),
                severity=severity,
            )

    def _fix(self, site: SiteFacts, resolved: ResolvedLink, *, is_sure: bool) -> Fix | None:
        fix = in_case(site, resolved)
        return in_other_form(site, resolved) if fix is None and is_sure else fix

    def _is_told(self, site: SiteFacts, resolved: ResolvedLink) -> bool:
        """Whether the owner or another rule has said what there is to say."""
        ignored = self.options.covers(resolved)
        return bool(ignored or merged_slashes(site, resolved) or is_of_hidden_collection(site, resolved))
