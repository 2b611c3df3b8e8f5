"""What the documentation shows works as it stands."""

from __future__ import annotations

import doctest
from datetime import datetime, timezone
from pathlib import Path

import commet
import pytest
import standardwebhooks
from documentation import ENVIRONMENT, add, block, exercise, load, run, run_tests
from helpers import SECRET, body_of, headers_of, sign
from http_server import post, program, request, uvicorn_server, wsgiref

README = "bindings-python/README.md"
PAGES = "docs/frameworks/"
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
BODY = body_of()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMET_WEBHOOK_SECRET", SECRET)


def test_the_package() -> None:
    failed, tried = doctest.testmod(commet, optionflags=OPTIONS)
    assert tried > 4 and failed == 0


def test_the_readme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, README, 1, 2)
    assert "2 passed" in run(block(README, 2, "sh"), tmp_path)

    scope = load(block(README, 1))
    for number in [3, 4, 5]:
        load(block(README, number), scope)
    assert scope["receive"](BODY, headers_of(BODY)) == (200, "subscription.activated")
    assert scope["receive"](BODY, {}) == (403, "who are you?")
    sandbox = body_of(mode="sandbox")
    assert scope["receive"](sandbox, headers_of(sandbox)) == (400, "wrong_mode")
    assert scope["customer_of"](BODY, sign(BODY)) == "user_1"
    assert scope["customer_of"](BODY, sign(BODY + b" ")) is None
    scope["act_on"](scope["webhooks"].receive(BODY, headers_of(BODY)))
    assert capsys.readouterr().out == "let in user_1 until 2026-04-25 00:00:00+00:00\n"


def test_flask(tmp_path: Path) -> None:
    add(tmp_path, f"{PAGES}flask.md", 1, 2)
    run_tests(tmp_path)
    command = ["flask", "--app", tmp_path / "app.py", "run", "--port", "0"]
    with program(tmp_path / "log", *command, **ENVIRONMENT) as port:
        assert request(port, "/reports", method="GET").status == 402
        exercise(port)
        assert request(port, "/reports", method="GET").body == b"for customers"


def test_fastapi(tmp_path: Path) -> None:
    page = f"{PAGES}fastapi.md"
    add(tmp_path, page, 1, 3)
    run_tests(tmp_path)
    with (tmp_path / "app.py").open("a") as file:
        file.write(block(page, 2))
    command = ["uvicorn", "app:app", "--app-dir", tmp_path, "--port", "0"]
    with program(tmp_path / "log", *command, **ENVIRONMENT) as port:
        assert request(port, "/reports", method="GET").status == 402
        exercise(port)
        assert request(port, "/reports", method="GET").body == b'"for customers"'
        assert post(port, "/events", BODY)[:2] == (202, b'"subscription.activated"')
        forged = request(port, "/events", BODY + b" ", headers_of(BODY))
        assert forged[:2] == (403, b'{"detail":"signature_mismatch"}')
    assert "signature_mismatch" in (tmp_path / "log").read_text()


def test_django(tmp_path: Path) -> None:
    page = f"{PAGES}django.md"
    run(block(page, 1, "sh"), tmp_path)
    add(tmp_path, page, 1, 2, 3, 4, 5)
    run(block(page, 2, "sh"), tmp_path)
    assert "Ran 1 test" in run(block(page, 3, "sh"), tmp_path)
    command = ["manage", "runserver", "--noreload", "127.0.0.1:0"]
    with program(tmp_path / "log", *command, **ENVIRONMENT, PYTHONPATH=str(tmp_path)) as port:
        exercise(port)


def test_wsgi_and_asgi(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = f"{PAGES}wsgi-asgi.md"
    with wsgiref(load(block(page, 1))["application"]) as port:
        exercise(port)
        assert request(port, "/elsewhere").status == 404
    with uvicorn_server(load(block(page, 2))["app"]) as port:
        exercise(port)
    assert capfd.readouterr().out == "let in user_1\n" * 2
    add(tmp_path, page, 3, 4)
    run_tests(tmp_path)


MIGRATION = "docs/migration/python.md"


@pytest.mark.parametrize(("number", "file"), [(1, "app"), (2, "app_with_receive")])
def test_migration_from_the_official_package(number: int, file: str, tmp_path: Path) -> None:
    add(tmp_path, MIGRATION, number)
    command = ["flask", "--app", tmp_path / f"{file}.py", "run", "--port", "0"]
    more = {"COMMET_API_KEY": "key", "COMMET_WEBHOOK_SECRET_OLD": "whsec_old"}
    now = datetime.now(timezone.utc).isoformat()
    with program(tmp_path / "log", *command, **ENVIRONMENT, **more) as port:
        body = body_of(timestamp=now)
        for secret in [SECRET, "whsec_old"][:number]:
            headers = {"X-Commet-Signature": sign(body, secret)}
            assert request(port, "/webhooks/commet", body, headers)[:2] == (200, b"OK")
        assert request(port, "/webhooks/commet", body + b" ", headers_of(body)).status == 403
        expected = [(200, b"OK")] * 2 if number == 1 else [(400, b"wrong_mode"), (400, b"too_old")]
        for other in [body_of(timestamp=now, mode="sandbox"), BODY]:
            assert post(port, "/webhooks/commet", other)[:2] == expected.pop(0)
    assert (tmp_path / "log").read_text().count("let in user_1") == (3 if number == 1 else 2)


def test_migration_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"id":"evt_1","eventType":"checkout.completed","created_at":1,"object":{}}'
    monkeypatch.setenv("CREEM_WEBHOOK_SECRET", SECRET)
    for number in [3, 4]:
        receive = load(block(MIGRATION, number))["receive"]
        assert receive(body, {"creem-signature": sign(body)})["id"] == "evt_1"
        assert receive(body, {"creem-signature": sign(body + b" ")}) is None
    assert receive(body, {}) is None

    # Of theirs, the sample works with their signatures, and fails with the provider's, as is said.
    standard = load(block(MIGRATION, 5))["receive"]
    now = datetime.now(timezone.utc)
    signed = standardwebhooks.Webhook(SECRET).sign("msg_1", now, BODY.decode())
    theirs = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signed,
    }
    assert standard(BODY, theirs)["id"] == "whev_1"
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standard(BODY, headers_of(BODY))
    ours = load(block(MIGRATION, 6))["receive"]
    assert ours(BODY, headers_of(BODY))["id"] == "whev_1"
    with pytest.raises(commet.NotAuthenticError):
        ours(BODY, theirs)
