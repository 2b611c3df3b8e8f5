"""Handlers, process and answer."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from commet import Answer, CreemWebhooks, Event, NotAuthenticError, Unknown, Webhooks
from helpers import DATA, SECRET, body_of, headers_of

BODY = body_of()


def request(body: bytes = BODY) -> tuple[bytes, dict[str, str]]:
    return body, headers_of(body)


def test_who_is_called_and_when() -> None:
    calls: list[Any] = []
    webhooks = Webhooks(
        secret=SECRET,
        on_subscription_activated=lambda event: calls.append(("keyword", event.type)),
        on_subscription_canceled=lambda event: calls.append("canceled"),
        on_event=lambda event: calls.append("all"),
        on_grant_access=lambda event: calls.append("grant"),
        on_revoke_access=lambda event: calls.append("revoke"),
        on_payment_failed=None,
    )

    @webhooks.on("subscription.activated")
    def decorated(event: Event[Any]) -> None:
        calls.append(("decorated", event.data.customer_id))

    webhooks.on("news.from_tomorrow", lambda event: calls.append(type(event.data)))
    assert decorated.__name__ == "decorated"
    event = webhooks.process(*request())
    assert event.id == "whev_1"
    assert calls == [("keyword", "subscription.activated"), ("decorated", "user_1"), "grant", "all"]
    calls.clear()
    canceled = body_of("subscription.canceled", {**DATA, "status": "canceled", "cancelReason": None})
    assert webhooks.answer(*request(canceled)).status == 200
    assert calls == ["canceled", "revoke", "all"]
    calls.clear()
    assert webhooks.answer(*request(body_of("news.from_tomorrow"))) == Answer(200, b'{"received":true}')
    assert calls == [Unknown, "all"]


def test_answers() -> None:
    errors: list[tuple[Any, Any]] = []
    webhooks = Webhooks(secret=SECRET, mode="live", on_error=lambda *error: errors.append(error))
    large = body_of(data={"x": "x" * webhooks.max_body_bytes})
    assert webhooks.max_body_bytes == 1 << 20
    for body, headers, status, code in [
        (BODY, {}, 403, "missing_signature"),
        (BODY, {"X-Commet-Signature": "é" * 64}, 403, "malformed_signature"),
        (BODY + b" ", headers_of(BODY), 403, "signature_mismatch"),
        (b"", headers_of(b""), 403, "empty_body"),
        (b"\xff", headers_of(b"\xff"), 400, "invalid_utf8"),
        (b"{", headers_of(b"{"), 400, "invalid_json"),
        (b"{}", headers_of(b"{}"), 400, "invalid_envelope"),
        (*request(body_of(mode="sandbox")), 400, "wrong_mode"),
        (*request(large), 413, "body_too_large"),
        ({"event": "x"}, headers_of(BODY), 500, "body_not_raw"),
    ]:
        answer = webhooks.answer(body, headers)  # type: ignore[arg-type]
        assert answer == Answer(status, b'{"received":false,"code":"%b"}' % code.encode(), "application/json")
        error, event = errors.pop()
        assert error.code == code and event is None and not errors
    assert webhooks.answer(*request()) == (200, b'{"received":true}', "application/json")
    assert Webhooks().answer(*request()).status == 500
    assert Webhooks(secret=SECRET, max_body_bytes=2 << 20).answer(*request(large)).status == 200


def test_handlers_that_raise(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []
    webhooks = Webhooks(secret=SECRET)
    webhooks.on("subscription.activated", lambda event: 1 / 0)
    webhooks.on_event(lambda event: calls.append("all"))
    with pytest.raises(ZeroDivisionError):
        webhooks.process(*request())
    assert webhooks.answer(*request()) == Answer(500, b'{"received":false}') and not calls
    assert [(record.name, record.levelno) for record in caplog.records] == [("commet", logging.ERROR)]
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    assert webhooks.answer(BODY, {}).status == 403
    assert [record.levelno for record in caplog.records] == [logging.WARNING] and SECRET not in caplog.text
    caplog.clear()
    seen: list[Any] = []
    webhooks.on_error(lambda error, event: seen.append((type(error), event.type)))
    assert webhooks.answer(*request()).status == 500 and not caplog.records
    assert seen == [(ZeroDivisionError, "subscription.activated")]
    webhooks.on_error(lambda error, event: 1 // 0)
    assert webhooks.answer(BODY, {}).status == 403 and "ZeroDivisionError" in caplog.text

    def refuse(event: object) -> None:
        raise NotAuthenticError("m", "signature_mismatch", "h", 403)

    # An error of ours out of a handler is the handler's: the provider is to try again.
    assert Webhooks(secret=SECRET, on_event=refuse).answer(*request()).status == 500
    with pytest.raises(KeyboardInterrupt):
        Webhooks(secret=SECRET, on_event=interrupt).answer(*request())


def interrupt(event: object) -> None:
    raise KeyboardInterrupt


def test_async_handlers(recwarn: pytest.WarningsRecorder) -> None:
    calls: list[str] = []

    async def first(event: Event[Any]) -> None:
        await asyncio.sleep(0.01)
        calls.append("first")

    class Second:
        async def __call__(self, event: object) -> None:
            calls.append("second")

    async def on_error(error: Exception, event: object) -> None:
        await asyncio.sleep(0)
        calls.append(type(error).__name__)

    webhooks = Webhooks(secret=SECRET, on_subscription_activated=first, on_error=on_error)
    webhooks.on_event(Second())
    webhooks.on_event(lambda event: calls.append("third"))
    assert asyncio.run(webhooks.process_async(*request())).id == "whev_1"
    assert asyncio.run(webhooks.answer_async(*request())).status == 200
    assert calls == ["first", "second", "third"] * 2
    calls.clear()
    assert asyncio.run(webhooks.answer_async(BODY, {})).status == 403
    webhooks.on_event(lambda event: 1 // 0)
    assert asyncio.run(webhooks.answer_async(*request())).status == 500
    assert calls == ["NotAuthenticError", "first", "second", "third", "ZeroDivisionError"]
    calls.clear()
    with pytest.raises(TypeError, match="process_async"):
        webhooks.process(*request())
    assert Webhooks(secret=SECRET, on_event=first).answer(*request()).status == 500
    assert not calls and not [warning for warning in recwarn if warning.category is RuntimeWarning]


def test_handlers_that_would_never_run(recwarn: pytest.WarningsRecorder) -> None:
    def generator(event: object) -> Any:
        yield event

    async def async_generator(event: object) -> Any:
        yield event

    async def in_thread(call: Any, *arguments: Any) -> Any:
        return await asyncio.to_thread(call, *arguments)

    errors: list[Exception] = []
    for handler in (generator, async_generator):
        webhooks = Webhooks(
            secret=SECRET, on_event=handler, on_error=lambda error, event: errors.append(error)
        )
        assert webhooks.answer(*request()).status == 500
        for run in (None, in_thread):
            assert asyncio.run(webhooks.answer_async(*request(), run=run)).status == 500
        with pytest.raises(TypeError, match=f"{handler.__name__}.* has a yield"):
            webhooks.process(*request())
    assert [type(error) for error in errors] == [TypeError] * 6 and not recwarn


def test_mistakes() -> None:
    with pytest.raises(TypeError, match="on_payment_fialed"):
        Webhooks(secret=SECRET, on_payment_fialed=print)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="on_checkout_completed"):
        Webhooks(secret=SECRET, on_checkout_completed=print)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Webhooks(SECRET)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="callable"):
        Webhooks().on("payment.failed", 12)  # type: ignore[call-overload]


def test_the_other_provider() -> None:
    seen: list[Any] = []
    webhooks = CreemWebhooks(secret=SECRET, on_checkout_completed=lambda event: seen.append(event.data))
    body = b'{"id":"evt_1","eventType":"checkout.completed","created_at":1,"object":{"id":"ch_1"}}'
    assert webhooks.answer(body, {"creem-signature": webhooks.sign(body)}).status == 200
    assert seen[0].to_dict() == {"id": "ch_1"}
