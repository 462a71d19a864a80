from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.output.secrets import has_userinfo, mask_text, mask_url, mask_values


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("/cb#access_token=abc&state=1", "/cb#access_token=***&state=1"),
        ("/cb#/x?id_token=abc", "/cb#/x?id_token=***"),
        ("#!/token=abc", "#!/token=***"),
        ("?X-Amz-Signature=abc&X-Amz-Date=1", "?X-Amz-Signature=***&X-Amz-Date=1"),
        ("?a=1;api_key=abc", "?a=1;api_key=***"),
        ("/x;jsessionid=abc", "/x;jsessionid=***"),
        ("?a=1&amp;sig=abc&amp;b=2", "?a=1&amp;sig=***&amp;b=2"),
        ("?code=abc&zipcode=5&keyboard=x&compass=n", "?code=***&zipcode=5&keyboard=x&compass=n"),
        ("?%74oken=abc", "?%74oken=***"),
        ("?to%256ben=abc", "?to%256ben=***"),
        ("?token%3Dabc", "?token%3D***"),
        ("?token&#61;abc&#x26;", "?token&#61;***&#x26;"),
        ("?auth[token]=abc", "?auth[token]=***"),
        ("?password=a%26b&x=1", "?password=*****&x=1"),
        ("?password=a)b'c", "?password=*****"),
        ("(?password=abc) 'x'", "(?password=***) 'x'"),
        (
            "?u=https%3A%2F%2Fa%3Ab%40h%2F%3Ftoken%3Dabc%26x",
            "?u=https%3A%2F%2F*****%40h%2F%3Ftoken%3D***%26x",
        ),
        ("https://a:b@h/", "https://***@h/"),
        ("https://a'(b)[c]:d@e@h/", "https://************@h/"),
        ("https://abc@h/", "https://***@h/"),
        ("/folder/https:/a:b@h/", "/folder/https:/***@h/"),
        ("x='https://a.b','c@d.e'", "x='https://a.b','c@d.e'"),
        ("[a](https://b.c)[d](mailto:e@f.g)", "[a](https://b.c)[d](mailto:e@f.g)"),
        ("a = b; key = 5; c@d.e // token=", "a = b; key = 5; c@d.e // token="),
    ],
)
def test_masked_in_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


def test_a_masked_url_does_not_tell_how_long_the_secret_is() -> None:
    assert mask_url("https://a:b@h/?token=abcdef#sig=x") == "https://***@h/?token=***#sig=***"


def test_user_information() -> None:
    assert has_userinfo("https://a@h/")
    assert not has_userinfo("https://h/@a")
    assert not has_userinfo("mailto:a@h")


def test_every_text_of_a_value_is_masked() -> None:
    value = {"?token=a": ["?token=b", ("?token=c", 1, None, True)]}
    assert mask_values(value) == {"?token=*": ["?token=*", ["?token=*", 1, None, True]]}


pieces = st.sampled_from(
    ["?", "&", ";", "#", "=", "%3f", "%26", "%3D", "%25", "token", "key", "a", "//", "://", "@", "%40", "%2f%2f", ")"]
)  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join))
def test_masking_keeps_the_length_and_is_done_once(text: str) -> None:
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert mask_text(masked) == masked


@pytest.mark.parametrize(
    "unit", ["?token", "//a@", "//a:", "%26", "%2525", "&#0", "?token=", "%2f%2fa", "://(", "?a%3d"]
)
def test_no_text_is_masked_in_more_than_linear_time(unit: str) -> None:
    """A square would take hours for 4 MB."""
    mask_text(unit * (4_000_000 // len(unit)))
