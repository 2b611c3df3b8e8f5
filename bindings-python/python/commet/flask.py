"""Webhooks in Flask.

    from commet import Webhooks
    from commet.flask import view

    webhooks = Webhooks(secret=os.environ["COMMET_WEBHOOK_SECRET"])
    app.add_url_rule("/webhooks/commet", view_func=view(webhooks))

Handlers are added to `webhooks`, before the first request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request

from .wsgi import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._endpoint import Endpoint

__all__ = ["view"]


def view(webhooks: Endpoint[Any, Any]) -> Callable[[], Response]:
    """A view for POST that calls the handlers of `webhooks` and answers the provider.

    The answers are those of `Endpoint.answer`. No more is read than `max_body_bytes` and one.
    Handlers must not be `async`; they have Flask's application and request contexts.

    Its endpoint is named "commet_webhooks" or "creem_webhooks"; pass `endpoint=` to `add_url_rule`
    for another of the same provider. Exempt it where all views are protected against forged forms:
    `csrf.exempt(view)` of Flask-WTF.
    """

    def receive() -> Response:
        size = webhooks.max_body_bytes + 1
        # Where something has read it before, Flask may have kept it.
        body = read(request.stream, size) or request.get_data()
        answer = webhooks.answer(body, request.environ)
        return Response(answer.body, answer.status, content_type=answer.content_type)

    receive.__name__ = receive.__qualname__ = f"{webhooks.provider}_webhooks"
    receive.methods = ("POST",)  # type: ignore[attr-defined]
    return receive
