"""Unemployment insurance (失业保险)."""

from services.benefits.flows.items.unemployment import (
    benefit_claim,
    benefit_payout,
    benefit_query,
    death_benefit,
    monthly_check,
    premium,
    price_subsidy,
)

HANDLINGS = (
    benefit_claim.HANDLING,
    benefit_payout.HANDLING,
    monthly_check.HANDLING,
    premium.HANDLING,
    death_benefit.HANDLING,
    price_subsidy.HANDLING,
    benefit_query.HANDLING,
)
