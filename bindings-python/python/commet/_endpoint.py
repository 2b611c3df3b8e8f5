"""Handlers: from a request to the functions that deal with its event, and to an answer."""

from __future__ import annotations

from types import AsyncGeneratorType, GeneratorType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from . import _native
from ._errors import WebhookError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime, timedelta
    from typing import TypeAlias

    from ._native import Event, _Body, _Headers

    _Run: TypeAlias = Callable[..., Awaitable[Any]]

PayloadT = TypeVar("PayloadT")
DataT = TypeVar("DataT")
HandlerT = TypeVar("HandlerT")

_EVENT, _GRANT, _REVOKE = "on_event", "on_grant_access", "on_revoke_access"


class Answer(NamedTuple):
    """What to answer the provider."""

    status: int
    """2xx, so that the provider is content; anything else makes it try again."""
    body: bytes
    """JSON."""
    content_type: str = "application/json"


class Endpoint(_native.Verifier[PayloadT, DataT]):
    """What `Webhooks` and `CreemWebhooks` have in common.

    With a secret, it is checked at once: a blank one, or None as for an environment variable that is
    not set, raises `ConfigurationError`. Without one, each call brings its own. Several secrets may
    be given while one is being rotated; any of them may have signed.

    `mode`, `max_age`, `clock_skew` and `max_body_bytes` are those of `receive`, for every request.
    Handlers can be given as keywords, such as `on_payment_failed=`, or with `on`.

    Register handlers before the first request; then any number of threads may call the others.
    """

    def __init__(
        self,
        *,
        secret: str | bytes | None = None,
        secrets: Iterable[str | bytes] | None = None,
        mode: str | None = None,
        max_age: timedelta | float | None = None,
        clock_skew: timedelta | float | None = None,
        max_body_bytes: int | None = None,
        on_error: Callable[[Exception, Event[DataT] | None], object] | None = None,
        **handlers: Callable[[Event[Any]], object] | None,
    ) -> None:
        # Secrets and options have gone to `__new__`.
        del secret, secrets, mode, max_age, clock_skew
        self.max_body_bytes = _native.MAX_BODY_BYTES if max_body_bytes is None else max_body_bytes
        self._on_error = on_error
        self._handlers: dict[str, list[Any]] = {}
        events = _native.handlers(self.provider) if handlers else {}
        for name, handler in handlers.items():
            event = name if name in (_EVENT, _GRANT, _REVOKE) else events.get(name)
            if event is None:
                raise TypeError(f"{type(self).__name__}() got an unexpected keyword argument {name!r}")
            if handler is not None:
                self._add(event, handler)

    max_body_bytes: int
    """The largest body that `answer` accepts, in bytes; adapters read no more. 1 MiB if not given."""

    def on(self, event: str, handler: Callable[[Event[Any]], object] | None = None) -> Any:
        """Calls a handler for the events of a name: `on("payment.failed", handler)`, or as decorator.

        It gets the event, whose data has the event's own class, or is `Unknown` if it does not fit.
        A name may be one that this version does not know. Returns the handler.
        """
        if handler is not None:
            return self._add(event, handler)
        return lambda handler: self._add(event, handler)

    def on_event(self, handler: Callable[[Event[DataT]], object]) -> Callable[[Event[DataT]], object]:
        """Calls a handler for every event, also unknown ones, after the event's own handlers."""
        return self._add(_EVENT, handler)

    def on_grant_access(self, handler: Callable[[Event[DataT]], object]) -> Callable[[Event[DataT]], object]:
        """Calls a handler for events that say that the customer is to be let in, or still is."""
        return self._add(_GRANT, handler)

    def on_revoke_access(self, handler: Callable[[Event[DataT]], object]) -> Callable[[Event[DataT]], object]:
        """Calls a handler for events that say that the customer is to be let in no longer."""
        return self._add(_REVOKE, handler)

    def on_error(
        self, handler: Callable[[Exception, Event[DataT] | None], object]
    ) -> Callable[[Exception, Event[DataT] | None], object]:
        """Has `answer` call a handler for each request that is refused, and for what handlers raise.

        It gets the exception, and the event if there is one. Without it, they go to the logger
        "commet".
        """
        self._on_error = handler
        return handler

    def process(self, raw_body: _Body, headers: _Headers, *, now: datetime | None = None) -> Event[DataT]:
        """Receives a request and calls its event's handlers, one after the other.

        Raises a `WebhookError` for a request that is refused, and what a handler raises; the
        handlers after that one are not called. A handler that is `async` raises a `TypeError`: it
        needs `process_async`. `now` is that of `receive`.
        """
        event = self.receive(raw_body, headers, now=now)
        self._handle(event)
        return event

    async def process_async(
        self, raw_body: _Body, headers: _Headers, *, now: datetime | None = None
    ) -> Event[DataT]:
        """As `process`; handlers may be `async`, and are awaited one after the other."""
        event = self.receive(raw_body, headers, now=now)
        await self._handle_async(event)
        return event

    def answer(self, raw_body: _Body, headers: _Headers, *, now: datetime | None = None) -> Answer:
        """As `process`, but never raises: gives what to answer the provider.

        200 when the handlers have returned, also where there are none; 403 for a request that is not
        authentic; 400 for one that is but cannot be read or was not asked for; 413 for one of more
        than `max_body_bytes`; 500 when a handler has raised, so that the provider sends the event
        again. Deliveries repeat: see `Event.idempotency_key`.
        """
        event = None
        try:
            event = self._receive(raw_body, headers, now)
            self._handle(event)
        except Exception as error:
            try:
                self._report(error, event)
            except Exception as second:
                _log(second, None)
            return _answer_to(error, event)
        return RECEIVED

    async def answer_async(
        self,
        raw_body: _Body,
        headers: _Headers,
        *,
        now: datetime | None = None,
        run: _Run | None = None,
    ) -> Answer:
        """As `answer`; handlers may be `async`, that for errors too.

        `run`, such as `asyncio.to_thread`, calls those that are not, so that none holds up the
        requests of others; without it they are called here.
        """
        event = None
        try:
            event = self._receive(raw_body, headers, now)
            await self._handle_async(event, run)
        except Exception as error:
            await self.report_async(error, event, run)
            return _answer_to(error, event)
        return RECEIVED

    async def report_async(
        self, error: Exception, event: Event[DataT] | None, run: _Run | None = None
    ) -> None:
        """Gives an error to the handler for errors, or to the logger; never raises."""
        try:
            if self._on_error is None:
                _log(error, event)
            else:
                await _call(run, self._on_error, error, event)
        except Exception as second:
            _log(second, None)

    def _receive(self, raw_body: _Body, headers: _Headers, now: datetime | None) -> Event[DataT]:
        return self.receive(raw_body, headers, now=now, max_body_bytes=self.max_body_bytes)

    def _add(self, event: str, handler: HandlerT) -> HandlerT:
        if not callable(handler):
            raise TypeError(f"a handler is callable; that for {event!r} is not")
        self._handlers.setdefault(event, []).append(handler)
        return handler

    def _handlers_of(self, event: Event[DataT]) -> list[Any]:
        handlers = self._handlers
        found = list(handlers.get(event.type, ()))
        granted = event.grants_access
        if granted is not None:
            found += handlers.get(_GRANT if granted else _REVOKE, ())
        found += handlers.get(_EVENT, ())
        return found

    def _handle(self, event: Event[DataT]) -> None:
        for handler in self._handlers_of(event):
            _refuse_awaitable(handler(event), handler)

    async def _handle_async(self, event: Event[DataT], run: _Run | None = None) -> None:
        for handler in self._handlers_of(event):
            await _call(run, handler, event)

    def _report(self, error: Exception, event: Event[DataT] | None) -> None:
        if self._on_error is None:
            _log(error, event)
        else:
            _refuse_awaitable(self._on_error(error, event), self._on_error)


