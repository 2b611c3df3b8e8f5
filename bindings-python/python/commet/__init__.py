"""Verify and parse the webhooks of two billing providers, Commet and CREEM.

    >>> from commet import Webhooks
    >>> webhooks = Webhooks(secret="whsec_test")
    >>> @webhooks.on("payment.failed")
    ... def failed(event):
    ...     print(event.data.customer_id, "has to pay again")

For each request, pass the raw body, before any framework parses it, and all headers. This one is
signed here, as in a test:

    >>> body = b'''{"event": "payment.failed", "timestamp": "2026-09-14T08:30:00Z", "organizationId": "org_1",
    ...     "data": {"invoiceId": "inv_1", "invoiceNumber": "INV-1", "customerId": "user_1",
    ...     "subscriptionId": null, "failureCode": "card_declined", "failureMessage": null}}'''
    >>> headers = {"X-Commet-Signature": webhooks.sign(body)}
    >>> webhooks.answer(body, headers)
    user_1 has to pay again
    Answer(status=200, body=b'{"received":true}', content_type='application/json')

`receive` gives the event itself, or says exactly what is wrong:

    >>> webhooks.receive(body, headers).time.isoformat()
    '2026-09-14T08:30:00+00:00'
    >>> webhooks.receive(body + b" ", headers)
    Traceback (most recent call last):
    commet.NotAuthenticError: the signature does not match this body and secret. ...

`verify_and_parse` gives a plain dict or None, as in the providers' documentation.
"""

from ._endpoint import Answer
from ._errors import (
    ConfigurationError,
    NotAuthenticError,
    RefusedError,
    TooLargeError,
    UnreadableError,
    WebhookError,
)
from ._native import Event, __version__
from ._record import Record, Unknown
from ._webhooks import Commet, Creem, CreemWebhooks, Webhooks

__all__ = [
    "Answer",
    "Commet",
    "ConfigurationError",
    "Creem",
    "CreemWebhooks",
    "Event",
    "NotAuthenticError",
    "Record",
    "RefusedError",
    "TooLargeError",
    "Unknown",
    "UnreadableError",
    "WebhookError",
    "Webhooks",
    "__version__",
]
