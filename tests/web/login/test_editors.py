"""Who may enter, of those whom others vouch for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.errors import Forbidden
from tts_service.ops.login.editors import Editor, editor_of_claims, editor_of_proxy, groups_in
from tts_service.scopes import EDITORIAL, Scope
from tts_service.settings import Settings

pytestmark = pytest.mark.pure

DESK: dict[str, frozenset[Scope]] = {"desk": frozenset(("read", "write")), "it": frozenset(("admin",))}
ADA = {"sub": "a1", "name": "Ada Moss", "email": "Ada@News.example", "email_verified": True}


def of_claims(claims: dict[str, Any], **settings: Any) -> Editor:
    return editor_of_claims(Settings(**({"oidc_allowed": ("@news.example",)} | settings)), claims)


def test_an_address_that_is_verified_and_allowed() -> None:
    assert of_claims(ADA) == Editor("ada@news.example", "Ada Moss", EDITORIAL)
    assert of_claims(ADA, oidc_allowed=("ada@news.example",)).name == "Ada Moss"


@pytest.mark.parametrize(
    "changes",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "ada@evil.example"},
        {"email": "ada@news.example.evil.example"},
        {"email": "ada@news.example@evil.example"},
        {"email": "@evil@news.example,"},
        {"email": ""},
        {"email": ["ada@news.example"]},
    ],
)
def test_any_other_address_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Forbidden, match="TTS_OIDC_ALLOWED"):
        of_claims(ADA | changes)


def test_a_name_is_one_that_can_be_shown() -> None:
    for name in ("", "x" * 101, "a\nb", "a\x00b", 7, None):
        assert of_claims(ADA | {"name": name}).name == "ada@news.example"
    assert of_claims(ADA | {"name": "", "preferred_username": "ada"}).name == "ada"


@pytest.mark.parametrize("claim", [["desk"], "desk", "cooks desk", ["cooks", "desk", 7]])
def test_groups_are_a_list_or_a_text(claim: object) -> None:
    assert of_claims(ADA | {"groups": claim}, login_groups=DESK).scopes == {"read", "write"}


def test_groups_may_lie_deeper() -> None:
    assert groups_in({"realm_access": {"roles": ["desk"]}}, "realm_access.roles") == ["desk"]
    assert groups_in({"https://news.example/groups": ["desk"]}, "https://news.example/groups") == ["desk"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    )
)
def test_whatever_the_claim_holds_groups_are_texts(claim: object) -> None:
    assert all(isinstance(group, str) for group in groups_in({"groups": claim}, "groups"))


def test_who_is_in_no_group_is_told_so() -> None:
    with pytest.raises(Forbidden, match="Ada Moss may not enter: none of their groups"):
        of_claims(ADA | {"groups": ["cooks"]}, login_groups=DESK)


def of_proxy(user: str, groups: str = "", **settings: Any) -> Editor:
    return editor_of_proxy(Settings(proxy_user_header="Remote-User", **settings), user, groups)


def test_what_a_proxy_says() -> None:
    assert of_proxy("ada") == Editor("ada", "ada", EDITORIAL)
    assert of_proxy(" Ada Moss ", "cooks, it ", login_groups=DESK).scopes == {"admin"}


@pytest.mark.parametrize("user", ["mallory, ada", "ada,", "x" * 101, "a\tb"])
def test_two_names_are_none(user: str) -> None:
    """As where a proxy has added its header to the one that a browser had sent."""
    with pytest.raises(Forbidden, match="does not name one editor"):
        of_proxy(user)
