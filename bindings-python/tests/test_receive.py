"""receive: headers, options, errors."""

from __future__ import annotations

import copy
import pickle
import sys
from collections import UserDict
from datetime import datetime, timedelta, timezone
from email.message import Message
from typing import Any
from unittest.mock import Mock
from wsgiref.headers import Headers as WsgiHeaders

import commet
import pytest
from commet import CreemWebhooks, WebhookError, Webhooks
from helpers import SECRET, body_of, headers_of, sign

BODY = body_of()
NOW = datetime(2026, 3, 25, 14, 30, tzinfo=timezone.utc)
WEBHOOKS = Webhooks(secret=SECRET)


def code(body: Any = BODY, headers: Any = None, webhooks: Webhooks = WEBHOOKS, **options: Any) -> str | None:
    try:
        webhooks.receive(body, headers_of(body) if headers is None else headers, **options)
    except WebhookError as error:
        return error.code
    return None


class Pairs:
    """As the headers of frameworks: no mapping, but with `items`."""

    def __init__(self, *pairs: Any) -> None:
        self.items = lambda: iter(pairs)


class Raw:
    def __init__(self, *raw: Any) -> None:
        self.raw = list(raw)


class OfEnviron:
    def __init__(self, **environ: Any) -> None:
        self.environ = environ


def message() -> Message:
    headers = Message()
    headers["Host"], headers["x-commet-SIGNATURE"] = "example.com", sign(BODY)
    return headers


SIGNED = sign(BODY)
SHAPES: dict[str, Any] = {
    "dict": {"X-Commet-Signature": SIGNED},
    "lower case": {"x-commet-signature": SIGNED, "x-commet-event": "subscription.activated"},
    "upper case": {"X-COMMET-SIGNATURE": SIGNED},
    "bytes": {b"x-commet-signature": SIGNED.encode()},
    "WSGI and META": {"wsgi.input": object(), "HTTP_X_COMMET_SIGNATURE": SIGNED, "REQUEST_METHOD": "POST"},
    "pairs": [("Host", "example.com"), ("X-Commet-Signature", SIGNED)],
    "pairs as lists": [["X-Commet-Signature", SIGNED]],
    "iterator": iter([(b"host", b"example.com"), (b"x-commet-signature", SIGNED.encode())]),
    "mapping": UserDict({"X-Commet-Signature": SIGNED}),
    "several values": {"X-Commet-Signature": [SIGNED]},
    "a None beside": {"X-Commet-Signature": SIGNED, "X-Commet-Event": None},
    "message": message(),
    "wsgiref": WsgiHeaders([("X-Commet-Signature", SIGNED)]),
    "items": Pairs(("X-Commet-Signature", SIGNED)),
    "raw": Raw((b"x-commet-signature", SIGNED.encode())),
    "environ": OfEnviron(HTTP_X_COMMET_SIGNATURE=SIGNED),
    "other keys": {1: 2, None: None, ("a",): "b", "\ud800": "x", "X-Commet-Signature": SIGNED},
}


@pytest.mark.parametrize("headers", SHAPES.values(), ids=SHAPES)
def test_every_shape_of_headers(headers: Any) -> None:
    assert WEBHOOKS.receive(BODY, headers).id == "whev_1"


MISTAKES: list[tuple[Any, str]] = [
    ({}, "missing_signature"),
    ([], "missing_signature"),
    ({"X-Commet-Signature": None}, "missing_signature"),
    ({"X-Commet-Signature": ""}, "missing_signature"),
    ({"X-Commet-Signature": []}, "missing_signature"),
    ({"X-Commet-Signatur": SIGNED}, "missing_signature"),
    ({"creem-signature": SIGNED}, "missing_signature"),
    ({"X-Commet-Signature": 12}, "malformed_signature"),
    ({"X-Commet-Signature": "\ud800"}, "malformed_signature"),
    ({"X-Commet-Signature": SIGNED, "x-commet-signature": SIGNED}, "malformed_signature"),
    ({"X-Commet-Signature": SIGNED, "HTTP_X_COMMET_SIGNATURE": SIGNED}, "malformed_signature"),
    ([("X-Commet-Signature", SIGNED)] * 2, "malformed_signature"),
    ({"X-Commet-Signature": [SIGNED, SIGNED]}, "malformed_signature"),
    ({"X-Commet-Signature": sign(BODY, "other")}, "signature_mismatch"),
    ({"X-Commet-Signature": SIGNED, "X-Commet-Event": "payment.failed"}, "event_header_mismatch"),
]


