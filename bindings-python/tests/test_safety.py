"""Threads, forks, other interpreters, the end of the interpreter, memory, and the time to import."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import commet
import pytest
from commet import Commet, WebhookError, Webhooks
from helpers import DATA, SECRET, body_of, headers_of, sign

BODY = body_of()
LARGE = body_of(data={**DATA, "more": [{"id": number, "text": "é" * 9} for number in range(20_000)]})


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def good(webhooks: Any) -> None:
    headers = headers_of(BODY)
    for _ in range(10_000):
        webhooks.verify(payload=BODY, signature=headers["X-Commet-Signature"], secret=SECRET)
        webhooks.verify_and_parse(raw_body=BODY, signature=headers["X-Commet-Signature"], secret=SECRET)
        event = webhooks.receive(BODY, headers)
        event.data.current_period_end, event.raw, event.data == event.data, event.time  # noqa: B018
        webhooks.sign(BODY)
        webhooks.answer(bytearray(BODY), headers)


def bad(webhooks: Any) -> None:
    headers = headers_of(b'{"event":')
    unfit = body_of(data={**DATA, "customerId": 7})
    signed = headers_of(unfit)
    for _ in range(10_000):
        webhooks.verify(payload=BODY, signature="é" * 64, secret=b"other")
        webhooks.verify_and_parse(raw_body=b'{"event":', signature=headers["X-Commet-Signature"])
        webhooks.verify_and_parse(raw_body='{"\ud800', signature=None)
        for raw, given in [(b'{"event":', headers), (BODY, [("a", b"b")]), ({}, {}), (BODY, 7)]:
            try:
                webhooks.receive(raw, given)
            except (WebhookError, TypeError):
                pass
        webhooks.receive(unfit, signed).data.customer_id  # noqa: B018


def test_memory_does_not_grow() -> None:
    """A million calls."""
    webhooks = Webhooks(secret=SECRET, on_error=lambda error, event: None)
    for calls in (good, bad):
        calls(webhooks)
    gc.collect()
    before = resident_bytes()
    for _ in range(9):
        good(webhooks)
        bad(webhooks)
    gc.collect()
    assert resident_bytes() - before < 2 << 20


def test_an_event_within_itself() -> None:
    webhooks, headers = Webhooks(secret=SECRET), headers_of(BODY)

    class Witness:
        pass

    event = webhooks.receive(BODY, headers)
    witness = event.raw["witness"] = Witness()
    event.raw["data"]["event"] = event
    alive = weakref.ref(witness)
    del event, witness
    gc.collect()
    assert alive() is None


def test_threads() -> None:
    webhooks = Webhooks(secret=SECRET)
    requests = [(body, headers_of(body)) for body in (BODY, LARGE)]
    event = webhooks.receive(*requests[1])

    def work(number: int) -> None:
        for _ in range(20):
            body, headers = requests[number % 2]
            assert webhooks.receive(body, headers).data.customer_id == "user_1"
            assert webhooks.verify_and_parse(raw_body=body, signature=headers["X-Commet-Signature"])
            assert event.data.customer_id == "user_1" and len(event.raw["data"]["more"]) == 20_000

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, number) for number in range(16)]:
            done.result()


def test_large_bodies_let_others_run() -> None:
    webhooks, body = Webhooks(secret=SECRET), LARGE * 20
    ticks, stop = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stop.is_set():
            ticks += 1
            time.sleep(0.001)

    # Threads would else wait for each other until the interpreter makes them switch.
    ticker = threading.Thread(target=tick)
    ticker.start()
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        start, before = time.monotonic(), ticks
        while ticks - before <= 10 and time.monotonic() - start < 20:
            webhooks.verify(payload=body, signature=sign(b""))
        seen = ticks - before
    finally:
        sys.setswitchinterval(switch)
        stop.set()
        ticker.join()
    assert seen > 10


def test_a_buffer_that_others_write_to() -> None:
    """It is copied first: what is parsed is what was verified."""
    webhooks, body, stop = Webhooks(secret=SECRET), bytearray(LARGE), threading.Event()
    signature = sign(LARGE)

    def write() -> None:
        while not stop.is_set():
            body[-10:] = os.urandom(10)
            body[-10:] = LARGE[-10:]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        payloads = [webhooks.verify_and_parse(raw_body=body, signature=signature) for _ in range(50)]
    finally:
        stop.set()
        writer.join()
    assert all(payload is None or payload["event"] == "subscription.activated" for payload in payloads)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_forks() -> None:
    webhooks = Webhooks(secret=SECRET)
    event = webhooks.receive(BODY, headers_of(BODY))
    for _ in range(5):
        child = os.fork()
        if child == 0:
            right = webhooks.receive(LARGE, headers_of(LARGE)).data.customer_id == event.data.customer_id
            os._exit(0 if right else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize(
    "work",
    [
        pytest.param("webhooks.receive(body, headers).data.customer_id", id="without the GIL"),
        pytest.param("webhooks.receive(body, Slow())", id="in Python code"),
        pytest.param("webhooks.receive(body, {}, max_body_bytes=Slow())", id="at an option"),
        pytest.param("webhooks.receive(body, {})", id="at an exception"),
        pytest.param("repr(event)", id="at a repr"),
        pytest.param("webhooks.receive(Finalized(body), headers)", id="at the end of a body"),
        pytest.param(
            "own = webhooks.receive(body, headers); own.raw['x'] = Finalized(); del own",
            id="at the end of an event",
        ),
        pytest.param("webhooks.receive(body, Stuck())", id="that never return"),
    ],
)
@pytest.mark.parametrize("last", ["", "atexit._run_exitfuncs()"])
def test_the_end_of_the_interpreter(work: str, last: str) -> None:
    """While other threads are at work: they are neither cut off within a call, nor waited for without end."""
    ended = run(
        "import atexit, sys, threading, time\n"
        "atexit.register(time.sleep, 0.1)\n"  # Called later than what we have registered; others try meanwhile.
        "import commet\n"
        "from commet import WebhookError, Webhooks\n"
        f"webhooks, body = Webhooks(secret={SECRET!r}), {BODY[:-1]!r} + b' ' * 99_999 + b'}}'\n"
        "headers = {'X-Commet-Signature': webhooks.sign(body)}\n"
        "class Slow:\n"
        "    def items(self): time.sleep(0.001); return headers.items()\n"
        "    def __index__(self): time.sleep(0.001); return 1\n"
        "class Stuck:\n    def items(self): threading.Event().wait()\n"
        "class Finalized(bytes):\n    def __del__(self): time.sleep(0.001)\n"
        "event = webhooks.receive(body, headers)\n"
        "def work():\n"
        "    while True:\n"
        f"        try: {work}\n"
        "        except WebhookError: pass\n"
        "for _ in range(4): threading.Thread(target=work, daemon=True).start()\n"
        "kept = [webhooks.receive(body, headers).data for _ in range(9)]\n"
        "commet.kept = kept\n"
        # Flushed when no other thread may go on any more.
        "class Late:\n"
        "    closed = False\n"
        "    def flush(self):\n"
        "        assert kept[0].customer_id and webhooks.sign(body)\n"
        "        time.sleep(0.1)\n"  # Others try meanwhile.
        "        print(end='finalizing ' if sys.is_finalizing() else '', file=sys.__stderr__)\n"
        f"sys.stdout = Late()\n{last}"
    )
    assert (ended.returncode, set(ended.stderr.split(" "))) == (0, {"finalizing", ""})


def test_other_interpreters_are_told() -> None:
    code = (
        "import importlib\n"
        "for name in ['_interpreters', '_xxsubinterpreters']:\n"
        "    try: interpreters = importlib.import_module(name)\n"
        "    except ImportError: continue\n"
        "    break\n"
        "import commet\n"
        "run = getattr(interpreters, 'exec', None) or interpreters.run_string\n"
        "failed = 'try: import commet\\nexcept ImportError as error: print(error)\\nelse: print(\"imported\")'\n"
        "run(interpreters.create(), failed)"
    )
    ended = run(code)
    assert ended.returncode == 0, ended.stderr
    assert "subinterpreter" in ended.stdout


def test_a_bug_of_ours_would_be_an_exception() -> None:
    """Nothing that a call raises is beyond `except Exception`, as PyO3's PanicException would be."""
    from commet import _native, events

    with pytest.raises(Exception, match=".") as caught:
        _native.restore_view("commet", "SubscriptionActivated", "no JSON")
    assert isinstance(caught.value, WebhookError)
    for call, arguments in [
        (_native.to_dict, (1,)),
        (_native.to_dict, (Mock(spec=events.PaymentFailed),)),  # whose `__class__` is that
        (_native.parts, ("x",)),
        (_native.define, ("commet", {})),
        (_native.define, ("stripe", {})),
        (_native.restore_event, ("commet", b"x")),
    ]:
        with pytest.raises(Exception, match="."):
            call(*arguments)


