"""Webhooks on any WSGI server, or mounted in any WSGI framework.

from commet import Webhooks
from commet.wsgi import Application

webhooks = Webhooks(secret=os.environ["COMMET_WEBHOOK_SECRET"])
application = Application(webhooks)
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from ._endpoint import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from ._endpoint import Endpoint

__all__ = ["Application"]


class Application:
    """A WSGI application that calls the handlers of `webhooks` and answers the provider.

    It answers POST, at any path that leads to it, as `Endpoint.answer` says, and other methods with
    405. It reads no more than `max_body_bytes` and one. Handlers must not be `async`. Safe to be
    called by any number of threads, as are the handlers, then.
    """

    def __init__(self, webhooks: Endpoint[Any, Any]) -> None:
        self._webhooks = webhooks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serves a request, as WSGI has it."""
        webhooks = self._webhooks
        if environ["REQUEST_METHOD"] == "POST":
            answer = webhooks.answer(_body(environ, webhooks.max_body_bytes + 1), environ)
        else:
            answer = NOT_ALLOWED
        headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body)))]
        if answer is NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body]


NOT_ALLOWED = Answer(405, b"Method Not Allowed", "text/plain")


class Readable(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes: ...


def read(stream: Readable, size: int) -> bytes:
    """All of a stream, up to a size in bytes: a call of `read` may give less than there is."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def content_length(environ: Mapping[str, Any]) -> int:
    """What the request says its body has, in bytes; 0 if it does not say, or says nonsense."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _body(environ: WSGIEnvironment, size: int) -> bytes:
    # Where the server does not end the stream with the body, reading on would wait for ever; where
    # it does, the body may be chunked, and have no length.
    if not environ.get("wsgi.input_terminated"):
        size = min(size, content_length(environ))
    return read(environ["wsgi.input"], size)
