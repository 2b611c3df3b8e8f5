"""verify, verify_and_parse and sign."""

from __future__ import annotations

import gc
import json
import math
from random import Random
from typing import Any
from unittest import mock

import pytest
from commet import Commet, ConfigurationError, Creem, CreemWebhooks, Record, Webhooks, creem, events
from commet._native import keys_of
from commet.resources import webhooks as resource
from helpers import SECRET, body_of, sign

BODY = body_of()
CLIENT = Commet(api_key="key").webhooks


def parse(body: Any, signature: Any = None, secret: Any = SECRET) -> Any:
    if signature is None:
        signature = sign(body)
    return CLIENT.verify_and_parse(raw_body=body, signature=signature, secret=secret)


@pytest.mark.parametrize(
    "raw", [BODY, bytearray(BODY), memoryview(BODY), memoryview(bytearray(BODY)), BODY.decode()]
)
def test_every_kind_of_body(raw: Any) -> None:
    for webhooks, secret in [(CLIENT, SECRET), (Webhooks(secret=SECRET), None), (Creem().webhooks, SECRET)]:
        assert webhooks.sign(raw, secret) == sign(BODY)
        assert webhooks.verify(payload=raw, signature=sign(BODY), secret=secret) is True
        payload = webhooks.verify_and_parse(raw_body=raw, signature=sign(BODY), secret=secret)
        assert type(payload) is dict and payload == json.loads(BODY)


def test_the_class_is_where_the_official_package_has_it() -> None:
    assert resource.Webhooks is Webhooks is type(CLIENT)


def test_a_clients_webhooks_can_be_replaced_in_a_test() -> None:
    for client in Commet(api_key="key"), Creem(api_key="key"):
        with mock.patch.object(client, "webhooks") as webhooks:
            webhooks.verify_and_parse.return_value = {"event": "x"}
            assert client.webhooks.verify_and_parse(raw_body="", signature="", secret="") == {"event": "x"}
        assert client.webhooks.verify_and_parse(raw_body=BODY, signature=sign(BODY), secret=SECRET)


def test_a_view_with_steps_is_what_it_shows() -> None:
    spread = bytes(byte for byte in BODY for _ in range(2))
    assert CLIENT.verify(payload=memoryview(spread)[::2], signature=sign(BODY), secret=SECRET)


def test_values() -> None:
    text = """{"none": null, "yes": true, "no": false, "small": -1, "large": 9223372036854775807,
        "larger": 18446744073709551615, "beyond": 18446744073709551616, "float": 1.5, "zero": -0, "e": 1e3,
        "text": "a\\u0000\\"\\ud83d\\ude00é株", "latin": "é", "wide": "株", "astral": "😀", "empty": "", "one": "x",
        "lone": "\\ud800", "list": [1, [2], {}], "twice": 1, "twice": 2, "": "no key"}"""
    value = parse(text.encode())
    expected = json.loads(text.replace("\\ud800", "\\ufffd"))
    expected["beyond"], expected["zero"] = float(2**64), -0.0
    assert value == expected and list(value) == list(expected)
    assert {key: type(value[key]) for key in value} == {key: type(expected[key]) for key in expected}
    assert math.copysign(1, value["zero"]) == -1


