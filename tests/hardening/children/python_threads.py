"""Threads that verify beside one another, and an interpreter that ends while they run."""

from __future__ import annotations

import sys
import threading
import time

from commet import Webhooks

SECRET = "whsec_threads"
BODIES = [
    b'{"event":"payment.failed","data":{"list":[' + b"1," * size + b"0]}}" for size in (1, 100, 50_000)
]


def work(webhooks: Webhooks, stop: threading.Event | None, wrong: list[object]) -> None:
    signed = [(body, {"X-Commet-Signature": webhooks.sign(body)}) for body in BODIES]
    while stop is None or not stop.is_set():
        for body, headers in signed:
            if webhooks.receive(body, headers).raw["event"] != "payment.failed":
                wrong.append(body)
            if webhooks.verify(payload=body + b" ", signature=headers["X-Commet-Signature"]):
                wrong.append(headers)


def main() -> None:
    webhooks, stop, wrong = Webhooks(secret=SECRET), threading.Event(), []
    threads = [threading.Thread(target=work, args=(webhooks, stop, wrong)) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    # These go on when the interpreter ends.
    for _ in range(4):
        threading.Thread(target=work, args=(webhooks, None, wrong), daemon=True).start()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
