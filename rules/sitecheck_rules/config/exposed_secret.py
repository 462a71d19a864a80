from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid, lazy_pattern, secrets_in

_TOKEN = "".join(("gh", "p_", "Q7vR2mXk9TzLw4Yb", "N8sHc3JfP6dGa5UeWoVi"))
"""A text of the form of a token of GitHub, which nobody was given."""
_KEY_ID = "".join(("AK", "IA", "J3KZ3JQU57NUM57A"))
_MOST = 20
_SIGNED = lazy_pattern(r"AWSAccessKeyId|X-Amz-Credential", re.IGNORECASE)
"""By these names the id of a key of AWS stands beside a signature, in a form or an address: the id tells
whose the signature is, and the key itself is not there."""
_NEAR = 60


class ExposedSecret(FileRule):
    """A secret is written where everybody can read it.

    ## What it does

    Reports tokens and keys of services in the configuration, in front matter, layouts, includes and pages of
    HTML by the forms that their issuers publish: tokens of GitHub, GitLab, npm, PyPI and RubyGems, keys of
    AWS, Stripe and SendGrid, private keys and others. Keys that are public by design, such as those of maps,
    analytics and search, are left alone, and so are the id of a key of AWS beside a signature, and what is
    made up for an example. The text of Markdown is not searched: what stands there is mostly the example of a
    manual. Reports show asterisks in their place.

    ## Why is this bad?

    Whoever reads the repository or the page can use it; machines look for such texts all the time. Removing
    it is not enough, as the history of the repository keeps it: the issuer has to revoke it.

    ## References

    - <https://docs.github.com/code-security/secret-scanning/introduction/about-secret-scanning>
    - <https://docs.github.com/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository>
    - <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html> (signed addresses)
    - the forms and where they are published: `linter/sitecheck/output/data/secret_forms.json`
    """

    severity = Severity.ERROR
    kinds = frozenset({"config", "page", "post", "document", "layout", "include", "static-page"})
    needs_page = False
    valid = (
        Valid(files={"_config.yml": "github_token: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"}),
        Valid(
            files={"_config.yml": "maps_key: AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY\n"}, why="it is public"
        ),
        Valid(path="a.html", text="---\n---\nAKIAIOSFODNN7EXAMPLE\n"),
        Valid(f"---\n---\nWrite `{_TOKEN}`.\n", why="an example in a manual"),
        Valid(
            f'---\n---\n<input type="hidden" name="AWSAccessKeyId" value="{_KEY_ID}">\n',
            path="a.html",
            why="the id of a key, which a signed form has to name",
        ),
        Valid(
            f'---\n---\n<a href="https://b.s3.amazonaws.com/a?AWSAccessKeyId={_KEY_ID}&amp;Signature=x">a</a>\n',
            path="a.html",
        ),
    )
    invalid = (
        Invalid(f"token: {_TOKEN}\n", path="_config.yml", at=_TOKEN, message="a token of GitHub"),
        Invalid(f"---\ntoken: {_TOKEN}\n---\n", at=_TOKEN, message="a token of GitHub"),
        Invalid(f"---\n---\n<script>key = '{_TOKEN}'</script>\n", path="a.html", at=_TOKEN),
        Invalid(f"aws: {_KEY_ID}\n", path="_config.yml", at=_KEY_ID, message="an access key of AWS"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        shown = doc.front_matter.span.end if doc.dialect == "markdown" else len(doc.text)
        secrets = islice(secrets_in(doc.text[:shown]), _MOST)
        for secret in (each for each in secrets if not _is_signed(doc.text, each.start)):
            yield self.finding(
                f"{secret.what} is written here for everybody to read",
                doc.span(secret.start, secret.end),
                help="have its issuer revoke it, and keep the new one with the service that builds the site",
            )


def _is_signed(text: str, start: int) -> bool:
    return _SIGNED.search(text, max(0, start - _NEAR), start) is not None
