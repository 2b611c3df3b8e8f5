"""What several tests need."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SECRET = "whsec_test"
VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
DATA = {
    "subscriptionId": "sub_1",
    "customerId": "user_1",
    "status": "active",
    "currentPeriodStart": "2026-03-25T00:00:00.000Z",
    "currentPeriodEnd": "2026-04-25T00:00:00.000Z",
    "name": "Zoë 株式会社",
    "invoiceId": "inv_1",
    "invoiceNumber": "INV-1",
    "invoiceTotal": 9900,
    "invoiceCurrency": "usd",
    "provider": "stripe",
}


def sign(body: bytes, secret: str = SECRET) -> str:
    """By other means than ours."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def body_of(event: str = "subscription.activated", data: Any = None, **envelope: Any) -> bytes:
    payload = {
        "id": "whev_1",
        "event": event,
        "timestamp": "2026-03-25T14:30:00.000Z",
        "organizationId": "org_1",
        "mode": "live",
        "apiVersion": "2026-08-27",
        "data": DATA if data is None else data,
        **envelope,
    }
    return json.dumps(payload, ensure_ascii=False).encode()


def headers_of(body: bytes) -> dict[str, str]:
    return {"Host": "example.com", "X-Commet-Signature": sign(body)}


def event_bodies(provider: str) -> Iterator[tuple[str, bytes]]:
    """Realistic bodies of every event in every version."""
    for case in json.loads((VECTORS / f"events-{provider}.json").read_text())["cases"]:
        body = case["body"]
        if isinstance(body, str):
            yield case["id"], body.encode()
        elif "base64" in body:
            yield case["id"], base64.b64decode(body["base64"])
