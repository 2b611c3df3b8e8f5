"""`commet.Webhooks`, where Commet's own package has it."""

from commet import Webhooks

__all__ = ["Webhooks"]
