"""The control store's migrations; its tables and functions are `sscsim.control`.

The tables stand in the ground because every process needs them; they are migrated from
here because the gateway is the one that makes worlds.
"""

from sscsim.control.schema import metadata

__all__ = ["metadata"]
