"""What holds of every adapter, over HTTP."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from commet import Event, Webhooks
from helpers import DATA, SECRET, body_of, headers_of, sign
from http_adapters import ALL, ASYNC, PATH, SYNC
from http_server import SECONDS, post, request, wait

BODY = body_of()
FAILED = body_of(
    "payment.failed",
    {"invoiceId": "inv_1", "invoiceNumber": "INV-1", "customerId": "user_2", "subscriptionId": None}
    | {"failureCode": "card_declined", "failureMessage": "Rechazada – 残高不足"},
)
WITHOUT_CHUNKS = ["Django", "WSGI, wsgiref"]  # as their servers, or they themselves


@pytest.mark.parametrize("name", ALL)
def test_answers(name: str) -> None:
    calls: list[Any] = []
    errors: list[Any] = []
    webhooks = Webhooks(
        secret=SECRET,
        mode="live",
        on_subscription_activated=lambda event: calls.append(event.data.customer_id),
        on_invoice_created=lambda event: 1 // 0,
        on_error=lambda error, event: errors.append((type(error).__name__, event and event.type)),
    )

    @webhooks.on("payment.failed")
    def failed(event: Event[Any]) -> None:
        calls.append(event.data.failure_message)

    @webhooks.on_event
    def every(event: Event[Any]) -> None:
        calls.append(event.body)

    # As it came: the signature is that of these bytes, spaces and all.
    spaced = b"\r\n  " + FAILED.replace(b'"event":', b'"event" :\t') + b"\n"
    unknown = body_of("news.from_tomorrow", {"a": [1, 2]})
    largest = body_of(pad="x" * (webhooks.max_body_bytes - len(body_of(pad=""))))
    with ALL[name](webhooks) as port:
        for body, called in [
            (BODY, ["user_1", BODY]),
            (spaced, ["Rechazada – 残高不足", spaced]),
            (unknown, [unknown]),
            (largest, ["user_1", largest]),
        ]:
            status, answer, headers = post(port, PATH, body)
            assert (status, answer) == (200, b'{"received":true}')
            assert headers["content-type"] == "application/json"
            assert calls == called and not errors
            calls.clear()

        signature = sign(BODY)
        for body, signatures, status, code in [
            (BODY, [], 403, "missing_signature"),
            (BODY, ["é" * 64], 403, "malformed_signature"),
            (BODY, [signature, signature], 403, "malformed_signature"),
            (BODY + b" ", [signature], 403, "signature_mismatch"),
            (b"", [sign(b"")], 403, "empty_body"),
            (b"\xff", [sign(b"\xff")], 400, "invalid_utf8"),
            (BODY[:-1], [sign(BODY[:-1])], 400, "invalid_json"),
            (b"[]", [sign(b"[]")], 400, "not_an_object"),
            (b'{"event":1}', [sign(b'{"event":1}')], 400, "invalid_envelope"),
            (body_of(mode="sandbox"), [sign(body_of(mode="sandbox"))], 400, "wrong_mode"),
            (largest + b" ", [sign(largest + b" ")], 413, "body_too_large"),
        ]:
            found = request(port, PATH, body, [("x-commet-SIGNATURE", value) for value in signatures])
            assert (found.status, found.body) == (status, b'{"received":false,"code":"%b"}' % code.encode())
            assert found.headers["content-type"] == "application/json"
            assert len(errors) == 1 and errors.pop()[1] is None and not calls

        created = body_of("invoice.created", DATA)
        status, answer, _ = post(port, PATH, created)
        assert (status, answer) == (500, b'{"received":false}')
        assert errors == [("ZeroDivisionError", "invoice.created")] and not calls

        for method in ["GET", "PUT", "DELETE", "HEAD"]:
            found = request(port, PATH, BODY, headers_of(BODY), method)
            assert found.status == 405 and "POST" in found.headers["allow"]
        assert not calls
        assert post(port, PATH, BODY).status == 200


@pytest.mark.parametrize("name", ALL)
def test_chunks(name: str) -> None:
    bodies: list[bytes] = []
    webhooks = Webhooks(secret=SECRET, on_event=lambda event: bodies.append(event.body))
    large = BODY + b" " * webhooks.max_body_bytes
    with ALL[name](webhooks) as port:
        found = request(port, PATH, [BODY[:1], BODY[1:100], BODY[100:]], headers_of(BODY))
        if name in WITHOUT_CHUNKS:
            assert found.status == 403 and not bodies
            return
        assert found.status == 200 and bodies == [BODY]
        pieces = [large[at : at + 50_000] for at in range(0, len(large), 50_000)]
        assert request(port, PATH, pieces, headers_of(large)).status == 413


@pytest.mark.parametrize("name", [name for name in ALL if name != "Django, async"])
def test_what_is_too_large_is_not_awaited(name: str) -> None:
    """Of a gigabyte, a little more than the limit comes, and then nothing."""
    webhooks = Webhooks(secret=SECRET, max_body_bytes=100_000)
    with ALL[name](webhooks) as port:
        found = request(port, PATH, b" " * 100_001, headers_of(b""), length=1 << 30)
        assert found.status == 413


@pytest.mark.parametrize("name", SYNC)
def test_lengths_that_are_none(name: str) -> None:
    """As servers of WSGI pass them on; those of ASGI refuse them."""
    with SYNC[name](Webhooks(secret=SECRET)) as port:
        for length in ["abc", "-1", "9" * 5000, ""]:
            assert request(port, PATH, b"", headers_of(b""), length=length).status == 403


@pytest.mark.parametrize("name", ASYNC)
def test_async_handlers(name: str) -> None:
    """Those of one thread, that of the loop; the others hold nobody up."""
    threads: dict[str, threading.Thread] = {}
    released = threading.Event()
    errors: list[str] = []
    webhooks = Webhooks(secret=SECRET)

    @webhooks.on("subscription.activated")
    def waits(event: Event[Any]) -> None:
        threads["plain"] = threading.current_thread()
        assert released.wait(SECONDS)

    @webhooks.on("payment.failed")
    async def releases(event: Event[Any]) -> None:
        threads["async"] = threading.current_thread()
        released.set()

    class Handler:
        async def __call__(self, event: Event[Any]) -> None:
            threads["object"] = threading.current_thread()

    webhooks.on("payment.failed", Handler())

    @webhooks.on("invoice.created")
    def ends(event: Event[Any]) -> None:
        next(iter(()))

    @webhooks.on_error
    async def failed(error: Exception, event: object) -> None:
        errors.append(type(error).__name__)

    with ASYNC[name](webhooks) as port:
        answers: list[int] = []
        first = threading.Thread(target=lambda: answers.append(post(port, PATH, BODY).status))
        first.start()
        # Its handler waits for that of this one.
        wait(lambda: "plain" in threads)
        assert post(port, PATH, FAILED).status == 200
        first.join()
        assert answers == [200]
        assert threads["async"] is threads["object"] is not threads["plain"]
        assert post(port, PATH, body_of("invoice.created", DATA)).status == 500
        assert post(port, PATH, b"{").status == 400
        assert errors == ["RuntimeError", "UnreadableError"]


@pytest.mark.parametrize("name", SYNC)
def test_async_handlers_where_nobody_awaits(name: str) -> None:
    async def handler(event: object) -> None:
        raise AssertionError

    errors: list[str] = []
    webhooks = Webhooks(
        secret=SECRET, on_event=handler, on_error=lambda error, event: errors.append(str(error))
    )
    with SYNC[name](webhooks) as port:
        assert post(port, PATH, BODY).status == 500
        assert len(errors) == 1 and "is async" in errors[0]
