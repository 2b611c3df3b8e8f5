"""Servers on free ports of this machine, and requests to them."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import hypercorn.trio
import trio
import uvicorn
import werkzeug.serving
from helpers import headers_of

SECONDS = 20


class Response(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]


def request(
    port: int,
    path: str,
    body: bytes | Iterable[bytes] = b"",
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    method: str = "POST",
    length: int | str | None = None,
) -> Response:
    """Sends a body, in chunks where it is several; `length` is that to declare, if another."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    with contextlib.closing(connection):
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        connection.putrequest(method, path, skip_host="Host" in dict(pairs))
        for name, value in pairs:
            connection.putheader(name, value)
        chunked = not isinstance(body, bytes)
        if chunked:
            connection.putheader("Transfer-Encoding", "chunked")
        else:
            connection.putheader("Content-Length", str(len(body) if length is None else length))
        connection.putheader("Content-Type", "application/json")
        # A server may answer before it has read all.
        with contextlib.suppress(ConnectionError):
            connection.endheaders(body, encode_chunked=chunked)
        response = connection.getresponse()
        answer = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, response.read(), answer)


def post(port: int, path: str, body: bytes) -> Response:
    """Sends a body that is signed."""
    return request(port, path, body, headers_of(body))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


class _QuietToo(werkzeug.serving.WSGIRequestHandler):
    def log(self, *_arguments: Any) -> None:
        pass


@contextlib.contextmanager
def wsgiref(application: Any) -> Iterator[int]:
    """The standard library's server: of HTTP/1.0, and without chunked bodies."""
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server, _served(server):
        yield server.server_port


@contextlib.contextmanager
def werkzeug_server(application: Any) -> Iterator[int]:
    """Flask's own server."""
    server = werkzeug.serving.make_server(
        "127.0.0.1", 0, application, threaded=True, request_handler=_QuietToo
    )
    with contextlib.closing(server.socket), _served(server):
        yield server.server_port


@contextlib.contextmanager
def _served(server: WSGIServer | werkzeug.serving.BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(SECONDS)


@contextlib.contextmanager
def uvicorn_server(application: Any) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        wait(lambda: server.started)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        listener.close()


@contextlib.contextmanager
def trio_server(application: Any) -> Iterator[int]:
    """Hypercorn, on an event loop that is not asyncio's."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = hypercorn.Config()
    config.bind = [f"fd://{os.dup(listener.fileno())}"]
    started, stopped = threading.Event(), threading.Event()

    async def ends() -> None:
        started.set()
        while not stopped.is_set():
            await trio.sleep(0.02)

    async def serve() -> None:
        await hypercorn.trio.serve(application, config, shutdown_trigger=ends)

    thread = threading.Thread(target=trio.run, args=(serve,), daemon=True)
    thread.start()
    try:
        assert started.wait(SECONDS)
        yield listener.getsockname()[1]
    finally:
        stopped.set()
        thread.join(SECONDS)
        listener.close()


@contextlib.contextmanager
def program(log: Path, *command: str | Path, **environment: str) -> Iterator[int]:
    """A module of Python that serves, in a process of its own, and says where."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *map(str, command)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        )
    try:
        found: list[str] = []

        def listens() -> bool:
            assert process.poll() is None, log.read_text()
            found[:] = re.findall(r"http://127\.0\.0\.1:(\d+)", log.read_text())
            return bool(found)

        wait(listens)
        yield int(found[0])
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "too long"
        time.sleep(0.01)
