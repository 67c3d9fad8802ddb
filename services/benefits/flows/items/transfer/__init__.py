"""Transfers of social insurance between regions and schemes (转移接续)."""

from services.benefits.flows.items.transfer import (
    duplicate_refund,
    enterprise,
    institution,
    military,
    progress_query,
    scheme_change,
    unemployment,
)

HANDLINGS = (
    enterprise.HANDLING,
    institution.HANDLING,
    military.HANDLING,
    scheme_change.HANDLING,
    duplicate_refund.HANDLING,
    unemployment.HANDLING,
    progress_query.HANDLING,
)
