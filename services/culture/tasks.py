"""Due jobs of the culture service: each takes a business key and calls a flow.

Those of travel passes and venues have a module of their own.
"""

from services.culture import tasks_passes

__all__ = ["tasks_passes"]
