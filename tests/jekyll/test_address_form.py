"""What is no address, and what is one however odd it looks."""

from __future__ import annotations

import pytest

from sitecheck.jekyll.addresses.address_form import address_problem


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(
            (f"{typo}://a.example/x", "http://a.example/x")
            for typo in ("htp", "htpp", "htttp", "hhttp", "ttp", "hxxp")
        ),
        *(
            (f"{typo}://a.example", "https://a.example")
            for typo in ("htps", "htpps", "hhtps", "ttps", "hxxps", "HTTPSS")
        ),
        *((f"{typo}://a.example", "https://a.example") for typo in ("hptts", "htts", "htsps", "httpss")),
        ("https//a.example/", "https://a.example/"),
        ("http;//a.example/", "http://a.example/"),
        ("URL:https://a.example/", "https://a.example/"),
        ("href=http://a.example/", "http://a.example/"),
        ("http:https://a.example/", "https://a.example/"),
        ("https://https://a.example/", "https://a.example/"),
        ("https://http//a.example/", "http://a.example/"),
        ("https://a.examplehttps://b.example/x", "https://b.example/x"),
        ("http://a.example:80HTTP://b.example", "HTTP://b.example"),
        ("(https://a.example/)", "https://a.example/"),
        ("<https://a.example/>", "https://a.example/"),
        ("“https://a.example/”", "https://a.example/"),
        ("%20https://a.example/", "https://a.example/"),
        (":https://a.example/", "https://a.example/"),
        ('="https://a.example/"', "https://a.example/"),
        ("\u200bhttps://a.example/", "https://a.example/"),
        ("{ % link _posts/a.md % }", "{% link _posts/a.md %}"),
        ("% link a.md %}#b", "{% link a.md %}#b"),
        ("{link a.md}", "{% link a.md %}"),
        ("/x/{ post_url 2024-01-02-a %}", "/x/{% post_url 2024-01-02-a %}"),
        ("%7B%7B%20site.baseurl%20%7D%7D%7B%%20link%20a.md%20%%7D", "{{ site.baseurl }}{% link a.md %}"),
        ("mailto:", ""),
        ("mailto:%20", ""),
        ("mailto:jo", ""),
        ("mailto:jo%ZZ@a.example", ""),
        ("mailto:@a.example", ""),
        ("mailto:jo@", ""),
        ("mailto:jo@a.example,jim", ""),
        ("tel:", ""),
        ("tel:call us", ""),
        ("o://a.example/x", ""),
        ("s://b.a.example", ""),
    ],
)
def test_it_is_no_address(text: str, meant: str) -> None:
    problem = address_problem(text)
    assert problem is not None
    assert problem.meant == meant


@pytest.mark.parametrize(
    "text",
    [
        "mailto:jo@a.example, ,jim@a.example",
        "http://a.example/",
        "HTTPS://a.example/",
        "shttp://a.example/",
        "ftp://a.example/",
        "sftp://a.example/",
        "tp/a",
        "git+https://a.example/",
        "view-source:https://a.example/",
        "feed:https://a.example/",
        "https://web.archive.org/web/2020/https://a.example/",
        "https://a.example?at=https://b.example/",
        "https://a.example#https://b.example/",
        "https://a.example//b",
        "/(x)/https://a.example/",
        "(x)/y",
        "http",
        "https/x",
        "httpd://a.example/",
        "urls/https.html",
        "mailto:jo@a.example",
        "mailto:Jo%20%3Cjo@a.example%3E",
        "mailto:jo@a.example,jim@b.example?cc=x",
        "mailto:?body=x",
        "mailto:jo[at]a.example",
        "mailto:jo.NOSPAM.a.example",
        "tel:+1-800-SHIP",
        "javascript:void(0)",
        "{% link a.md %}",
        "100% link",
        "{link}",
        "a{b}/link c",
        "C:/a.example",
        "C://Users/a.md",
        "C:\\\\a.md",
    ],
)
def test_it_is_an_address(text: str) -> None:
    assert address_problem(text) is None
