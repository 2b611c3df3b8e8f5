"""Bodies such as the providers send, each different."""

from __future__ import annotations

import json
from typing import Any

# Name, how many features, how many bodies.
SHAPES = {"small": (0, 400), "medium": (5, 400), "large": (192, 60)}
NAMES = {"ASCII": "Acme Corporation, Inc.", "non-ASCII": "Café Zoë 株式会社"}


def bodies(shape: str, text: str) -> list[bytes]:
    features, count = SHAPES[shape]
    made = (body(number, features, NAMES[text]) for number in range(count))
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in made]


def body(number: int, features: int, name: str) -> dict[str, Any]:
    return {
        "event": "customer.state_changed" if features else "subscription.activated",
        "timestamp": f"2026-06-23T14:{number % 60:02}:{number % 59:02}.{number % 997:03}Z",
        "organizationId": f"8f14e45f-ceea-4e7a-9c3d-{number:012x}",
        "mode": "live",
        "apiVersion": "2026-08-27",
        "data": state(number, features, name) if features else activation(number, name),
    }


def activation(number: int, name: str) -> dict[str, Any]:
    return {
        "subscriptionId": f"sub_{number:08x}",
        "customerId": f"user_{number:012}",
        "status": "active",
        "currentPeriodStart": "2026-03-25T00:00:00.000Z",
        "currentPeriodEnd": "2026-04-25T00:00:00.000Z",
        "name": f"{name} {number}",
        "invoiceId": f"inv_{number:010x}",
        "invoiceNumber": f"INV-{number:06}",
        "invoiceTotal": 9900 + number,
        "invoiceCurrency": "usd",
        "provider": "stripe",
    }


def state(number: int, features: int, name: str) -> dict[str, Any]:
    return {
        "customerId": f"user_{number}",
        "trigger": "subscription_activated",
        "status": "active",
        "subscriptionId": f"sub_{number:08x}",
        "plan": {"id": f"pln_{number}", "name": name},
        "billingInterval": "monthly",
        "consumptionModel": "metered",
        "features": [feature(number, index, name) for index in range(features)],
        "seats": [
            {"code": "editors", "current": number % 5, "included": 5, "remaining": 2, "unlimited": False}
        ],
        "credits": None,
        "balance": None,
    }


def feature(number: int, index: int, name: str) -> dict[str, Any]:
    """Usage and seats by turns, as the documentation shows them."""
    used = (number * 31 + index * 17) % 1000
    period = {"start": "2026-07-01T00:00:00.000Z", "end": "2026-08-01T00:00:00.000Z"}
    if index % 2 == 0:
        return {
            "code": f"api_calls_{index}",
            "name": f"{name} {index}",
            "unitName": "request",
            "type": "usage",
            "allowed": True,
            "consumption": {
                "model": "metered",
                "period": period,
                "unitsUsed": used,
                "includedUnits": 1000,
                "remainingUnits": 1000 - used,
                "unlimited": False,
                "overage": {
                    "enabled": True,
                    "units": 0,
                    "unitPrice": {"amount": 50, "currency": "usd", "scale": 10000},
                },
            },
        }
    return {
        "code": f"editors_{index}",
        "name": name,
        "unitName": "seat",
        "type": "seats",
        "allowed": True,
        "usage": {
            "period": period,
            "unitsUsed": used % 6,
            "includedUnits": 5,
            "remainingUnits": 2,
            "unlimited": False,
            "overage": {"enabled": False, "units": 0},
        },
    }
