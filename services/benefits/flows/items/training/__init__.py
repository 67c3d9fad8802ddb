"""Training, skills and titles (培训、技能、职称)."""

from services.benefits.flows.items.training import (
    certificate_query,
    enrolment,
    exam,
    title_query,
    title_review,
    training_subsidy,
    upgrade_subsidy,
    voucher,
)

HANDLINGS = (
    enrolment.HANDLING,
    voucher.HANDLING,
    training_subsidy.HANDLING,
    upgrade_subsidy.HANDLING,
    certificate_query.HANDLING,
    title_review.HANDLING,
    title_query.HANDLING,
    exam.HANDLING,
)
