"""A typed client of ssc-simulator, generated from its OpenAPI document.

`Client` has one attribute for each group of operations, and each operation one method of its
own name: `client.settlements.create_settlement(visit_id=…)` is `createSettlement`.
"""

from ssc_client import errors, models
from ssc_client.answers import Answer, Pages, Pending, answer_of, etag_of
from ssc_client.client import Client
from ssc_client.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    LostAnswer,
    NotFound,
    OperationFailed,
    Refused,
    RuleRefused,
    SscError,
    TookTooLong,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    VersionMismatch,
)
from ssc_client.transport import Call

__all__ = [
    "Answer",
    "BadRequest",
    "Call",
    "Client",
    "Conflict",
    "Forbidden",
    "LostAnswer",
    "NotFound",
    "OperationFailed",
    "Pages",
    "Pending",
    "Refused",
    "RuleRefused",
    "SscError",
    "TooManyRequests",
    "TookTooLong",
    "Unauthorized",
    "Unavailable",
    "VersionMismatch",
    "answer_of",
    "errors",
    "etag_of",
    "models",
]
