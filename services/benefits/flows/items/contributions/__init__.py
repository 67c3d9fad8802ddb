"""Registration, contributions and rights (参保登记、缴费与权益)."""

from services.benefits.flows.items.contributions import (
    contribution_declaration,
    employee_enrolment,
    flexible_enrolment,
    own_contribution,
    payout_account,
    personal_data,
    resident_enrolment,
    rights,
)

HANDLINGS = (
    employee_enrolment.HANDLING,
    contribution_declaration.HANDLING,
    flexible_enrolment.HANDLING,
    own_contribution.FLEXIBLE,
    resident_enrolment.HANDLING,
    own_contribution.RESIDENT,
    rights.RECORD,
    rights.CERTIFICATE,
    payout_account.HANDLING,
    personal_data.HANDLING,
)
