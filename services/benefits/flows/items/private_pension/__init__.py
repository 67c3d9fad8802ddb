"""The private pension (个人养老金)."""

from services.benefits.flows.items.private_pension import contribution, opening, query, withdrawal

HANDLINGS = (
    opening.HANDLING,
    contribution.HANDLING,
    query.HANDLING,
    withdrawal.HANDLING,
)
