"""Due jobs of the settlement service: each takes a business key and calls a flow."""

from services.settlement.flows import (
    advance_year,
    cycle_close,
    cycle_freeze,
    cycle_generate,
    cycle_notify,
    cycle_overdue,
    cycle_pay,
    cycle_sign,
    day_close,
    disputes,
    late_question,
    provider_application,
    provider_pay,
    reconcile_by_hand,
    reconcile_day,
    reconcile_overdue,
    reconcile_resolve,
    relation_transfers,
    service_handover,
)
from sscsim import jobs


@jobs.task("settlement.cycle_freeze")
def freeze(key: str) -> None:
    """Close a month to claims."""
    cycle_freeze.freeze(key)


@jobs.task("settlement.provider_pay", commutes=True)
def pay_providers(key: str) -> None:
    """Pay the hospitals of one region."""
    provider_pay.pay(key)


@jobs.task("settlement.provider_application_pay")
def pay_provider_application(key: str) -> None:
    """Pay what one institution applied for."""
    provider_application.pay(key)


@jobs.task("settlement.cycle_generate")
def generate(key: str) -> None:
    """Make the statements of a month."""
    cycle_generate.generate(key)


@jobs.task("settlement.cycle_sign", commutes=True)
def sign(key: str) -> None:
    """One region signs its statements."""
    cycle_sign.sign_for(key)


@jobs.task("settlement.cycle_notify")
def notify(key: str) -> None:
    """Issue the notices of a month."""
    cycle_notify.notify(key)


@jobs.task("settlement.cycle_pay", commutes=True)
def pay(key: str) -> None:
    """One region pays what it owes for a month."""
    cycle_pay.pay(key)


@jobs.task("settlement.deliver_late_question")
def deliver_late_question(key: str) -> None:
    """A question that was on its way for long reaches the insured side."""
    late_question.deliver(key)


@jobs.task("settlement.cycle_close")
def close(key: str) -> None:
    """Close a month."""
    cycle_close.close(key)


@jobs.task("settlement.advance_size")
def size_advances(key: str) -> None:
    """Fix the size of a year's advances."""
    advance_year.fix(key)


@jobs.task("settlement.advance_pay")
def pay_advances(key: str) -> None:
    """One region brings its advances to the size of the year."""
    advance_year.pay(key)


@jobs.task("settlement.day_close", commutes=True)
def close_day(key: str) -> None:
    """Seal a day of one book."""
    day_close.close(key)


@jobs.task("settlement.cycle_overdue")
def look_for_overdue(key: str) -> None:
    """A day for signing or paying has passed."""
    cycle_overdue.look(key)


@jobs.task("settlement.dispute_sla")
def decide_disputes(key: str) -> None:
    """Nobody answered a dispute in time."""
    disputes.time_is_up(key)


@jobs.task("settlement.recon_daily", commutes=True)
def reconcile_a_day(key: str) -> None:
    """Compare what the three sides have of one region's day."""
    reconcile_day.reconcile(key)


@jobs.task("settlement.recon_resolve")
def resolve_difference(key: str) -> None:
    """Ask again about a difference that a lost answer may have made."""
    reconcile_resolve.resolve(key)


@jobs.task("settlement.recon_dispute")
def dispute_difference(key: str) -> None:
    """A statement can be doubted now: dispute the claim behind a difference."""
    reconcile_by_hand.open_dispute(key)


@jobs.task("settlement.recon_overdue")
def look_for_late_days(key: str) -> None:
    """The day to have a month reconciled has passed."""
    reconcile_overdue.look(key)


@jobs.task(service_handover.PASS_ON)
def pass_on_service_application(key: str) -> None:
    """Hand a service application to the region that decides, when that region is up."""
    service_handover.pass_on(key)


@jobs.task(relation_transfers.PASS_ON)
def pass_on_transfer_paper(key: str) -> None:
    """Hand a paper of insurance that moves to the other region, when that one is up."""
    relation_transfers.pass_on(key)


@jobs.task(relation_transfers.LAND)
def land_transfer_funds(key: str) -> None:
    """Money of insurance that moves reaches the new region."""
    relation_transfers.land(key)