@pytest.mark.parametrize(("headers", "expected"), MISTAKES)
def test_headers_that_are_wrong(headers: Any, expected: str) -> None:
    assert code(headers=headers) == expected


@pytest.mark.parametrize("headers", [None, 12, [1], [("a",)], ["ab", "cde"], [("a", "b", "c")]])
def test_what_is_no_headers(headers: Any) -> None:
    with pytest.raises(TypeError, match="headers are"):
        WEBHOOKS.receive(BODY, headers)


class Itself:
    environ = raw = property(lambda self: self)


@pytest.mark.parametrize("headers", [Itself(), Mock(), Mock().headers], ids=["itself", "mock", "a mock's"])
def test_objects_that_have_any_attribute(headers: Any) -> None:
    with pytest.raises(TypeError, match="headers are"):
        WEBHOOKS.receive(BODY, headers)


def test_secrets() -> None:
    assert code(webhooks=Webhooks(secrets=["new", SECRET])) is None
    assert code(secrets=["new", SECRET]) is None and code(secret="new", secrets=(SECRET,)) is None
    assert code(secret="new") == code(secrets=["new", b"newer"]) == "signature_mismatch"
    assert code(secrets=[]) == code(secrets=[SECRET, " "]) == code(secret="") == "empty_secret"
    assert code(webhooks=Webhooks()) == code({}, webhooks=Webhooks(), headers={}) == "empty_secret"


def test_a_body_that_cannot_be_read() -> None:
    """What its own code raises is not taken for an answer."""

    class Interrupted:
        def __buffer__(self, flags: int) -> memoryview:
            raise KeyboardInterrupt

    released = memoryview(BODY)
    released.release()
    with pytest.raises(ValueError, match="released"):
        WEBHOOKS.receive(released, {})
    # Earlier Pythons do not ask it.
    with pytest.raises(KeyboardInterrupt if sys.version_info >= (3, 12) else commet.ConfigurationError):
        WEBHOOKS.receive(Interrupted(), {})


def test_options() -> None:
    assert code(mode="live") is None and code(mode="sandbox") == "wrong_mode"
    assert code(max_body_bytes=len(BODY)) is None and code(max_body_bytes=len(BODY) - 1) == "body_too_large"
    late = NOW + timedelta(minutes=10)
    assert code(max_age=600, now=late) is None and code(max_age=599.9, now=late) == "too_old"
    assert (
        code(max_age=timedelta(minutes=10), now=late) is None
        and code(max_age=timedelta(seconds=1)) == "too_old"
    )
    assert code(max_age=60, now=NOW - timedelta(minutes=5)) is None
    assert code(max_age=60, now=NOW - timedelta(minutes=5, seconds=1)) == "from_the_future"
    assert code(max_age=60, now=NOW - timedelta(seconds=11), clock_skew=10) == "from_the_future"
    zone = timezone(timedelta(hours=5, minutes=30))
    assert code(max_age=60, now=NOW.astimezone(zone)) is None
    of_object = Webhooks(secret=SECRET, mode="sandbox", max_age=60, clock_skew=1, max_body_bytes=9)
    assert code(webhooks=of_object) == "body_too_large"
    assert code(webhooks=of_object, max_body_bytes=9999) == "wrong_mode"
    assert code(webhooks=of_object, max_body_bytes=9999, mode="live") == "too_old"
    assert code(webhooks=of_object, max_body_bytes=9999, mode="live", max_age=1e9) is None
    assert code(webhooks=of_object, max_body_bytes=9999, mode="live", now=NOW) is None