def test_objects_with_the_same_keys() -> None:
    """From the third of a kind on they are made in another way, and are dicts like any other."""
    types = [of for module in (events, creem) for of in vars(module).values() if isinstance(of, type)]
    attributes = {name for of in types if issubclass(of, Record) for name in of.__match_args__}
    keys = sorted({key for name in attributes for key in keys_of(name)})
    assert len(keys) > 200
    some = Random(0)
    values = ["text", "é", 1, 2**60, 2.5, None, True, [], {}, [{"id": 1}], {"id": None, "name": [{}]}]
    for length in [0, 1, 2, 5, 6, 10, 11, 21, 22, 64, 65, 100] * 40:
        shape = some.sample(keys, length)
        shape[length // 2 : length // 2] = some.choice([[], [], ["of their own"]])
        for _ in range(4):
            first, second = ({key: some.choice(values) for key in shape} for _ in range(2))
            expected = {**first, "data": {"plan": first, "features": [second, first]}}
            value = parse(json.dumps(expected).encode())
            assert value == expected and list(value) == list(expected)
            parts = [value, value["data"]["plan"], *value["data"]["features"]]
            for part in parts:
                assert [*part.items()] == [(key, part[key]) for key in part]
                assert gc.is_tracked(part) or not any(isinstance(one, list | dict) for one in part.values())
            # What becomes of one is nothing to others.
            for part in parts:
                part.update(dict.fromkeys(part, "changed"), new=part)
                assert gc.is_tracked(part)
                part.clear()


def test_strings_are_ordinary() -> None:
    """Of the kind that Python itself would have chosen: they hash, compare and grow alike."""
    for text in ["", "a", "é", "ÿ", "Ā", "株", "\U0010ffff", "ascii" * 50, "é" * 50, "aé株😀" * 9]:
        value = parse(json.dumps({"x": text, text: text}, ensure_ascii=False).encode())
        if len(text) > 1:
            assert value["x"].__sizeof__() == (text + "!")[:-1].__sizeof__()
        assert value["x"] == text and value[text] == text and hash(value["x"]) == hash(text)
        assert value["x"].isascii() == text.isascii() and value["x"].encode() == text.encode()
        assert (value["x"] + "!")[:-1] == text


def test_many_values_that_come_again() -> None:
    texts = [f"text {number % 300}" + "é" * (number % 3) for number in range(3000)]
    assert parse(json.dumps(texts := {"list": texts}, ensure_ascii=False).encode()) == texts


HOSTILE = {
    "not UTF-8": b"\xff",
    "not UTF-8 within": b'{"a": "\xff"}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "100,000 deep": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "129 deep": b'{"a":' * 129 + b"1" + b"}" * 129,
    "no number": b'{"a": NaN}',
    "overflow": b'{"a": 1e999}',
    "5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "control character": b'{"a": "\x00"}',
    "trailing": b"{} x",
    "null": b"null",
    "a list": b"[]",
    "nothing": b"",
    "cut short": BODY[:-1],
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bodies(body: bytes) -> None:
    assert parse(body) is None
    assert CLIENT.verify(payload=body, signature=sign(body), secret=SECRET) is (body != b"")


def test_a_body_that_is_nothing() -> None:
    assert parse(None, sign(b"")) is None


def test_half_a_surrogate_pair_is_no_body() -> None:
    assert parse('{"a": "\ud800"}', sign(b"")) is None


SIGNATURES = [
    None, "", " ", "é" * 64, "\ud800" * 64, "a" * 63, sign(BODY) + " ", sign(BODY) + "zz", " " + sign(BODY), "0x" + sign(BODY)[2:],
    sign(BODY, "other"), sign(BODY).encode() + b"\n", b"\xff" * 64, 0, 1.5, [], {}, object(), ["a"], sign, bytearray(64), True,
]  # fmt: skip


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: repr(signature)[:20])
def test_hostile_signatures(signature: Any) -> None:
    assert CLIENT.verify(payload=BODY, signature=signature, secret=SECRET) is False
    assert CLIENT.verify_and_parse(raw_body=BODY, signature=signature, secret=SECRET) is None


def test_either_case_and_kind_of_signature() -> None:
    for signature in [sign(BODY).upper(), sign(BODY).encode()]:
        assert CLIENT.verify(payload=BODY, signature=signature, secret=SECRET)


@pytest.mark.parametrize("secret", ["", " \t\n", b"", None])
def test_no_secret_never_verifies(secret: Any) -> None:
    assert CLIENT.verify(payload=BODY, signature=sign(BODY, ""), secret=secret) is False
    assert parse(BODY, sign(BODY, ""), secret) is None
    for call in [
        lambda: CLIENT.sign(BODY, secret),
        lambda: Webhooks(secret=secret),
        lambda: Webhooks(secrets=[]),
    ]:
        with pytest.raises(ConfigurationError) as error:
            call()
        assert error.value.code == "empty_secret"


@pytest.mark.parametrize("raw", [{}, {"event": "x"}, [], 12, 1.5, True, object()])
def test_a_body_that_was_parsed(raw: Any) -> None:
    for call in [
        lambda: parse(raw, sign(BODY)),
        lambda: CLIENT.verify(payload=raw, signature=sign(BODY), secret=SECRET),
        lambda: CLIENT.receive(raw, {}, secret=SECRET),
        lambda: CLIENT.sign(raw, SECRET),
    ]:
        with pytest.raises(ConfigurationError) as error:
            call()
        assert error.value.code == "body_not_raw" and "request.get_data()" in error.value.hint


def test_secrets_are_text_or_bytes() -> None:
    with pytest.raises(TypeError):
        CLIENT.sign(BODY, 12)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Webhooks(secrets="whsec_one")
    assert CLIENT.sign(BODY, SECRET.encode()) == CLIENT.sign(BODY, SECRET)
    assert CLIENT.sign(BODY, "é" * 99) == sign(BODY, "é" * 99)


def test_secrets_do_not_show() -> None:
    for webhooks in [Webhooks(secret=SECRET), CreemWebhooks(secrets=[SECRET])]:
        shown = f"{webhooks!r} {vars(webhooks)} {webhooks}"
        assert SECRET not in shown and "secret=…" in shown
