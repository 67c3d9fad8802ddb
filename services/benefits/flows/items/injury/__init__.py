"""Work injury insurance (工伤保险)."""

from services.benefits.flows.items.injury import (
    bills,
    capacity,
    card_bill,
    certification,
    death,
    device,
    disability,
    leaving,
    offsite,
    recognition,
)

HANDLINGS = (
    recognition.HANDLING,
    capacity.HANDLING,
    offsite.HANDLING,
    card_bill.HANDLING,
    bills.HANDLING,
    device.HANDLING,
    disability.HANDLING,
    leaving.HANDLING,
    death.HANDLING,
    certification.HANDLING,
)
