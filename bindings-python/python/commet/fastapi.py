"""Webhooks in FastAPI.

    from commet import Webhooks
    from commet.fastapi import endpoint

    webhooks = Webhooks(secret=os.environ["COMMET_WEBHOOK_SECRET"])
    app.add_api_route("/webhooks/commet", endpoint(webhooks), methods=["POST"])

Or, without handlers, an event as a dependency: see `webhook_event`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from ._errors import WebhookError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ._endpoint import Endpoint
    from ._native import Event

__all__ = ["endpoint", "webhook_event"]

_DataT = TypeVar("_DataT")


def endpoint(webhooks: Endpoint[Any, Any]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that calls the handlers of `webhooks` and answers the provider.

    The answers are those of `Endpoint.answer`. Reading stops when there is more than
    `max_body_bytes`. Handlers that are `async` run on the event loop, others in FastAPI's pool of
    threads, one after the other.
    """

    async def receive(request: Request) -> Response:
        body = await _body(request, webhooks.max_body_bytes)
        answer = await webhooks.answer_async(body, request.headers, run=run_in_threadpool)
        return Response(answer.body, answer.status, media_type=answer.content_type)

    receive.__name__ = receive.__qualname__ = f"{webhooks.provider}_webhooks"
    return receive


def webhook_event(webhooks: Endpoint[Any, _DataT]) -> Callable[[Request], Awaitable[Event[_DataT]]]:
    """A dependency that gives the event of a request that is authentic and can be read.

        @app.post("/webhooks/commet")
        async def receive(event: Annotated[Event, Depends(webhook_event(webhooks))]) -> None: ...

    Others are refused by an `HTTPException` with the status and, as detail, the code of the
    `WebhookError`, which is its cause and goes to `on_error` too. No handler is called.
    """

    async def receive(request: Request) -> Event[_DataT]:
        body = await _body(request, webhooks.max_body_bytes)
        try:
            return webhooks.receive(body, request.headers, max_body_bytes=webhooks.max_body_bytes)
        except WebhookError as error:
            await webhooks.report_async(error, None, run_in_threadpool)
            raise HTTPException(error.http_status, error.code) from error

    return receive


async def _body(request: Request, limit: int) -> bytes:
    """The body, or so much of it that it is beyond the limit."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            parts.append(part)
            size += len(part)
            if size > limit:
                break
    except ClientDisconnect:
        # Nobody will read this, nor is it an error of the server's.
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return b"".join(parts)
