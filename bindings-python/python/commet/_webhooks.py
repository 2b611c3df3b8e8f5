"""The providers' endpoints and clients; `_webhooks.pyi` has their types."""

from __future__ import annotations

from ._endpoint import Endpoint


class Webhooks(Endpoint):
    __doc__ = f"Receives the webhooks of Commet.\n\n{Endpoint.__doc__}"

    provider = "commet"


class CreemWebhooks(Endpoint):
    __doc__ = f"Receives the webhooks of CREEM.\n\n{Endpoint.__doc__}"

    provider = "creem"


class Commet:
    """The client of Commet's documentation; this package has its webhooks, which need no key.

    `webhooks` takes the secret with each call.
    """

    def __init__(self, api_key=None):
        del api_key
        self.webhooks = Webhooks()


class Creem:
    """The same as `Commet`, for CREEM."""

    def __init__(self, api_key=None):
        del api_key
        self.webhooks = CreemWebhooks()
