"""Compares speed with what users would otherwise use: see `make -C bindings-python bench`.

Every round lets each contender go once through hundreds of distinct signed bodies, in turn, so that
whatever else the machine does slows all of them. What counts is the median of the rounds' ratios.

    bench.py [--rounds N] [--official DIRECTORY]
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any, NoReturn

import orjson
import standardwebhooks
import svix
from bodies import NAMES, SHAPES, bodies

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# Such as a server gets.
HEADERS = {
    "Host": "example.com",
    "User-Agent": "Commet-Webhooks/1.0",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br",
    "Content-Type": "application/json",
    "Content-Length": "544",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
}
OURS = ["verify", "verify_and_parse", "verify_and_parse, secret in call", "receive, two fields"]
OFFICIAL, BEST = "commet-sdk (official)", "hmac.digest + orjson"
# Times better, for small, medium and large bodies: what the contract asks for.
GOALS = {
    ("verify_and_parse", OFFICIAL): (3.5, 2.3, 2.0),
    ("verify_and_parse", BEST): (2.1, 1.35, 1.12),
    ("receive, two fields", OFFICIAL): (5.0, 4.0, 4.0),
}


def official_sdk(directory: str) -> Any:
    """The official package, which has the same name as ours: taken out of the way once loaded."""
    sys.path.insert(0, directory)
    try:
        from commet.resources.webhooks import Webhooks  # type: ignore[import-not-found]
    finally:
        sys.path.remove(directory)
        for name in [name for name in sys.modules if name.partition(".")[0] == "commet"]:
            del sys.modules[name]
    return Webhooks()


def wrong() -> NoReturn:
    raise AssertionError("a contender refused what is right")


def contenders(raw: list[bytes], official: Any) -> dict[str, Callable[[], object]]:
    from commet import Commet, Webhooks, events

    webhooks, client = Webhooks(secret=SECRET), Commet(api_key="key").webhooks
    signed = [(body, webhooks.sign(body)) for body in raw]
    texts = [(body.decode(), signature) for body, signature in signed]
    requests = [(body, {**HEADERS, "X-Commet-Signature": signature}) for body, signature in signed]
    key = SECRET.encode()
    assert all(webhooks.receive(body, headers).typed for body, headers in requests)
    assert isinstance(
        webhooks.receive(*requests[0]).data, events.SubscriptionActivated | events.CustomerStateChanged
    )

    def verify() -> None:
        for body, signature in signed:
            webhooks.verify(payload=body, signature=signature) or wrong()

    def verify_and_parse() -> None:
        for body, signature in signed:
            webhooks.verify_and_parse(raw_body=body, signature=signature) or wrong()

    def secret_in_call() -> None:
        for body, signature in signed:
            client.verify_and_parse(raw_body=body, signature=signature, secret=SECRET) or wrong()

    def receive() -> None:
        for body, headers in requests:
            data = webhooks.receive(body, headers).data
            (data.customer_id and data.status) or wrong()

    def official_sdk() -> None:
        for body, signature in texts:
            official.verify_and_parse(raw_body=body, signature=signature, secret=SECRET) or wrong()

    def plain(digest: Callable[[bytes], str], parse: Callable[[bytes], object]) -> Callable[[], None]:
        def run() -> None:
            for body, signature in signed:
                if not hmac.compare_digest(digest(body), signature):
                    wrong()
                parse(body) or wrong()

        return run

    def standard(check: Callable[..., object], names: Iterable[str]) -> Callable[[], None]:
        now = datetime.now(timezone.utc)
        stamp = str(int(now.timestamp()))
        secret = base64.b64decode(SECRET.removeprefix("whsec_"))
        prepared = []
        for body in raw:
            mac = hmac.digest(secret, b"msg_1." + stamp.encode() + b"." + body, "sha256")
            values = "msg_1", stamp, "v1," + base64.b64encode(mac).decode()
            prepared.append((body, {**HEADERS, **dict(zip(names, values, strict=True))}))

        def run() -> None:
            for body, headers in prepared:
                check(body, headers) or wrong()

        return run

    of_svix = svix.Webhook(SECRET)

    def with_svix(body: bytes, headers: dict[str, str]) -> object:
        of_svix.verify(body, headers)
        return json.loads(body)

    names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
    return {
        "verify": verify,
        "verify_and_parse": verify_and_parse,
        "verify_and_parse, secret in call": secret_in_call,
        "receive, two fields": receive,
        OFFICIAL: official_sdk,
        BEST: plain(lambda body: hmac.digest(key, body, "sha256").hex(), orjson.loads),
        "hmac + json": plain(lambda body: hmac.new(key, body, hashlib.sha256).hexdigest(), json.loads),
        "standardwebhooks": standard(standardwebhooks.Webhook(SECRET).verify, names),
        "svix + json": standard(with_svix, [name.replace("webhook", "svix") for name in names]),
    }


def measure(contenders: dict[str, Callable[[], object]], rounds: int, calls: int) -> dict[str, list[float]]:
    """Nanoseconds a call, by round."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(2):
        for run in contenders.values():
            run()
    for _ in range(rounds):
        for name, run in contenders.items():
            start = time.perf_counter_ns()
            run()
            times[name].append((time.perf_counter_ns() - start) / calls)
    return times


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--official", required=True, help="the directory that has the official SDK")
    arguments = parser.parse_args()
    official = official_sdk(arguments.official)
    missed = 0
    for text in NAMES:
        for size, shape in enumerate(SHAPES):
            raw = bodies(shape, text)
            runs = contenders(raw, official)
            times = measure(runs, arguments.rounds, len(raw))
            print(f"\n{shape}: {statistics.mean(map(len, raw)):.0f} bytes, {text}")
            for name in runs:
                print(f"  {name:34}{statistics.median(times[name]):9.0f} ns", end="")
                for peer in runs.keys() - set(OURS) if name in OURS[1:] else ():
                    pairs = zip(times[peer], times[name], strict=True)
                    ratio = statistics.median(theirs / ours for theirs, ours in pairs)
                    goal = GOALS.get((name, peer))
                    short = goal is not None and ratio < goal[size]
                    missed += short
                    asked = "" if goal is None else f" (goal {goal[size]}{', missed' if short else ''})"
                    print(f"   {ratio:.2f} × {peer}{asked}", end="")
                print()
    print(f"\n{missed} goals missed")


if __name__ == "__main__":
    main()
