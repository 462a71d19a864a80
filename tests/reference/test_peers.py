"""The tests of html-proofer and htmltest that need no network and no options: what they find, we find.

``SITECHECK_PEER_SOURCES`` names a folder with a checkout of each. Their tests name a file and whether it is in
order; the file is copied as it is into a site. What they hold to be the root of a site differs from test to
test, so that one of the folders above a file has to give their answer. ``DIFFERENT`` names all else.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import write_site

VARIABLE = "SITECHECK_PEER_SOURCES"
_RULES = frozenset(
    {
        *("broken-link", "broken-anchor", "missing-image", "image-alt", "empty-link", "malformed-url"),
        *("duplicate-id", "missing-share-image", "insecure-link", "insecure-host", "local-link"),
        *("mixed-content", "malformed-identifier", "link-text"),
    }
)

NETWORK = "asks another server; check --external does"
SCHEMELESS = "//host/… is an address; that of the page's scheme is what it means"
PLACEHOLDER = "<a> without href is a placeholder (HTML, 4.5.1)"
NO_HEAD = "a tag of the head in a piece of HTML that is copied as it is"
DECORATIVE = 'alt="" says that an image is decoration (HTML, 4.8.4.4)'
IGNORED = "their attribute data-proofer-ignore; ours is a comment"
TOP = '"#" is the top of the page (HTML, 7.4.6.4)'
SRCSET = "srcset is not looked at there; the files are not there"
MAPS = "the form of <map> and usemap"
REFRESH = "the form of <meta http-equiv=refresh>; its address is a link"
DIFFERENT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("favicon/external_favicon_broken.html", "images/missing_image_external.html"),
            *("links/broken_hash_on_the_web.html", "links/broken_link_external.html"),
            *("links/check_just_once.html", "links/empty_href.html", "links/ip_href.html"),
            *("links/nodupe.html", "links/source.html", "opengraph/image-broken.html"),
            *("opengraph/url-broken.html", "scripts/script_broken_external.html"),
            *("links/brokenLinkExternal.html", "images/src_http.html", "links/non_https.html"),
        ),
        NETWORK,
    ),
    **dict.fromkeys(
        (
            *("favicon/protocol_relative_favicon.html", "images/image_missing_protocol_valid.html"),
            *("links/link_missing_protocol_valid.html", "scripts/script_missing_protocol.html"),
            *("opengraph/image-missing-protocol.html", "opengraph/url-missing-protocol.html"),
        ),
        SCHEMELESS,
    ),
    **dict.fromkeys(
        (
            *("links/blank_href_html4.html", "links/blank_href_html5.html"),
            "links/placeholder_with_empty_id.html",
        ),
        PLACEHOLDER,
    ),
    **dict.fromkeys(
        (
            *("favicon/favicon_absent.html", "opengraph/image-empty.html", "opengraph/image-missing.html"),
            *("opengraph/url-empty.html", "opengraph/url-missing.html"),
        ),
        NO_HEAD,
    ),
    **dict.fromkeys(("images/emptyImageAltText.html", "images/missingImageAltText.html"), DECORATIVE),
    **dict.fromkeys(
        (
            *("links/ignorable_links.html", "links/ignorableLinks.html", "links/ignorableLinksChildren.html"),
            *("scripts/scriptIgnorable.html", "scripts/scriptIgnorableChildren.html"),
        ),
        IGNORED,
    ),
    **dict.fromkeys(
        ("images/usemapEmpty.html", "images/usemapInButton.html", "images/usemapInLink.html"), MAPS
    ),
    **dict.fromkeys(
        (
            *("meta/issues/92.html", "meta/refresh-content-blank.html"),
            "meta/refresh-content-missing.html",
        ),
        REFRESH,
    ),
    "links/hash_href.html": TOP,
    "images/srcSetCheck.html": SRCSET,
    "images/relative_with_base.html": "<base> there is a folder that their root does not have",
    "links/ignores_cases.html": "browsers tell the letters of an id apart, and so does html-proofer",
    "links/link_directory_without_slash.html": "servers, GitHub Pages too, answer with a redirect",
    "links/links_in_pre.html": "<link> within <pre> is an element: HTML has no raw text there",
}


class Case(NamedTuple):
    """A file, and whether it is in order."""

    path: str
    clean: bool


def _of_html_proofer(checkout: Path) -> Iterator[Case]:
    for file in sorted(checkout.glob("spec/html-proofer/check/*_spec.rb")):
        for body in re.findall(r'^  it "[^"]*"(.*?)^  end', file.read_text(), re.DOTALL | re.MULTILINE):
            named = re.search(r"File\.join\(FIXTURES_DIR, (.*?)\)", body)
            call = re.search(r'run_proofer\(\w+, :(?:file|directory)(?:, checks: \["\w+"\])?\)', body)
            if named and call:
                clean = "eq([])" in body or "to(eq(0)" in body
                yield Case("/".join(re.findall(r'"([^"]*)"', named[1])), clean)


def _of_htmltest(checkout: Path) -> Iterator[Case]:
    for file in sorted(checkout.glob("htmltest/check-*_test.go")):
        for body in re.findall(r"^func Test\w+\(.*?\n(.*?)^}", file.read_text(), re.DOTALL | re.MULTILINE):
            named = re.search(r'tTest(?:File|Directory)\(\s*"fixtures/([^"]*)"', body)
            count = re.search(r"tExpectIssueCount\(t, hT, (\d+)\)", body)
            if named and count:
                yield Case(named[1], count[1] == "0")


PEERS = {
    "html-proofer": ("spec/html-proofer/fixtures", _of_html_proofer),
    "htmltest": ("htmltest/fixtures", _of_htmltest),
}


@pytest.mark.reference
@pytest.mark.parametrize("name", PEERS)
def test_what_they_find_is_found(name: str, tmp_path: Path) -> None:
    checkout = Path(os.environ[VARIABLE], name) if VARIABLE in os.environ else None
    if checkout is None or not checkout.is_dir():
        pytest.skip(f"{VARIABLE} names no folder with its checkout")
    folder, read = PEERS[name]
    answers: dict[str, set[bool]] = defaultdict(set)
    for case in read(checkout):
        answers[case.path].add(case.clean)

    @cache
    def faults(root: str) -> frozenset[str]:
        """The files below a root in which something is found."""
        site = tmp_path / (root.replace("/", "-") or "top")
        shutil.copytree(checkout / folder / root, site, symlinks=True)
        write_site(site, {"_config.yml": ""})
        report = check_site(RunOptions(str(site), read_settings(None, only=["all"]), jobs=1))
        return frozenset(each.place.path for each in report.findings if each.rule in _RULES)

    def agrees(path: str, *, clean: bool) -> bool:
        parts = path.split("/")
        folders = parts if (checkout / folder / path).is_dir() else parts[:-1]
        for root in ("", *accumulate(folders, "{}/{}".format)):
            below = path[len(root) + 1 :] if root else path
            found = any(not below or each == below or each.startswith(f"{below}/") for each in faults(root))
            if found is not clean:
                return True
        return False

    asked = {path: clean for path, (clean, *more) in answers.items() if not more}
    differ = {path for path, clean in asked.items() if not agrees(path, clean=clean)}
    assert len(asked) > 60
    assert differ <= DIFFERENT.keys(), sorted(differ - DIFFERENT.keys())