RECEIVED = Answer(200, b'{"received":true}')


def _answer_to(error: Exception, event: object) -> Answer:
    """What to answer when this was raised, by a handler if there is an event."""
    if isinstance(error, WebhookError) and event is None:
        return Answer(error.http_status, b'{"received":false,"code":"%b"}' % error.code.encode())
    return Answer(500, b'{"received":false}')


async def _call(run: _Run | None, handler: Callable[..., Any], *arguments: object) -> None:
    if run is None or _is_async(handler):
        result = handler(*arguments)
    else:
        result, error = await run(_outcome, handler, *arguments)
        if error is not None:
            raise error
    if hasattr(result, "__await__"):
        await result
    else:
        _refuse_generator(result, handler)


def _is_async(handler: object) -> bool:
    # Here, as it takes longer to import than all the rest.
    from inspect import iscoroutinefunction

    return iscoroutinefunction(handler)


def _outcome(handler: Callable[..., Any], *arguments: object) -> tuple[Any, Exception | None]:
    # Not raised, as a StopIteration that comes from a thread would never arrive.
    try:
        return handler(*arguments), None
    except Exception as error:
        return None, error


def _refuse_awaitable(result: object, handler: object) -> None:
    """Nobody awaits in a call that is not async; and a handler that never runs is worse than an error."""
    if hasattr(result, "__await__"):
        close = getattr(result, "close", None)
        if close is not None:
            close()
        raise TypeError(f"{handler!r} is async: use process_async or answer_async")
    _refuse_generator(result, handler)


def _refuse_generator(result: object, handler: object) -> None:
    """Nobody iterates either."""
    if isinstance(result, (GeneratorType, AsyncGeneratorType)):
        raise TypeError(f"{handler!r} has a yield, so that calling it does nothing")


def _log(error: Exception, event: Event[Any] | None) -> None:
    """Says what went wrong where there is nobody else to say it to."""
    # Here, as it takes longer to import than all the rest.
    import logging

    logger = logging.getLogger("commet")
    if isinstance(error, WebhookError) and event is None:
        logger.warning("webhook refused: %s: %s", error.code, error)
    else:
        logger.error("a webhook's handler failed", exc_info=error)
