"""Labour relations (劳动关系)."""

from services.benefits.flows.items.labour import (
    arbitration,
    contract,
    inspection,
    mediation,
    wage_payout,
)

HANDLINGS = (
    mediation.HANDLING,
    arbitration.HANDLING,
    inspection.HANDLING,
    wage_payout.HANDLING,
    contract.HANDLING,
)
