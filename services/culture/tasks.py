"""Due jobs of the culture service: each takes a business key and calls a flow.

Those of the libraries; those of passes and venues have a module of their own.
"""

from services.culture import tasks_libraries

__all__ = ["tasks_libraries"]
