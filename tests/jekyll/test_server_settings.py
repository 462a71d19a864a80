"""Addresses that settings of a web server beside the site lead elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.generators.server_settings import read_settings, settings_files
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.testing import write_site

NGINX = """server {
  location /api/ { proxy_pass http://api:80; }
  location = /old { return 301 /new/; }
  location /assets/ { expires 1y; }
  location ~* ^/wiki/(.*)$ {
    # to another host
    return 302 https://example.org/$1;
  }
  location /hidden/ { return 404; }
  location / { try_files $uri $uri/ =404; }
}
"""


@pytest.mark.parametrize(
    ("path", "text", "led", "broken"),
    [
        ("nginx.conf", NGINX, ["/api/x", "/old", "/wiki/x"], ["/assets/x", "/hidden/x", "/older", "/x"]),
        ("nginx.conf", "location = / { return 302 /docs/; }\n", ["/"], ["/x", "/docs/"]),
        ("nginx.conf", "rewrite ^/$ /docs/ permanent;\n", ["/"], ["/x", "/docs/"]),
        ("nginx.conf", "location /a.b { return 301 /c/; }\n", ["/a.bc"], ["/a", "/axb"]),
        ("nginx.conf", "location ^~ /a.b { return 301 /c/; }\n", ["/a.bc"], ["/a", "/axb"]),
        ("nginx.conf", "location ~ ^/a.b { return 301 /c/; }\n", ["/a.bc", "/axb", "/a"], ["/b"]),
        ("nginx/site.conf", "rewrite ^/blog/(.*)$ /$1 permanent;\n", ["/blog/x"], ["/blogs"]),
        ("apache/a.conf", "ProxyPass /api !\nProxyPass /wiki/ http://w/\n", ["/wiki/x"], ["/api/x"]),
        ("apache/a.conf", "Alias /data /srv/data\n", ["/data/x"], ["/a/data"]),
        ("apache/a.conf", "AliasMatch ^/icons/(.*) /srv/icons/$1\n", ["/icons/x"], ["/a/icons"]),
        ("apache/a.conf", "# Redirect /x /y\nRedirect /a /b\n", ["/a/x"], ["/x"]),
        ("apache/a.conf", "ProxyPass / http://jekyll:4000/\n", [], ["/x"]),
        (
            "apache/rewrite.conf",
            "RewriteRule ^/(.*).md$ /$1.html [NC,L,R]\n",
            ["/page.md", "/posts/first.md"],
            ["/gone.md", "/gone.html"],
        ),
        (
            "nginx.conf",
            r"rewrite ^/(.*)\.php$ /$1 permanent;",
            ["/page.php", "/posts/first.php"],
            ["/gone.php"],
        ),
        ("notes/a.conf", "Redirect /a /b\n", [], ["/a"]),
        *(
            (f"{folder}/a.conf", "Redirect /a /b\n", ["/a"], [])
            for folder in (
                *("apache2", "ci", "conf", "conf.d", "config", "deploy", "docker", "httpd", "nginx/conf.d"),
                *("docker/nginx", "server"),
            )
        ),
        ("nginx.md", "Redirect /a /b\n", [], ["/a"]),
    ],
)
def test_what_settings_of_a_server_lead_elsewhere(
    make: MakeSite, path: str, text: str, led: list[str], broken: list[str]
) -> None:
    site = {"page.md": "---\n---\n", "posts/first.md": "---\n---\n", "Gemfile": "gem 'jekyll'\n"}
    resolver = Resolver(make({**site, path: text}))
    assert {url: resolver.resolve("/", url).status for url in (*led, *broken)} == {
        **dict.fromkeys(led, "dynamic"),
        **dict.fromkeys(broken, "broken-page"),
    }


def test_settings_of_several_servers_count(make: MakeSite) -> None:
    """Those of a folder that is gone, of none."""
    site = make({"nginx.conf": "location /a/ { return 301 /c/; }\n", "conf/b.conf": "Redirect /b /c\n"})
    assert [bool(site.may_exist(path)) for path in ("a/x", "b/x", "c/x")] == [True, True, False]
    assert [path for path, _ in settings_files(site.root)] == ["nginx.conf", "conf/b.conf"]
    assert list(settings_files(site.root / "gone")) == []


def test_addresses_of_a_server_may_begin_with_the_baseurl(make: MakeSite) -> None:
    files = {
        "_config.yml": "baseurl: /docs\n",
        "nginx.conf": "location /docs/api/ { proxy_pass http://a; }\n",
    }
    assert Resolver(make(files)).resolve("/", "/docs/api/x").status == "dynamic"


def test_where_github_pages_builds_no_other_server_is_asked(make: MakeSite) -> None:
    files = {"nginx.conf": "location /api/ { proxy_pass http://a; }\n", "Gemfile": "gem 'github-pages'\n"}
    assert Resolver(make(files)).resolve("/", "/api/x").status == "broken-page"


def test_many_rules_for_endings_are_not_all_held_against_all_outputs() -> None:
    rules = "".join(f"rewrite ^/(.*)\\.x{number}$ /$1.html;\n" for number in range(1000))
    assert len(read_settings(rules, [f"{number}.html" for number in range(100)]).outputs) == 1000


def test_so_many_files_are_read_in_order(tmp_path: Path) -> None:
    write_site(tmp_path, {f"nginx/{each:02}.conf": "" for each in reversed(range(31))})
    assert [path for path, _ in settings_files(tmp_path)] == [f"nginx/{each:02}.conf" for each in range(30)]


@pytest.mark.parametrize(("number", "known"), [(400, 400), (401, 400)])
def test_so_many_addresses_are_taken_up(number: int, known: int) -> None:
    text = "".join(f"location = /a{each}.b {{ return 301 /c/; }}\n" for each in range(number))
    assert len(read_settings(text, ()).names) == known


@pytest.mark.parametrize(("number", "is_led"), [(10, True), (11, False)])
def test_so_many_endings_are_heeded(number: int, is_led: bool) -> None:
    rules = [f"RewriteRule ^/(.*).e{each}$ /$1.html [R]\n" for each in range(1, number)]
    found = read_settings("".join([*rules, "RewriteRule ^/(.*).md$ /$1.html [R]\n"]), ["page.html"])
    assert ("page.md" in found.outputs) is is_led
