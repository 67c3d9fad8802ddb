"""Personnel files (人事档案)."""

from services.benefits.flows.items.files import (
    consultation,
    file_certificate,
    file_transfer,
    graduate_reception,
)

HANDLINGS = (
    file_transfer.HANDLING,
    consultation.HANDLING,
    file_certificate.HANDLING,
    graduate_reception.HANDLING,
)
