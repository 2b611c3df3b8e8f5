"""What holds of one framework, over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from pathlib import Path
from typing import Annotated, Any

import commet.asgi
import commet.fastapi
import commet.flask
import flask
import pytest
from commet import CreemWebhooks, Event, Webhooks, events
from django.db import connection, connections
from fastapi import Depends, FastAPI, Request
from helpers import DATA, SECRET, body_of, headers_of, sign
from http_adapters import PATH, django_async, django_sync
from http_adapters import fastapi as fastapi_server
from http_server import post, request, uvicorn_server, wait, werkzeug_server

BODY = body_of()
CREEM = b'{"id":"evt_1","eventType":"checkout.completed","created_at":1,"object":{"id":"ch_1"}}'


def test_flask() -> None:
    seen: list[Any] = []
    app = flask.Flask(__name__)
    webhooks = Webhooks(
        secret=SECRET,
        on_event=lambda event: seen.append((flask.current_app.name, flask.g.length, flask.request.path)),
    )
    other = CreemWebhooks(secret=SECRET, on_checkout_completed=lambda event: seen.append(event.data.id))
    app.add_url_rule("/commet", view_func=commet.flask.view(webhooks))
    app.add_url_rule("/creem", view_func=commet.flask.view(other))
    app.add_url_rule("/again", view_func=commet.flask.view(webhooks), endpoint="again")

    @app.before_request
    def reads() -> None:
        flask.g.length = len(flask.request.get_data())

    with werkzeug_server(app) as port:
        assert post(port, "/commet", BODY).status == 200
        assert post(port, "/again", BODY).status == 200
        assert request(port, "/creem", CREEM, {"creem-signature": sign(CREEM)}).status == 200
        assert post(port, "/creem", BODY).body == b'{"received":false,"code":"missing_signature"}'
    assert seen == [(__name__, len(BODY), "/commet"), (__name__, len(BODY), "/again"), "ch_1"]


Received = Annotated[
    Event[events.Data],
    Depends(commet.fastapi.webhook_event(Webhooks(secret=SECRET, max_body_bytes=2000))),
]


def test_fastapi_gives_the_event(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()

    @app.post("/sync")
    def sync(event: Received) -> str:
        assert isinstance(event.data, events.SubscriptionActivated)
        return event.data.customer_id

    @app.post("/async", status_code=202)
    async def asynchronous(event: Received) -> list[str]:
        return [event.type, event.idempotency_key]

    with uvicorn_server(app) as port:
        assert post(port, "/sync", BODY)[:2] == (200, b'"user_1"')
        assert post(port, "/async", BODY)[:2] == (202, b'["subscription.activated","whev_1"]')
        assert not [record for record in caplog.records if record.name == "commet"]
        for body, headers, status, code in [
            (BODY, {}, 403, "missing_signature"),
            (b"\xff", headers_of(b"\xff"), 400, "invalid_utf8"),
            (b" " * 2001, headers_of(b" " * 2001), 413, "body_too_large"),
            (b"", headers_of(b""), 403, "empty_body"),
        ]:
            found = request(port, "/async", body, headers)
            assert found[:2] == (status, b'{"detail":"%b"}' % code.encode())
            assert code in caplog.text
            caplog.clear()
        assert request(port, "/sync", method="GET").status == 405
        assert request(port, "/openapi.json", method="GET").status == 200


def test_fastapi_after_a_middleware_that_reads() -> None:
    lengths: list[int] = []
    app = FastAPI()

    @app.middleware("http")
    async def reads(request: Request, go_on: Any) -> Any:
        lengths.append(len(await request.body()))
        return await go_on(request)

    app.add_api_route(PATH, commet.fastapi.endpoint(Webhooks(secret=SECRET)), methods=["POST"])
    app.add_route("/starlette", commet.asgi.Application(Webhooks(secret=SECRET)))  # type: ignore[arg-type]
    with uvicorn_server(app) as port:
        assert post(port, PATH, BODY).status == 200
        assert post(port, "/starlette", BODY).status == 200
        assert request(port, "/openapi.json", method="GET").status == 200
    assert lengths == [len(BODY), len(BODY), 0]


@pytest.mark.parametrize(
    "server",
    [fastapi_server, lambda webhooks: uvicorn_server(commet.asgi.Application(webhooks)), django_async],
    ids=["FastAPI", "ASGI", "Django"],
)
def test_clients_that_go_away(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[object] = []
    webhooks = Webhooks(secret=SECRET, on_event=calls.append, on_error=lambda *error: calls.append(error))
    with server(webhooks) as port:
        for _ in range(5):
            with contextlib.closing(socket.create_connection(("127.0.0.1", port))) as client:
                client.sendall(b"POST %b HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n{" % PATH.encode())
        assert post(port, PATH, BODY).status == 200
        wait(lambda: len(calls) == 1)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_asgi_that_is_not_http() -> None:
    application = commet.asgi.Application(Webhooks(secret=SECRET))
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    asyncio.run(application({"type": "websocket"}, receive, send))
    assert sent == [{"type": "websocket.close"}]
    with pytest.raises(NotImplementedError, match="lifespan"):
        asyncio.run(application({"type": "lifespan"}, receive, send))


@pytest.mark.parametrize("server", [django_sync, django_async], ids=["sync", "async"])
def test_django_limits(server: Any) -> None:
    codes: list[str] = []
    webhooks = Webhooks(secret=SECRET, on_error=lambda error, event: codes.append(error.code))
    with server(webhooks, DATA_UPLOAD_MAX_MEMORY_SIZE=len(BODY)) as port:
        assert post(port, PATH, BODY).status == 200
        assert post(port, PATH, BODY + b" ").status == 413
    assert codes == ["body_too_large"]
    with server(webhooks, DATA_UPLOAD_MAX_MEMORY_SIZE=None) as port:
        assert post(port, PATH, BODY + b" " * webhooks.max_body_bytes).status == 413


@pytest.mark.parametrize("server", [django_sync, django_async], ids=["sync", "async"])
def test_django_and_its_database(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain handlers may use it, also beside those that are async; what fails leaves no trace."""
    webhooks = Webhooks(secret=SECRET)
    atomic = server is django_sync

    @webhooks.on_event
    def writes(event: Event[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO event VALUES (%s)", [event.type])

    @webhooks.on("invoice.created")
    def fails(event: Event[Any]) -> None:
        writes(event)
        raise ValueError

    database = connections.settings["default"]
    monkeypatch.setitem(database, "NAME", tmp_path / "database")
    monkeypatch.setitem(database, "ATOMIC_REQUESTS", atomic)
    with server(webhooks) as port:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE event (type TEXT)")
            assert post(port, PATH, BODY).status == 200
            assert post(port, PATH, body_of("invoice.created", DATA)).status == 500
            cursor.execute("SELECT type FROM event")
            found = [row[0] for row in cursor.fetchall()]
        connection.close()
    assert found == ["subscription.activated"] + ["invoice.created"] * (not atomic)
