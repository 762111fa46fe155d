"""Whatever comes over HTTP: a page or a refusal, never a failure. The hall behind the page is a stand-in here."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_rig import TICKET, StandIn, serving
from werkzeug.test import Client

PATHS = st.one_of(
    st.text(max_size=40).map(lambda text: "/" + text),
    st.builds("/t/{}/{}".format, st.text(max_size=24), st.text(max_size=70)),
    st.just(f"/t/{TICKET}/key"),
    st.just("/review/w1"),
)
FIELDS = st.dictionaries(
    st.one_of(st.sampled_from(["level", "tag", "comment", "once"]), st.text(max_size=8)),
    st.one_of(st.sampled_from(["5", "1", "1:slow", "0" * 32]), st.text(max_size=200)),
    max_size=6,
)


@settings(max_examples=200)
@given(path=PATHS, method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS"]), fields=FIELDS, query=st.text())
def test_any_path_method_and_form_is_answered(path: str, method: str, fields: dict[str, str], query: str) -> None:
    raw = {"PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": f"lang={query}".encode().decode("latin-1")}
    answer = Client(serving(StandIn())).open("/", method=method, data=fields, environ_overrides=raw)
    assert answer.status_code in {200, 400, 404, 405, 413, 422, 429, 503}


@settings(max_examples=200)
@given(body=st.binary(max_size=400), kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/json", "", "x/y; charset=\udc80"]))  # fmt: skip
def test_any_body_is_answered(body: bytes, kind: str) -> None:
    kind = kind.encode("latin-1", "replace").decode("latin-1")
    answer = Client(serving(StandIn())).post(f"/t/{TICKET}/key", data=body, content_type=kind)
    assert answer.status_code in {200, 400, 413, 422}


@settings(max_examples=100)
@given(headers=st.dictionaries(st.sampled_from(["Accept-Language", "X-Forwarded-For", "Cookie", "Range", "Accept"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)))  # fmt: skip
def test_any_header_is_answered(headers: dict[str, str]) -> None:
    answer = Client(serving(StandIn())).get(f"/t/{TICKET}/key", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("data", [{"comment": "x" * 20_000}, {f"field{n}": "x" for n in range(2000)}])
def test_a_form_that_is_too_large_is_refused(data: dict[str, Any]) -> None:
    answer = Client(serving(StandIn())).post(f"/t/{TICKET}/key", data=data)
    assert answer.status_code == 413


def test_a_form_of_very_many_parts_is_refused() -> None:
    parts = {f"f{number}": "x" for number in range(100)}
    answer = Client(serving(StandIn())).post(f"/t/{TICKET}/key", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_markup_in_words_stays_words() -> None:
    words = '<script>alert("x")</script>'
    answer = Client(serving(StandIn())).post(f"/t/{TICKET}/key", data={"level": "1", "comment": words * 6})
    assert answer.status_code == 422, "too long: shown again"
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_bug_is_logged_by_place_and_without_the_key(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(StandIn):
        def follow(self, ticket: str, key: str) -> Any:
            raise RuntimeError(f"{ticket} {key}")

    with caplog.at_level(logging.DEBUG):
        answer = Client(serving(Broken())).get(f"/t/{TICKET}/SECRETKEY")
    assert answer.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "SECRETKEY" not in caplog.text + answer.text
