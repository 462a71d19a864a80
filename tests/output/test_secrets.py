from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.output import secrets
from sitecheck.output.secrets import has_userinfo, mask_text, mask_url, mask_values, secrets_in


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
        ("//a\nx https://b:c@h/\r\n%2f%2fd%40h\n\n", "//a\nx https://***@h/\r\n%2f%2f*%40h\n\n"),
        ("https://a:\nb@h/", "https://a:\nb@h/"),
    ],
)
def test_masked_in_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


def test_only_lines_with_an_at_sign_are_searched_for_user_information(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[str] = []

    class Noting:
        def sub(self, mask: Callable[[re.Match[str]], str], line: str) -> str:
            searched.append(line)
            return pattern.sub(mask, line)

    pattern = secrets._USERINFO
    monkeypatch.setattr(secrets, "_USERINFO", Noting())
    assert mask_text("one\nhttps://a@h\ntwo\n") == "one\nhttps://*@h\ntwo\n"
    assert searched == ["https://a@h"]


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
    """A square would take an hour for 1 MB."""
    mask_text(unit * (1_000_000 // len(unit)))


TOKENS = (
    "gh" + "p_Q7vR2mXk9TzLw4YbN8sHc3JfP6dGa5UeWoVi",
    "glp" + "at-q7VR2mXk9TzLw4YbN8sH",
    "AK" + "IAQ7ZRMXKYTSLW4BGN",
    "xox" + "b-208153947602-Q7vR2mXk9TzLw4YbN8sHc3Jf",
    "sk_" + "live_Q7vR2mXk9TzLw4YbN8sHc3Jf",
    "npm" + "_Q7vR2mXk9TzLw4YbN8sHc3JfP6dGa5UeWoVi",
    "SG" + ".Q7vR2mXk9TzLw4YbN8sHc3.Q7vR2mXk9TzLw4YbN8sHc3JfP6dGa5UeWoViQ7vR2mX",
)


@pytest.mark.parametrize("token", TOKENS)
def test_a_secret_is_known_by_its_form_and_masked(token: str) -> None:
    text = f"a: {token}\nb: '{token}' c\n"
    assert [text[each.start : each.end] for each in secrets_in(text)] == [token, token]
    assert mask_text(text) == text.replace(token, "*" * len(token))


def test_a_private_key_is_masked_line_by_line() -> None:
    key = "MIIEpAIBAAKCAQEA7bq0Zk3vUoXW9sYt2LmRhCfNdJgPe5Ti8aVQwGxKyBuHrOnS"
    text = f"key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  {key}\n  {key[::-1]}\n  -----END RSA PRIVATE KEY-----\nb: 1\n"
    masked = mask_text(text)
    assert key not in masked
    assert key[::-1] not in masked
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]
    assert masked.endswith("b: 1\n")


@pytest.mark.parametrize(
    "text",
    ["ghp_" + "x" * 36, "AKIAIOSFODNN7EXAMPLE", "npm_" + "1234567890" * 3 + "123456", "hf_" + "a" * 34],
)
def test_what_is_made_up_is_no_secret(text: str) -> None:
    assert not list(secrets_in(text))
    assert mask_text(text) == text


def test_many_secrets_are_masked_in_proportion() -> None:
    text = f"{TOKENS[0]} " * 20_000
    assert mask_text(text) == text.replace(TOKENS[0], "*" * len(TOKENS[0]))
