"""Receives the webhooks of Commet and CREEM, with Flask.

    pip install commet-sdk flask waitress
    COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… waitress-serve --listen=127.0.0.1:8080 receiver:app
"""

import logging
import os
import threading
from typing import Any

from commet import CreemWebhooks, Event, Webhooks, creem, events
from commet.flask import view
from flask import Flask

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger("receiver")


class Records:
    """What the application remembers: in a real one two tables, changed in one transaction."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handled: set[str] = set()
        self._access: dict[str, bool] = {}

    def first(self, event: Event[Any]) -> bool:
        """Remembers an event; whether it has not come before. Providers deliver more than once."""
        with self._lock:
            if event.idempotency_key in self._handled:
                return False
            self._handled.add(event.idempotency_key)
            return True

    def set_access(self, customer: str, *, granted: bool) -> None:
        with self._lock:
            self._access[customer] = granted
        logger.info("%s %s access", customer, "has" if granted else "has no")


records = Records()


def receive(event: Event[Any]) -> None:
    """Handles an event that is authentic; everything else has been refused."""
    if not records.first(event):
        logger.info("repeated %s as %s", event.type, event.idempotency_key)
    elif not event.typed:
        # Newer than this program, perhaps. Its data is all there: `event.data.to_dict()`.
        logger.warning("untyped %s as %s: %s", event.type, event.idempotency_key, event.untyped_reason)
    else:
        handle(event)
        logger.info("handled %s as %s", event.type, event.idempotency_key)


def handle(event: Event[Any]) -> None:
    match event.data:
        case events.SubscriptionActivated() as data:
            records.set_access(data.customer_id, granted=True)
        case events.SubscriptionCanceled() as data:
            records.set_access(data.customer_id, granted=False)
        case events.PaymentFailed() as data:
            logger.info("remind %s: %s", data.customer_id, data.failure_code)
        # The customer is an object, or just its id.
        case creem.Subscription(customer=creem.Customer(id=customer) | str(customer)):
            if event.grants_access is not None:
                records.set_access(customer, granted=event.grants_access)


# Fails here, and not when a webhook arrives, where a secret is not set.
commet_webhooks = Webhooks(secret=os.environ.get("COMMET_WEBHOOK_SECRET"), on_event=receive)
creem_webhooks = CreemWebhooks(secret=os.environ.get("CREEM_WEBHOOK_SECRET"), on_event=receive)

app = Flask(__name__)
app.add_url_rule("/webhooks/commet", view_func=view(commet_webhooks))
app.add_url_rule("/webhooks/creem", view_func=view(creem_webhooks))
