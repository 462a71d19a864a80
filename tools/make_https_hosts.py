"""Writes the list of hosts that are known to serve https.

    pip install hstspreload
    python tools/make_https_hosts.py [--check]

The source is the HSTS preload list of the Chromium project, as the PyPI package ``hstspreload`` ships it:
hosts on it asked to be reached over https only. The list is long; what is kept are whole top-level domains
and, of the hosts that homepages, blogs and documentation link to, those that are on it.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
from pathlib import Path

from hstspreload import in_hsts_preload

TARGET = Path(__file__).parent.parent / "rules/sitecheck_rules/links/data/https_hosts.json"
TOP_LEVEL = """
app bank boo channel day dev esq fly foo gle gmail google hangout ing insurance meet meme mov new nexus page
phd play prof rsvp search youtube zip
"""
CANDIDATES = """
amazon.com amazon.co.uk amazon.de www.amazon.com www.amazon.co.uk archive.org askubuntu.com atlassian.com
aws.amazon.com bandcamp.com bbc.co.uk behance.net bitbucket.org bitcoin.org blogger.com bootstrapcdn.com
bsky.app caniuse.com cdnjs.cloudflare.com cloudflare.com codepen.io coursera.org cran.r-project.org
creativecommons.org crates.io datatracker.ietf.org debian.org deepmind.com developer.mozilla.org devdocs.io
discord.com discord.gg disqus.com docker.com docs.docker.com docs.github.com docs.google.com docs.python.org
docs.rs doi.org dribbble.com dropbox.com dx.doi.org duckduckgo.com ebay.com edx.org en.wikipedia.org
etsy.com eventbrite.com facebook.com www.facebook.com figma.com flickr.com www.flickr.com fontawesome.com
fsf.org getbootstrap.com gist.github.com git-scm.com github.blog github.com gitlab.com gitter.im gnu.org
www.gnu.org golang.org goodreads.com goo.gl google.com groups.google.com gravatar.com hackaday.com
hackerone.com haskell.org heroku.com httpbin.org huggingface.co imgur.com i.imgur.com instagram.com
www.instagram.com issuu.com jekyllrb.com jquery.com jsfiddle.net kaggle.com www.kaggle.com keybase.io
kickstarter.com kubernetes.io letsencrypt.org linkedin.com linux.org lwn.net mail.google.com maps.google.com
mastodon.social medium.com meetup.com www.meetup.com microsoft.com mozilla.org www.mozilla.org nature.com
netlify.com news.ycombinator.com nodejs.org npmjs.com www.npmjs.com numpy.org nytimes.com www.nytimes.com
openreview.net openssl.org openstreetmap.org www.openstreetmap.org orcid.org www.overleaf.com overleaf.com
patreon.com www.patreon.com paypal.com www.paypal.com php.net www.php.net pinterest.com www.pinterest.com
play.google.com plus.google.com producthunt.com pypi.org pypi.python.org python.org www.python.org quora.com
www.quora.com raw.githubusercontent.com readthedocs.io readthedocs.org reddit.com www.reddit.com
researchgate.net rubygems.org rust-lang.org www.rust-lang.org scholar.google.com sites.google.com slack.com
slideshare.net www.slideshare.net soundcloud.com spotify.com open.spotify.com stackexchange.com
stackoverflow.com stripe.com substack.com superuser.com support.google.com t.co telegram.org t.me
tinyurl.com torproject.org www.torproject.org travis-ci.org trello.com tumblr.com www.tumblr.com twitch.tv
www.twitch.tv twitter.com www.twitter.com mobile.twitter.com ubuntu.com unsplash.com vimeo.com www.vimeo.com
w3.org www.w3.org web.archive.org whatsapp.com wikidata.org wikimedia.org commons.wikimedia.org
wikipedia.org wiktionary.org wired.com www.wired.com wordpress.com wordpress.org x.com xkcd.com yelp.com
youtu.be youtube.com www.youtube.com zenodo.org zoom.us
"""


def hosts() -> dict[str, bool]:
    """The kept hosts: name → whether its subdomains are on the list, too."""
    kept = {name: in_hsts_preload(f"probe.{name}") for name in CANDIDATES.split() if in_hsts_preload(name)}
    kept.update({name: True for name in TOP_LEVEL.split() if in_hsts_preload(f"probe.{name}")})
    return dict(sorted(kept.items()))


def text() -> str:
    """The file's content."""
    version = importlib.metadata.version("hstspreload")
    origin = f"HSTS preload list of the Chromium project, by the PyPI package hstspreload {version}"
    return json.dumps({"origin": origin, "hosts": hosts()}, indent=1) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    if parser.parse_args().check:
        fresh = TARGET.read_text() == text()
        print("up to date" if fresh else "stale: run this script without --check")
        return 0 if fresh else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
