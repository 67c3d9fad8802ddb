"""The production of a card (制卡): states of one card and of the batch it travels in.

The codes are those of one vendor's system in one province (status secondary): a good
model, not a national standard. What the codes 2a to 2d say one by one is our reading.
"""

from services.card.domain.card import Card
from sscsim.kernel.states import Machine

MACHINE = Machine(
    "card production",
    initial="received",
    edges=[
        ("received", "batch", "batched"),
        ("received", "issue_at_once", "at_branch"),
        ("received", "fail_at_once", "instant_issue_failed"),
        ("received", "fail", "batch_failed"),
        ("received", "withdraw", "withdrawn"),
        ("batched", "send_to_bank", "sent_to_bank"),
        ("batched", "fail", "bank_send_failed"),
        ("sent_to_bank", "return_from_bank", "bank_returned"),
        ("sent_to_bank", "fail", "bank_return_failed"),
        ("bank_returned", "request_certificate", "certificate_requested"),
        ("bank_returned", "fail", "certificate_send_failed"),
        ("certificate_requested", "return_certificate", "certificate_returned"),
        ("certificate_requested", "fail", "certificate_return_failed"),
        ("certificate_returned", "send_to_factory", "factory_sent"),
        ("certificate_returned", "fail", "factory_send_failed"),
        ("factory_sent", "return_from_factory", "factory_returned"),
        ("factory_sent", "fail", "factory_return_failed"),
        ("factory_returned", "send_to_centre", "centre_sent"),
        ("factory_returned", "fail", "centre_send_failed"),
        ("centre_sent", "return_from_centre", "centre_returned"),
        ("centre_sent", "fail", "centre_return_failed"),
        ("centre_returned", "arrive", "at_branch"),
        ("at_branch", "collect", "issued"),
        ("at_branch", "fail", "centre_issue_failed"),
        *(
            (state, event, to)
            for state in (
                "batch_failed",
                "instant_issue_failed",
                "bank_send_failed",
                "bank_return_failed",
                "certificate_send_failed",
                "certificate_return_failed",
                "factory_send_failed",
                "factory_return_failed",
                "centre_send_failed",
                "centre_return_failed",
                "centre_issue_failed",
            )
            for event, to in (("correct", "received"), ("withdraw", "withdrawn"))
        ),
    ],
)
"""A failed application is corrected and goes into production again, or is withdrawn."""

STATUSES = MACHINE.states

CARD_CODES = {
    "received": "00",
    "batched": "10",
    "sent_to_bank": "20",
    "bank_returned": "21",
    "bank_send_failed": "22",
    "bank_return_failed": "23",
    "certificate_requested": "2a",
    "certificate_returned": "2b",
    "certificate_send_failed": "2c",
    "certificate_return_failed": "2d",
    "factory_sent": "30",
    "factory_returned": "31",
    "factory_send_failed": "32",
    "factory_return_failed": "33",
    "centre_sent": "40",
    "centre_returned": "41",
    "at_branch": "60",
    "issued": "70",
}
"""States without a code of their own are told by the person's code alone."""

PERSON_CODES = {
    "initial": "00",
    "in_production": "01",
    "ready_to_collect": "02",
    "collected": "03",
    "enabled": "04",
    "formally_lost": "05",
    "temporarily_lost": "06",
    "being_reissued": "07",
    "being_exchanged": "08",
    "cancelled": "09",
    "bank_export_failed": "10",
    "bank_return_failed": "11",
    "factory_export_failed": "12",
    "factory_return_failed": "13",
    "centre_export_failed": "14",
    "centre_return_failed": "15",
    "batch_failed": "16",
    "instant_issue_failed": "17",
    "centre_issue_failed": "18",
    "other_failed": "19",
}

_PERSON_FAILED = {
    "batch_failed": "batch_failed",
    "bank_send_failed": "bank_export_failed",
    "bank_return_failed": "bank_return_failed",
    "certificate_send_failed": "other_failed",
    "certificate_return_failed": "other_failed",
    "factory_send_failed": "factory_export_failed",
    "factory_return_failed": "factory_return_failed",
    "centre_send_failed": "centre_export_failed",
    "centre_return_failed": "centre_return_failed",
    "instant_issue_failed": "instant_issue_failed",
    "centre_issue_failed": "centre_issue_failed",
}
_BY_CARD = {
    "active": "enabled",
    "locked": "enabled",
    "formally_lost": "formally_lost",
    "temporarily_lost": "temporarily_lost",
    "cancelled": "cancelled",
}

FAILED = tuple(_PERSON_FAILED)


def person_status(production_status: str, card: Card | None) -> str:
    """The person's state (人员制卡状态) that follows from production and from the card."""
    if production_status in _PERSON_FAILED:
        return _PERSON_FAILED[production_status]
    if production_status == "withdrawn":
        return "cancelled"
    if production_status == "received":
        return "initial"
    if production_status == "at_branch":
        return "ready_to_collect"
    if production_status != "issued":
        return "in_production"
    return _BY_CARD.get(card.status, "collected") if card else "collected"


STEPS = (
    ("batched", "send_to_bank", "sent_to_bank"),
    ("sent_to_bank", "return_from_bank", "bank_returned"),
    ("bank_returned", "request_certificate", "certificate_requested"),
    ("certificate_requested", "return_certificate", "certificate_returned"),
    ("certificate_returned", "send_to_factory", "factory_sent"),
    ("factory_sent", "return_from_factory", "factory_returned"),
    ("factory_returned", "send_to_centre", "centre_sent"),
    ("centre_sent", "return_from_centre", "centre_returned"),
    ("centre_returned", "arrive", "at_branch"),
)
"""What happens to a batch one after the other: status, event, next status."""

BATCH_STATUSES = ("batched", *(to for _, _, to in STEPS))

STAGES = {"sent_to_bank": "bank", "factory_sent": "factory", "centre_sent": "centre"}
"""Who holds the batch in these states, and owes a file that comes back."""

DAYS_OF = {
    "send_to_bank": "days_to.send",
    "return_from_bank": "days_to.bank_return",
    "request_certificate": "days_to.send",
    "return_certificate": "days_to.certificate",
    "send_to_factory": "days_to.send",
    "return_from_factory": "days_to.factory_return",
    "send_to_centre": "days_to.send",
    "return_from_centre": "days_to.centre_return",
    "arrive": "days_to.branch",
}
"""Which figure of the scheme `card_production` says how long the step takes."""


def next_step(status: str) -> tuple[str, str] | None:
    """Event and status that follow; None at the end of the line."""
    for state, event, to in STEPS:
        if state == status:
            return event, to
    return None
