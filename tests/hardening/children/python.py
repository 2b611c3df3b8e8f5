"""Receives webhooks and prints whatever Python shows of errors and verifiers; see `memory` in this room."""

from __future__ import annotations

import gc
import sys
import traceback
from datetime import datetime, timedelta, timezone

from commet import Commet, WebhookError, Webhooks

NOW = datetime(2026, 3, 25, 14, 30, tzinfo=timezone.utc)


def answer(line: bytes, kept: list[Webhooks]) -> None:
    command, secret, signature, body = line.rstrip(b"\n").split(b" ", 3)
    if command == b"drop":
        return kept.clear()
    if secret == b"-":
        secret = b" "
    given = None if signature == b"-" else signature.decode()
    client = Commet().webhooks
    print(client.verify(payload=body, signature=given, secret=secret.decode()))
    print(client.verify_and_parse(raw_body=body, signature=given, secret=secret.decode()) is not None)
    try:
        webhooks = Webhooks(
            secret=secret.decode(), mode="live", max_age=timedelta(hours=1), max_body_bytes=2000
        )
        print(webhooks, repr(webhooks))
        webhooks.receive(
            body, {"X-Commet-Signature": given or "", "X-Commet-Event": "payment.failed"}, now=NOW
        )
        print("ok")
    except WebhookError as error:
        print(error.code, error, repr(error), error.__dict__, error.args, sep="\n")
        traceback.print_exc(file=sys.stdout)
        return
    if command == b"keep":
        kept.append(webhooks)


def main() -> None:
    kept: list[Webhooks] = []
    for line in sys.stdin.buffer:
        answer(line, kept)
        gc.collect()
        print("done", flush=True)


if __name__ == "__main__":
    main()
