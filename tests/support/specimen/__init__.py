"""A small service that exists for tests of the ground only: accounts with a balance.

It is a service like any other (store, flows, operations), so that tests of stores, keys,
cursors, errors and calls between services depend on no business rule.
"""

from tests.support.specimen.api import create_app
from tests.support.specimen.store import metadata, store

__all__ = ["create_app", "metadata", "store"]
