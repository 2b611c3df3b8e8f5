"""Webhooks in Django.

    from commet import Webhooks
    from commet.django import view
    from django.urls import path

    webhooks = Webhooks(secret=os.environ["COMMET_WEBHOOK_SECRET"])
    urlpatterns = [path("webhooks/commet", view(webhooks))]

Handlers are added to `webhooks`, before the first request.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.db import connections
from django.http import HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from .wsgi import content_length

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.http import HttpRequest

    from ._endpoint import Answer, Endpoint

__all__ = ["async_view", "view"]


def view(webhooks: Endpoint[Any, Any]) -> Callable[[HttpRequest], HttpResponse]:
    """A view that calls the handlers of `webhooks` and answers the provider.

    It answers POST as `Endpoint.answer` says, and other methods with 405. A body of more than
    `max_body_bytes`, or than the setting DATA_UPLOAD_MAX_MEMORY_SIZE, is too large. With the setting
    ATOMIC_REQUESTS, what was written to the database before a handler failed is rolled back.
    Handlers must not be `async`: see `async_view`. It is exempt from Django's CSRF protection.
    """

    def receive(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        answer = webhooks.answer(_body(request, webhooks.max_body_bytes), request.META)
        if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            _roll_back()
        return _response(answer)

    return csrf_exempt(receive)


def async_view(webhooks: Endpoint[Any, Any]) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    """As `view`, for handlers of which some are `async`.

    Those run on the event loop, and the others in a thread, where they may use the database.
    """

    async def receive(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        body = _body(request, webhooks.max_body_bytes)
        return _response(await webhooks.answer_async(body, request.META, run=_in_thread))

    # Not by `csrf_exempt`, which gives a view that is not async before Django 5.
    receive.csrf_exempt = True  # type: ignore[attr-defined]
    return receive


def _body(request: HttpRequest, limit: int) -> bytes:
    try:
        if content_length(request.META) <= limit:
            return request.body
    except RequestDataTooBig:
        pass
    except ValueError:
        # Of a Content-Length that is no number: Django reads nothing then, or would.
        return b""
    # As many bytes as will be refused, instead of those that are not worth reading.
    return bytes(limit + 1)


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, content_type=answer.content_type, status=answer.status)


def _roll_back() -> None:
    # As Django does for a view that raises.
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["ATOMIC_REQUESTS"] and connection.in_atomic_block:
            connection.set_rollback(True)


async def _in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    return await sync_to_async(function)(*arguments)
