"""Mistakes that type checkers must find: each line marked so, and no other."""

from commet import Event, Unknown, Webhooks, events

webhooks = Webhooks(secret="whsec_test")
payload = webhooks.verify_and_parse(raw_body=b"{}", signature="")
print(payload["event"])  # wrong
if payload is not None and payload["event"] == "subscription.activated":
    print(payload["data"]["custmerId"])  # wrong


def paid(event: Event[events.PaymentReceived | Unknown]) -> None:
    print(event)


Webhooks(on_payment_failed=paid)  # wrong
Webhooks(on_payment_fialed=paid)  # wrong


def failed(event: Event[events.PaymentFailed]) -> None:
    event.data.customer_id = "user_2"  # wrong
    event.type = "payment.received"  # wrong
    print(event.data.custmer_id)  # wrong


webhooks.receive(12, {})  # wrong
