"""Due jobs of the transport service: each takes a business key and calls a flow."""

from services.transport import tasks_clearing

__all__ = ["tasks_clearing"]