def test_the_clock_is_that_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which tests may have set, as freezegun does."""
    monkeypatch.setattr("time.time", NOW.timestamp)
    assert code(max_age=60) is None and code(webhooks=Webhooks(secret=SECRET, max_age=0)) is None


@pytest.mark.parametrize(
    ("error", "options"),
    [
        (ValueError, {"max_age": 60, "now": datetime(2026, 3, 25)}),
        (ValueError, {"max_age": -1}),
        (ValueError, {"max_age": float("nan")}),
        (ValueError, {"clock_skew": timedelta(days=-1)}),
        (TypeError, {"max_age": "60"}),
        (TypeError, {"mode": 1}),
        (TypeError, {"secret": 1}),
        (TypeError, {"secrets": SECRET}),
        (TypeError, {"unknown": 1}),
        (TypeError, {"max_body_bytes": "1"}),
        (TypeError, {"max_age": 60, "now": 5}),
        (OverflowError, {"max_body_bytes": -1}),
    ],
)
def test_options_that_are_mistakes(error: type[Exception], options: dict[str, Any]) -> None:
    with pytest.raises(error):
        WEBHOOKS.receive(BODY, headers_of(BODY), **options)


def test_errors_teach() -> None:
    with pytest.raises(commet.UnreadableError) as caught:
        WEBHOOKS.receive(b'{"event": ', headers_of(b'{"event": '))
    error = caught.value
    assert (error.code, error.http_status, error.offset, error.field) == ("invalid_json", 400, 10, None)
    assert str(error) == f"{error.message}. {error.hint}" and "at byte 10" in error.message
    with pytest.raises(commet.UnreadableError) as caught:
        WEBHOOKS.receive(b"{}", headers_of(b"{}"))
    assert (caught.value.code, caught.value.field) == ("invalid_envelope", "event")
    with pytest.raises(commet.NotAuthenticError) as refused:
        WEBHOOKS.receive(BODY, {})
    for twin in [pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)]:
        assert type(twin) is type(error) and vars(twin) == vars(error) and str(twin) == str(error)
    for kept in [error, refused.value]:
        assert SECRET not in repr(kept) and SIGNED not in repr(kept) and "user_1" not in repr(kept)
        assert isinstance(kept, WebhookError) and isinstance(kept, Exception)


def test_every_kind_has_its_class() -> None:
    kinds = {
        commet.ConfigurationError: code_of(Webhooks(), BODY, {}),
        commet.NotAuthenticError: code_of(WEBHOOKS, BODY, {}),
        commet.TooLargeError: code_of(Webhooks(secret=SECRET, max_body_bytes=1), BODY, {}),
        commet.UnreadableError: code_of(WEBHOOKS, b"[]", headers_of(b"[]")),
        commet.RefusedError: code_of(Webhooks(secret=SECRET, mode="x"), BODY, headers_of(BODY)),
    }
    for expected, found in kinds.items():
        assert type(found) is expected
    assert [error.http_status for error in kinds.values()] == [500, 403, 413, 400, 400]


def code_of(webhooks: Webhooks, body: bytes, headers: dict[str, str]) -> WebhookError:
    with pytest.raises(WebhookError) as caught:
        webhooks.receive(body, headers)
    return caught.value


def test_the_other_provider() -> None:
    webhooks = CreemWebhooks(secret=SECRET)
    body = (
        b'{"id":"evt_1","eventType":"subscription.paid","created_at":1728734325927,"object":{"mode":"test"}}'
    )
    event = webhooks.receive(body, {"Creem-Signature": webhooks.sign(body)})
    assert (event.provider, event.id, event.mode, event.grants_access) == ("creem", "evt_1", "test", True)
    assert event.time == datetime(2024, 10, 12, 11, 58, 45, 927000, tzinfo=timezone.utc)
    with pytest.raises(commet.NotAuthenticError):
        webhooks.receive(body, {"X-Commet-Signature": webhooks.sign(body)})
