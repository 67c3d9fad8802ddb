"""What every service app shares: operations, errors, keys, pages, health, OpenAPI."""

from sscsim.web import fields
from sscsim.web.app import create_app
from sscsim.web.blueprint import OPERATIONS, Blueprint, Operation
from sscsim.web.calls import Match, Query
from sscsim.web.holders import Owners
from sscsim.web.invariants import Invariant, invariant
from sscsim.web.schema import ExplanationView, ListQuery, Resource, Schema, StepView, View

__all__ = [
    "OPERATIONS",
    "Blueprint",
    "ExplanationView",
    "Invariant",
    "ListQuery",
    "Match",
    "Operation",
    "Owners",
    "Query",
    "Resource",
    "Schema",
    "StepView",
    "View",
    "create_app",
    "fields",
    "invariant",
]
