"""The card (社会保障卡) and the electronic card (电子社会保障卡)."""

from services.benefits.flows.items.cards import (
    application,
    cancellation,
    data_change,
    electronic_issue,
    enabling,
    family_service,
    identity_by_code,
    loss,
    password,
    payment_function,
    replacement,
    status_query,
)

HANDLINGS = (
    application.HANDLING,
    enabling.HANDLING,
    status_query.HANDLING,
    data_change.HANDLING,
    password.HANDLING,
    loss.HANDLING,
    replacement.HANDLING,
    cancellation.HANDLING,
    electronic_issue.HANDLING,
    identity_by_code.HANDLING,
    payment_function.HANDLING,
    family_service.HANDLING,
)
