"""Receives the webhooks of Commet and CREEM, with FastAPI.

    pip install commet-sdk fastapi uvicorn
    COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… uvicorn receiver:app

Then GET /customers/… says whether somebody may come in.
"""

import logging
import os
import threading
from typing import Any

from commet import CreemWebhooks, Event, Unknown, Webhooks, creem, events
from commet.fastapi import endpoint
from fastapi import FastAPI

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger("receiver")


class Access:
    """Remembers who may come in.

    A real one is a table of a database, which is changed together with that of the handled events,
    in one transaction.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handled: set[str] = set()
        self._granted: dict[str, bool] = {}

    def set(self, event: Event[Any], customer: str, *, granted: bool) -> None:
        """Grants or revokes access, once for each event: providers deliver more than once."""
        with self._lock:
            if event.idempotency_key not in self._handled:
                self._handled.add(event.idempotency_key)
                self._granted[customer] = granted

    def has(self, customer: str) -> bool:
        with self._lock:
            return self._granted.get(customer, False)


def received(event: Event[Any]) -> None:
    logger.info("received %s, %s, mode %s", event.type, event.idempotency_key, event.mode)


access = Access()
# Fails here, and not when a webhook arrives, where a secret is not set.
commet_webhooks = Webhooks(secret=os.environ.get("COMMET_WEBHOOK_SECRET"), on_event=received)
creem_webhooks = CreemWebhooks(secret=os.environ.get("CREEM_WEBHOOK_SECRET"), on_event=received)


@commet_webhooks.on("subscription.activated")
def activated(event: Event[events.SubscriptionActivated | Unknown]) -> None:
    access.set(event, event.data.customer_id, granted=True)


@commet_webhooks.on("subscription.canceled")
def canceled(event: Event[events.SubscriptionCanceled | Unknown]) -> None:
    access.set(event, event.data.customer_id, granted=False)


@creem_webhooks.on_grant_access
@creem_webhooks.on_revoke_access
def changed(event: Event[creem.Data]) -> None:
    if isinstance(event.data, creem.Subscription):
        customer = event.data.customer
        if isinstance(customer, creem.Customer):
            customer = customer.id
        if customer is not None:
            access.set(event, customer, granted=event.grants_access is True)


app = FastAPI()
app.add_api_route("/webhooks/commet", endpoint(commet_webhooks), methods=["POST"])
app.add_api_route("/webhooks/creem", endpoint(creem_webhooks), methods=["POST"])


@app.get("/customers/{customer}")
def show(customer: str) -> dict[str, bool]:
    return {"access": access.has(customer)}
