"""Events and the objects in them, for every event of the catalog."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
from datetime import datetime, timezone
from typing import Any

import pytest
from commet import CreemWebhooks, Event, Record, Unknown, Webhooks, creem, events
from helpers import DATA, SECRET, body_of, event_bodies, headers_of

ENDPOINTS = {"commet": Webhooks(secret=SECRET), "creem": CreemWebhooks(secret=SECRET)}
HEADERS = {"commet": "x-commet-signature", "creem": "creem-signature"}
BODIES = [(provider, *case) for provider in ENDPOINTS for case in event_bodies(provider)]


def receive(body: bytes, provider: str = "commet") -> Event[Any]:
    webhooks = ENDPOINTS[provider]
    return webhooks.receive(body, {HEADERS[provider]: webhooks.sign(body)})


def camel(attribute: str, keys: Any) -> str | None:
    """The key of an attribute: the one that differs in case and underscores alone."""
    same = [key for key in keys if key.replace("_", "").lower() == attribute.replace("_", "")]
    return same[0] if same else None


def check(value: Any, raw: Any) -> None:
    """A typed value says what the plain one does."""
    if isinstance(value, Unknown):
        assert value.to_dict() == raw
    elif isinstance(value, Record):
        assert value.to_dict() == raw
        for attribute in value.__match_args__:
            key = camel(attribute, raw)
            check(getattr(value, attribute), None if key is None else raw[key])
    elif isinstance(value, tuple):
        raw = raw if isinstance(raw, list) else [raw]
        assert len(value) == len(raw)
        for element, its_raw in zip(value, raw, strict=True):
            check(element, its_raw)
    elif isinstance(value, datetime):
        assert value.tzinfo is timezone.utc
        if isinstance(raw, str):
            assert value == datetime.fromisoformat(raw.replace("Z", "+00:00"))
        else:
            assert value.timestamp() == pytest.approx(raw / 1000 if raw >= 1e11 else raw)
    else:
        assert value == raw and type(value) is type(raw)


@pytest.mark.parametrize(("provider", "case", "body"), BODIES, ids=[case for _, case, _ in BODIES])
def test_every_event_of_every_version(provider: str, case: str, body: bytes) -> None:
    event = receive(body, provider)
    raw = json.loads(body)
    assert event.raw == raw and event.body == body and event.known and event.typed
    data = raw["data" if provider == "commet" else "object"]
    assert type(event.data) is not Unknown
    check(event.data, data)
    assert event.data is event.data and event.raw is event.raw
    twin = receive(body, provider)
    for made in [twin, pickle.loads(pickle.dumps(event)), copy.copy(event), copy.deepcopy(event)]:
        assert made == event and hash(made) == hash(event) and repr(made) == repr(event)
        assert made.data == event.data and hash(made.data) == hash(event.data)
    for made in [pickle.loads(pickle.dumps(event.data)), copy.deepcopy(event.data)]:
        assert made == event.data and type(made) is type(event.data) and repr(made) == repr(event.data)
        check(made, data)


def test_there_are_as_many_as_the_catalog_has() -> None:
    types = {receive(body, provider).type for provider, _, body in BODIES}
    names = {*events.Name.__args__, *creem.Name.__args__}
    assert types == names


def test_an_event() -> None:
    event = receive(body_of())
    assert (event.provider, event.type, event.id, event.mode) == (
        "commet",
        "subscription.activated",
        "whev_1",
        "live",
    )
    assert (event.organization_id, event.api_version, event.idempotency_key) == (
        "org_1",
        "2026-08-27",
        "whev_1",
    )
    assert (event.access, event.grants_access, event.untyped_reason) == ("granted", True, None)
    assert (
        event.time == datetime(2026, 3, 25, 14, 30, tzinfo=timezone.utc)
        and event.time_ms == 1_774_449_000_000
    )
    assert event.data.customer_id == "user_1" and event.data.name == DATA["name"]
    assert event.data.current_period_end == datetime(2026, 4, 25, tzinfo=timezone.utc)
    shown = repr(event)
    assert shown.startswith(
        "Event(type='subscription.activated', id='whev_1', time=datetime.datetime(2026, 3, 25"
    )
    assert "data=SubscriptionActivated(" in shown and "customer_id='user_1'" in shown
    assert Event[events.SubscriptionActivated].__origin__ is Event
    match event:
        case Event("subscription.activated", events.SubscriptionActivated(customer_id=customer)):
            assert customer == "user_1"
        case _:
            pytest.fail("no match")


def test_differences() -> None:
    event, other = receive(body_of()), receive(body_of(id="whev_2"))
    assert event != other and event.data == other.data and event.data != event and event != "event"
    changed = receive(body_of(data={**DATA, "later": 1}))
    assert changed.data != event.data and changed.data.to_dict()["later"] == 1


def test_what_is_absent() -> None:
    body = (
        b'{"event":"subscription.updated","data":{"subscriptionId":"s","customerId":"u","status":"active"}}'
    )
    event = receive(body)
    absent = (event.id, event.time, event.time_ms, event.mode, event.organization_id, event.api_version)
    assert absent == (None,) * 6
    assert event.idempotency_key == hashlib.sha256(body).hexdigest()


def test_the_year_0_is_no_datetime() -> None:
    event = receive(body_of(timestamp="0000-06-01T00:00:00Z"))
    assert event.time is None and event.time_ms == -62_154_086_400_000


def test_an_unknown_event() -> None:
    event = receive(body_of("news.from_tomorrow", {"customerId": "user_1", "reason": None, "x": [1]}))
    data = event.data
    assert (event.known, event.typed) == (False, False) and event.untyped_reason
    assert isinstance(data, Unknown) and data.to_dict() == {"customerId": "user_1", "reason": None, "x": [1]}
    assert (data.customer_id, data.reason, data.invoice_id) == ("user_1", None, None)
    assert not hasattr(data, "no_such_field") and not hasattr(data, "__len__")
    assert repr(data) == "Unknown({'customerId': 'user_1', 'reason': None, 'x': [1]})"
    twin = pickle.loads(pickle.dumps(data))
    assert twin == data and hash(twin) == hash(data) and isinstance(twin, Unknown)


def test_data_that_does_not_fit() -> None:
    event = receive(body_of(data={**DATA, "customerId": 7}))
    assert event.known and not event.typed and isinstance(event.data, Unknown)
    assert event.untyped_reason == "data.customerId: expected a string, found a number"
    assert event.data.customer_id == 7


def test_unions() -> None:
    flat = {"code": "seats", "name": "Seats", "type": "seats", "allowed": True}
    features = [
        {"code": "a", "name": "A", "type": "boolean", "allowed": True, "enabled": True},
        flat,
        {"code": "b", "name": "B", "type": "from_tomorrow"},
        {"code": "c", "name": "C", "type": "usage", "allowed": True, "consumption": {"model": "metered"}},
    ]
    bodies = (json.loads(body) for provider, _, body in BODIES if provider == "commet")
    latest = [body["data"] for body in bodies if body["event"] == "customer.state_changed"][-1]
    event = receive(body_of("customer.state_changed", {**latest, "features": features}))
    assert event.typed, event.untyped_reason
    found = event.data.features
    assert [type(feature) for feature in found] == [
        events.BooleanFeature,
        events.FeatureAccessFlat,
        Unknown,
        events.FeatureAccessFlat,
    ]
    assert found is event.data.features and hash(found) is not None
    assert [feature.to_dict() for feature in found] == features


def test_an_element_that_is_no_list() -> None:
    feature = {"id": "feat_1", "type": "file"}
    for given in [feature, [feature]]:
        body = json.dumps(
            {"id": "e", "eventType": "checkout.completed", "object": {"id": "ch_1", "feature": given}}
        ).encode()
        event = receive(body, "creem")
        if event.typed:
            assert len(event.data.feature) == 1 and event.data.feature[0].to_dict() == feature


def test_what_may_be_an_id_or_the_object() -> None:
    bodies = (json.loads(body) for _, case, body in BODIES if "subscription.paid" in case)
    payload = next(body for body in bodies if isinstance(body["object"]["product"], dict))
    for product in [payload["object"]["product"], "prod_1"]:
        payload["object"]["product"] = product
        found = receive(json.dumps(payload).encode(), "creem").data.product
        assert isinstance(found, creem.Product) == isinstance(product, dict)
        assert found == product or found.to_dict() == product


def test_numbers() -> None:
    event = receive(body_of(data={**DATA, "invoiceTotal": 99.5}))
    assert event.data.invoice_total == 99.5
    event = receive(body_of(data={**DATA, "invoiceTotal": 2**53 + 1}))
    assert event.data.invoice_total == 2**53 + 1


def test_they_never_change() -> None:
    event = receive(body_of())
    for of, attribute in [(event, "type"), (event.data, "customer_id"), (event.data, "new"), (event, "new")]:
        with pytest.raises(AttributeError):
            setattr(of, attribute, 1)
    event.data.to_dict()["customerId"] = 1
    assert event.data.customer_id == "user_1"
    for of in [Record, Unknown, events.SubscriptionActivated, Event]:
        with pytest.raises(TypeError):
            of()


def test_they_outlive_their_request() -> None:
    body = bytearray(body_of())
    webhooks = Webhooks(secret=SECRET)
    data = webhooks.receive(body, headers_of(bytes(body))).data
    body[:] = b"x" * len(body)
    del webhooks
    assert data.customer_id == "user_1"


def test_descriptors_are_documented() -> None:
    assert "cents" in (events.SubscriptionActivated.invoice_total.__doc__ or "")
    assert events.SubscriptionActivated.__doc__ and Webhooks.receive.__doc__ and Event.data.__doc__
    with pytest.raises(TypeError):
        events.SubscriptionActivated.customer_id.__get__(receive(body_of("trial.expired", {})).data)
