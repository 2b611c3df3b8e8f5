"""Threads that verify while others fork, and an interpreter that ends while they run."""

from __future__ import annotations

import os
import sys
import threading

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


def fork(webhooks: Webhooks, wrong: list[object]) -> None:
    child = os.fork()
    if child == 0:
        # Nothing that a thread of the parent held may be missing here.
        body = BODIES[2]
        right = webhooks.receive(body, {"X-Commet-Signature": webhooks.sign(body)}).type == "payment.failed"
        os._exit(0 if right else 1)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        wrong.append(child)


def main() -> None:
    webhooks, stop, wrong = Webhooks(secret=SECRET), threading.Event(), []
    threads = [threading.Thread(target=work, args=(webhooks, stop, wrong)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        fork(webhooks, wrong)
    stop.set()
    for thread in threads:
        thread.join()
    # These go on when the interpreter ends.
    for _ in range(4):
        threading.Thread(target=work, args=(webhooks, None, wrong), daemon=True).start()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
