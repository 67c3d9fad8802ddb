"""Pensions (养老保险待遇): employees', of institutions, and residents'."""

from services.benefits.flows.items.pension import (
    allowance,
    certification,
    estimate,
    institution,
    lump_sum,
    payout,
    resident_cancellation,
    resident_claim,
    retirement,
    survivors,
    suspension,
)

HANDLINGS = (
    retirement.HANDLING,
    payout.EMPLOYEE,
    certification.HANDLING,
    suspension.HANDLING,
    lump_sum.HANDLING,
    survivors.HANDLING,
    allowance.HANDLING,
    estimate.HANDLING,
    institution.HANDLING,
    payout.INSTITUTION,
    resident_claim.HANDLING,
    payout.RESIDENT,
    resident_cancellation.HANDLING,
)
