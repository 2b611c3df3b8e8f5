"""Answers conformance cases: a line each on standard input, a result each on standard output."""

from __future__ import annotations

import base64
import json
import struct
import sys
from datetime import datetime, timedelta, timezone
from typing import Any

from commet import Commet, Creem, CreemWebhooks, WebhookError, Webhooks

CLIENTS = {"commet": Commet().webhooks, "creem": Creem().webhooks}
ENDPOINTS = {"commet": Webhooks, "creem": CreemWebhooks}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST_MS = -62_135_596_800_000
SIGNATURE_HEADERS = {"commet": "X-Commet-Signature", "creem": "creem-signature"}


def main() -> None:
    # Values are written as several levels for each of theirs.
    sys.setrecursionlimit(10_000)
    for line in sys.stdin.buffer:
        answer = json.dumps(answer_to(json.loads(line)), ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(answer.encode() + b"\n")


def answer_to(case: dict[str, Any]) -> dict[str, Any]:
    body = base64.b64decode(case["body"], validate=True)
    webhooks, signature, secret = CLIENTS[case["provider"]], case["signature"], case["secret"]
    return {
        "id": case["id"],
        "verify": webhooks.verify(payload=body, signature=signature, secret=secret),
        "parse": value(webhooks.verify_and_parse(raw_body=body, signature=signature, secret=secret)),
        "receive": received(case, body),
    }


def received(case: dict[str, Any], body: bytes) -> dict[str, Any]:
    options = case.get("options", {})
    headers = case.get("headers")
    if headers is None:
        headers = {SIGNATURE_HEADERS[case["provider"]]: case["signature"]}
    now = options.get("now")
    try:
        event = ENDPOINTS[case["provider"]](secret=case["secret"], secrets=options.get("secrets")).receive(
            body,
            headers,
            mode=options.get("mode"),
            max_age=options.get("max_age_seconds"),
            max_body_bytes=options.get("max_body_bytes"),
            now=None if now is None else iso_8601(now),
        )
    except WebhookError as error:
        return {"ok": False, "code": error.code}
    return {
        "ok": True,
        "type": event.type,
        "known": event.known,
        "typed": event.typed,
        "event_id": event.id,
        "idempotency_key": event.idempotency_key,
        "time": None if event.time_ms is None else text_of(event.time_ms),
        "mode": event.mode,
        "api_version": event.api_version,
        "grants_access": event.grants_access,
        "data": value(event.data.to_dict()),
    }


def text_of(time_ms: int) -> str:
    # Python has no year 0, but one that is just like it 400 years later.
    years = 0 if time_ms >= FIRST_MS else 400
    time = EPOCH + timedelta(milliseconds=time_ms, days=years // 400 * 146_097)
    return f"{time.year - years:04}{time.strftime('-%m-%dT%H:%M:%S')}.{time.microsecond // 1000:03}Z"


def iso_8601(text: str) -> datetime:
    # Before Python 3.11, `fromisoformat` does not read a Z.
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def value(of: Any) -> Any:
    """A value as the protocol writes it."""
    if isinstance(of, dict):
        entries = sorted(of.items(), key=lambda entry: entry[0].encode())
        return {"o": [[key, value(element)] for key, element in entries]}
    if isinstance(of, list):
        return [value(element) for element in of]
    if isinstance(of, (int, float)) and not isinstance(of, bool):
        return {"n": struct.pack(">d", float(of)).hex()}
    return of


if __name__ == "__main__":
    main()
