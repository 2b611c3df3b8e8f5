"""Webhooks on any ASGI server, or mounted in any ASGI framework.

    from commet import Webhooks
    from commet.asgi import Application

    webhooks = Webhooks(secret=os.environ["COMMET_WEBHOOK_SECRET"])
    application = Application(webhooks)

In Starlette, it is what a route leads to: `Route("/webhooks/commet", Application(webhooks))`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, TypeAlias

from .wsgi import NOT_ALLOWED

if TYPE_CHECKING:
    from ._endpoint import Answer, Endpoint

__all__ = ["Application"]

_Message: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[_Message]]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]


class Application:
    """An ASGI application that calls the handlers of `webhooks` and answers the provider.

    It answers POST, at any path that leads to it, as `Endpoint.answer` says, and other methods with
    405. It stops reading when there is more than `max_body_bytes`. Handlers that are `async` run on
    the event loop, others in a thread, one after the other.
    """

    def __init__(self, webhooks: Endpoint[Any, Any]) -> None:
        self._webhooks = webhooks

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Serves a connection, as ASGI has it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        elif scope["type"] != "http":
            # How an application says that it takes no part in, say, the server's "lifespan".
            raise NotImplementedError(f"an application for HTTP, not for {scope['type']!r}")
        elif scope["method"] != "POST":
            await _send(send, NOT_ALLOWED, (b"allow", b"POST"))
        else:
            webhooks = self._webhooks
            body = await _body(receive, webhooks.max_body_bytes)
            if body is not None:
                await _send(send, await webhooks.answer_async(body, scope["headers"], run=_in_thread))


async def _in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        # It is Trio's, on which Hypercorn can run.
        import trio

        return await trio.to_thread.run_sync(function, *arguments)
    return await asyncio.to_thread(function, *arguments)


async def _body(receive: _Receive, limit: int) -> bytes | None:
    """The body, or so much of it that it is beyond the limit; None if the client has gone away."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        more = message.get("more_body", False)
    return b"".join(parts)


async def _send(send: _Send, answer: Answer, *headers: tuple[bytes, bytes]) -> None:
    length = str(len(answer.body)).encode()
    own = [(b"content-type", answer.content_type.encode()), (b"content-length", length)]
    await send({"type": "http.response.start", "status": answer.status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": answer.body})
