"""`commet.Webhooks`, where Commet's own package has it."""

from .. import Webhooks

__all__ = ["Webhooks"]