def test_import_time(tmp_path: Path) -> None:
    """Less than 20 ms more than an empty module, of the processor's time, at best: it does other things too."""
    (tmp_path / "empty.py").touch()

    def best(module: str) -> float:
        code = (
            f"import sys, time; sys.path.append({str(tmp_path)!r}); start = time.process_time()\n"
            f"import {module}; print((time.process_time() - start) * 1000)"
        )
        return float(run(code).stdout)

    took, of_empty = (min(best(module) for _ in range(15)) for module in ("commet", "empty"))
    assert took - of_empty < 20
    loaded = run("import commet, sys; print(*sys.modules)").stdout.split()
    assert not {"commet.events", "commet.payloads", "logging", "asyncio", "inspect"} & set(loaded)


def test_no_client_needs_a_key() -> None:
    assert Commet().webhooks is not None


def test_what_makes_programs_of_packages_finds_all_modules(tmp_path: Path) -> None:
    """Also those that the native module imports: as PyInstaller, this looks for imports in Python."""
    program = tmp_path / "program.py"
    program.write_text("import commet")
    finder = ModuleFinder([str(Path(commet.__path__[0]).parent)])
    finder.run_script(str(program))
    assert {"commet._native", "commet._errors", "commet._record", "commet.creem", "commet.events"} <= set(
        finder.modules
    )
