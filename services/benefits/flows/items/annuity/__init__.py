"""Occupational and enterprise annuities (职业年金、企业年金)."""

from services.benefits.flows.items.annuity import enterprise_claim, occupational_claim, query

HANDLINGS = (
    query.HANDLING,
    occupational_claim.HANDLING,
    enterprise_claim.HANDLING,
)
