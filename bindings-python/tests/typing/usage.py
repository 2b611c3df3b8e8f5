"""Uses everything, for mypy --strict and pyright; it is run as well."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from commet import (
    Answer,
    Commet,
    ConfigurationError,
    Creem,
    CreemWebhooks,
    Event,
    NotAuthenticError,
    Record,
    RefusedError,
    TooLargeError,
    Unknown,
    UnreadableError,
    WebhookError,
    Webhooks,
    creem,
    events,
)

if TYPE_CHECKING:
    from typing_extensions import assert_type

    from commet import creem_payloads, payloads
else:

    def assert_type(value: object, _type: object) -> object:
        return value


SECRET = os.environ.get("COMMET_WEBHOOK_SECRET", "whsec_test")
BODY = (
    b'{"event":"subscription.activated","timestamp":"2026-09-14T08:30:00Z","organizationId":"org_1",'
    b'"data":{"subscriptionId":"sub_1","customerId":"user_1","status":"active","name":"n",'
    b'"currentPeriodStart":"2026-09-14T08:30:00Z","currentPeriodEnd":"2026-10-14T08:30:00Z",'
    b'"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"invoiceCurrency":"usd","provider":null}}'
)


def as_the_documentation_has_it() -> None:
    commet = Commet(api_key=os.environ.get("COMMET_API_KEY"))
    signature = commet.webhooks.sign(BODY, SECRET)
    payload = commet.webhooks.verify_and_parse(raw_body=BODY.decode(), signature=signature, secret=SECRET)
    if payload is None:
        raise AssertionError
    if payload["event"] == "subscription.activated":
        customer: str = payload["data"]["customerId"]
        print(customer, payload["organizationId"], payload.get("mode"))
    elif payload["event"] == "subscription.canceled":
        print(payload["data"]["customerId"])


def narrowing(payload: payloads.Payload, other: creem_payloads.Payload) -> None:
    if payload["event"] == "customer.state_changed":
        for feature in payload["data"]["features"] or ():
            print(feature["code"])
    if other["eventType"] == "checkout.completed":
        print(other["object"]["id"])


def as_objects() -> None:
    webhooks = Webhooks(secret=SECRET, mode=None, max_age=None, clock_skew=60, max_body_bytes=1 << 20)
    headers = {"X-Commet-Signature": webhooks.sign(BODY)}
    event = webhooks.receive(
        bytearray(BODY),
        headers,
        max_age=timedelta(days=1),
        clock_skew=5.0,
        now=datetime(2026, 9, 14, 9, tzinfo=timezone.utc),
    )
    assert_type(event, Event[events.Data])
    assert_type(event.time, "datetime | None")
    data = event.data
    if isinstance(data, events.SubscriptionActivated):
        assert_type(data.customer_id, str)
        assert_type(data.current_period_end, "datetime | None")
        assert_type(data.invoice_total, "int | float")
        print(data.to_dict())
    match event:
        case Event(type="subscription.activated", data=events.SubscriptionActivated(customer_id=customer)):
            assert customer == "user_1"
        case Event(type=str(), data=Unknown()):
            print(event.untyped_reason)
        case _:
            raise AssertionError
    print(event.access, event.grants_access, event.idempotency_key, event.raw["event"], event.body)
    assert isinstance(data, Record) and event == event and hash(data) == hash(data)


def kinds(feature: events.Feature, status: events.SubscriptionStatus, name: events.Name) -> None:
    if isinstance(feature, events.UsageFeature):
        print(feature.consumption)
    print(status, name)


def handlers() -> None:
    def late(event: Event[events.PaymentFailed | Unknown]) -> None:
        assert_type(event.data.customer_id, "str | Any")

    webhooks = Webhooks(secret=SECRET, on_payment_failed=late, on_event=lambda event: print(event.id))

    @webhooks.on("subscription.activated")
    def activated(event: Event[events.SubscriptionActivated | Unknown]) -> None:
        if isinstance(event.data, Unknown):
            print(event.untyped_reason, event.data.customer_id)
        else:
            print(event.data.customer_id)

    webhooks.on("subscription.canceled", lambda event: print(event.data.to_dict()))

    @webhooks.on("news.from_tomorrow")
    def news(event: Event[Any]) -> None:
        print(event.raw)

    @webhooks.on_grant_access
    def grant(event: Event[events.Data]) -> None:
        print(event.type)

    @webhooks.on_error
    def failed(error: Exception, event: Event[events.Data] | None) -> None:
        print(error, event)

    headers = [(b"x-commet-signature", webhooks.sign(BODY).encode())]
    answer = webhooks.answer(BODY, headers)
    assert_type(answer, Answer)
    assert answer.status == 200, answer
    assert webhooks.process(BODY, headers).type == "subscription.activated"
    assert asyncio.run(asynchronous(webhooks, headers)).status == 200
    names: list[Callable[..., object]] = [activated, news, grant, failed]
    assert names


async def asynchronous(webhooks: Webhooks, headers: list[tuple[bytes, bytes]]) -> Answer:
    @webhooks.on("subscription.activated")
    async def activated(event: Event[events.SubscriptionActivated | Unknown]) -> None:
        await asyncio.sleep(0)
        print(event.data.customer_id)

    assert_type(await webhooks.process_async(BODY, headers), Event[events.Data])
    print(activated)
    return await webhooks.answer_async(BODY, headers)


def the_other_provider() -> None:
    webhooks = CreemWebhooks(secrets=[SECRET, b"older"])

    @webhooks.on("checkout.completed")
    def completed(event: Event[creem.Checkout | Unknown]) -> None:
        data = event.data
        if isinstance(data, creem.Checkout) and isinstance(data.product, creem.Product):
            print(data.product.name)

    body = (
        b'{"id":"evt_1","eventType":"checkout.completed","created_at":1789374600000,"object":{"id":"ch_1"}}'
    )
    event = webhooks.receive(body, {"creem-signature": webhooks.sign(body)})
    assert_type(event, Event[creem.Data])
    print(completed, Creem(api_key=None).webhooks.verify(payload=body, signature=None, secret=SECRET))


def errors() -> None:
    webhooks = Webhooks(secret=SECRET)
    try:
        webhooks.receive(BODY, {})
    except NotAuthenticError as error:
        print(error.code == "missing_signature", error.message, error.hint, error.http_status)
    except (ConfigurationError, TooLargeError, UnreadableError, RefusedError) as error:
        print(error.offset, error.field)
    except WebhookError:
        raise


if __name__ == "__main__":
    as_the_documentation_has_it()
    as_objects()
    handlers()
    the_other_provider()
    errors()
