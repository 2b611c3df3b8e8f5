"""Times the package and what users would otherwise use: `make bench ONLY=python` in the project's root.

Arguments and output are those of benches/src/measurements.rs; besides them, the directory that has the
official package: bench.py BODIES ROUNDS OFFICIAL
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import platform
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any, NoReturn

import orjson
import standardwebhooks
import svix

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KINDS = ["small-ascii", "medium-ascii", "large-ascii", "small-unicode", "medium-unicode", "large-unicode"]
# Bytes that a turn goes through, about.
TURN = 2_000_000

Calls = dict[str, Callable[[], object]]


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


def headers_of(body: bytes) -> dict[str, str]:
    """Such as a server gets; a signature is added."""
    return {
        "Host": "example.com",
        "User-Agent": "Commet-Webhooks/1.0",
        "Accept": "*/*",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Commet-Event": json.loads(body)["event"],
        "X-Commet-Timestamp": "2026-06-23T14:00:00.000Z",
    }


def contenders(raw: list[bytes], official: Any) -> dict[tuple[str, str], Calls]:
    """By what they do, and whether they are calls of ours or peers."""
    from commet import Commet, Webhooks, events

    webhooks, client = Webhooks(secret=SECRET), Commet(api_key="key").webhooks
    signed = [(body, webhooks.sign(body)) for body in raw]
    texts = [(body.decode(), signature) for body, signature in signed]
    requests = [(body, {**headers_of(body), "X-Commet-Signature": signature}) for body, signature in signed]
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
            prepared.append((body, {**headers_of(body), **dict(zip(names, values, strict=True))}))

        def run() -> None:
            for body, headers in prepared:
                check(body, headers) or wrong()

        return run

    of_svix = svix.Webhook(SECRET)

    def with_svix(body: bytes, headers: dict[str, str]) -> object:
        of_svix.verify(body, headers)
        return json.loads(body)

    def hash_alone() -> None:
        for body in raw:
            hashlib.sha256(body).digest() or wrong()

    names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
    return {
        ("verify", "call"): {"verify": verify},
        ("parse", "call"): {
            "verify_and_parse": verify_and_parse,
            "verify_and_parse, secret in call": secret_in_call,
            "receive, two fields": receive,
        },
        ("parse", "peer"): {
            "commet-sdk": official_sdk,
            "hmac.digest + orjson": plain(lambda body: hmac.digest(key, body, "sha256").hex(), orjson.loads),
            "hmac + json": plain(lambda body: hmac.new(key, body, hashlib.sha256).hexdigest(), json.loads),
            "standardwebhooks": standard(standardwebhooks.Webhook(SECRET).verify, names),
            "svix + json": standard(with_svix, [name.replace("webhook", "svix") for name in names]),
        },
        ("hash", "peer"): {"SHA-256 alone": hash_alone},
    }


def measure(calls: Calls, rounds: int, passes: int, bodies: int) -> dict[str, list[float]]:
    """Nanoseconds a body, by round."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for run in calls.values():
        run()
    for _ in range(rounds):
        for name, run in calls.items():
            start = time.perf_counter_ns()
            for _ in range(passes):
                run()
            times[name].append((time.perf_counter_ns() - start) / passes / bodies)
    return times


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: bench.py BODIES ROUNDS OFFICIAL")
    directory, rounds, place = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    official = official_sdk(place)
    versions = {name: version(name) for name in ("orjson", "standardwebhooks", "svix")}
    versions |= {one.name: one.version for one in distributions(name="commet-sdk", path=[place])}
    runtime = f"{platform.python_implementation()} {platform.python_version()}"
    print(json.dumps({"runtime": runtime, "versions": versions}))
    for kind in KINDS:
        raw = (directory / kind).with_suffix(".jsonl").read_bytes().splitlines()
        groups = contenders(raw, official)
        calls = {name: run for group in groups.values() for name, run in group.items()}
        times = measure(calls, rounds, max(1, TURN // sum(map(len, raw))), len(raw))
        for (task, role), group in groups.items():
            for name in group:
                print(json.dumps({"bodies": kind, "task": task, role: name, "ns": times[name]}), flush=True)


if __name__ == "__main__":
    main()
