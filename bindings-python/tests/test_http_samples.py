"""The samples of the provider's documentation, and our example, as users run them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commet import Creem
from helpers import DATA, SECRET, body_of, headers_of
from http_server import post, program, request

SAMPLES = Path(__file__).parent / "samples"
EXAMPLES = Path(__file__).parents[2] / "examples" / "python"


@pytest.mark.parametrize(
    ("sample", "path", "refused"),
    [("overview", "/api/webhooks/commet", 401), ("verify_by_hand", "/webhooks/commet", 403)],
)
def test_the_samples_of_the_documentation(sample: str, path: str, refused: int, tmp_path: Path) -> None:
    command = ["flask", "--app", SAMPLES / f"{sample}.py", "run", "--port", "0"]
    environment = {"COMMET_API_KEY": "key", "COMMET_WEBHOOK_SECRET": SECRET}
    with program(tmp_path / "log", *command, **environment) as port:
        activated, canceled = body_of(), body_of("subscription.canceled", DATA | {"status": "canceled"})
        for genuine in [activated, canceled, body_of("news.from_tomorrow"), b'{"event":null}']:
            assert post(port, path, genuine)[:2] == (200, b"OK")
        for body, headers in [
            (activated + b" ", headers_of(activated)),
            (activated, headers_of(canceled)),
            (activated, {"X-Commet-Signature": "é" * 64}),
            (activated, {"X-Commet-Signature": ""}),
            (activated, {}),
            (b"", headers_of(b"")),
            (b"\xff", headers_of(b"\xff")),
            (b"[" * 100_000, headers_of(b"[" * 100_000)),
            (b'{"n":' + b"9" * 5000 + b"}", headers_of(b'{"n":' + b"9" * 5000 + b"}")),
        ]:
            assert request(port, path, body, headers)[:2] == (refused, b"Invalid signature")


def test_the_example(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = ["flask", "--app", EXAMPLES / "receiver.py", "run", "--port", "0"]
    environment = {"COMMET_WEBHOOK_SECRET": SECRET, "CREEM_WEBHOOK_SECRET": "other"}
    canceled = body_of("subscription.canceled", DATA | {"status": "canceled"}, id="whev_2")
    with program(log, *command, **environment) as port:
        forged = request(port, "/webhooks/commet", body_of(), {"X-Commet-Signature": "0" * 64})
        assert forged.status == 403
        for body in [body_of(), canceled, body_of(), body_of("news.from_tomorrow", id="whev_3")]:
            assert post(port, "/webhooks/commet", body).status == 200

        paid = b'{"id":"evt_1","eventType":"subscription.paid","created_at":1789374600123,"object":{"id":"sub_1",'
        paid += b'"object":"subscription","mode":"test","product":"prod_1","customer":"cust_1",'
        paid += b'"collection_method":"charge_automatically","status":"active",'
        paid += b'"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}'
        signature = Creem(api_key=None).webhooks.sign(paid, "other")
        assert request(port, "/webhooks/creem", paid, {"creem-signature": signature}).status == 200
    said = log.read_text()
    assert "signature_mismatch" in said and "untyped news.from_tomorrow as whev_3" in said
    assert re.findall(r"INFO:receiver:(.*)", said) == [
        "user_1 has access",
        "handled subscription.activated as whev_1",
        "user_1 has no access",
        "handled subscription.canceled as whev_2",
        # Delivered again, it is not acted on again.
        "repeated subscription.activated as whev_1",
        "cust_1 has access",
        "handled subscription.paid as evt_1",
    ]
