"""Every adapter in its framework on a server, with the same address."""

from __future__ import annotations

import contextlib
import types
from collections.abc import Callable, Iterator
from typing import Any

import commet.asgi
import commet.django
import commet.fastapi
import commet.flask
import commet.wsgi
import django
from commet import Webhooks
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.urls import path
from fastapi import FastAPI
from flask import Flask
from http_server import trio_server, uvicorn_server, werkzeug_server, wsgiref
from starlette.applications import Starlette
from starlette.routing import Route

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}},
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    LOGGING_CONFIG=None,
)
django.setup()

PATH = "/webhooks/commet"
Server = Callable[[Webhooks], contextlib.AbstractContextManager[int]]


def flask(webhooks: Webhooks) -> contextlib.AbstractContextManager[int]:
    app = Flask(__name__)
    app.add_url_rule(PATH, view_func=commet.flask.view(webhooks))
    return werkzeug_server(app)


def fastapi(webhooks: Webhooks) -> contextlib.AbstractContextManager[int]:
    app = FastAPI()
    app.add_api_route(PATH, commet.fastapi.endpoint(webhooks), methods=["POST"])
    return uvicorn_server(app)


def starlette(webhooks: Webhooks) -> contextlib.AbstractContextManager[int]:
    return uvicorn_server(Starlette(routes=[Route(PATH, commet.asgi.Application(webhooks))]))


@contextlib.contextmanager
def django_site(view: Any, handler: Any, **more: Any) -> Iterator[Any]:
    """Django's application with a view, protected against forged forms as usual."""
    urls = types.ModuleType("urls")
    urls.urlpatterns = [path(PATH[1:], view)]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=urls, **more):
        yield handler()


@contextlib.contextmanager
def django_sync(webhooks: Webhooks, **more: Any) -> Iterator[int]:
    with (
        django_site(commet.django.view(webhooks), WSGIHandler, **more) as application,
        wsgiref(application) as port,
    ):
        yield port


@contextlib.contextmanager
def django_async(webhooks: Webhooks, **more: Any) -> Iterator[int]:
    with (
        django_site(commet.django.async_view(webhooks), ASGIHandler, **more) as application,
        uvicorn_server(application) as port,
    ):
        yield port


SYNC: dict[str, Server] = {
    "Flask": flask,
    "Django": django_sync,
    "WSGI, wsgiref": lambda webhooks: wsgiref(commet.wsgi.Application(webhooks)),
    "WSGI, Werkzeug": lambda webhooks: werkzeug_server(commet.wsgi.Application(webhooks)),
}
ASYNC: dict[str, Server] = {
    "FastAPI": fastapi,
    "Starlette": starlette,
    "Django, async": django_async,
    "ASGI": lambda webhooks: uvicorn_server(commet.asgi.Application(webhooks)),
    "ASGI, Trio": lambda webhooks: trio_server(commet.asgi.Application(webhooks)),
}
ALL = SYNC | ASYNC
