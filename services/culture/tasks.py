"""Due jobs of the culture service: each takes a business key and calls a flow.

Those of the libraries, and those of passes and venues, have modules of their own.
"""

from services.culture import tasks_libraries, tasks_passes

__all__ = ["tasks_libraries", "tasks_passes"]
