"""Due jobs of social insurance: contributions, benefits, pensions, annuities, transfers."""

from services.benefits.flows import (
    annuity_payouts,
    annuity_postings,
    assistive_devices,
    capacity_findings,
    injury_pensions,
    injury_rates,
    offsite_cares,
    pension_adjustments,
    pension_allowances,
    pension_crediting,
    pension_overlaps,
    pension_recoveries,
    pension_runs,
    platform_orders,
    yielding,
)
from services.benefits.flows.contributions import charges, interest, paying, posting
from services.benefits.flows.private_pension import contributions as pension_contributions
from services.benefits.flows.private_pension import payouts as pension_payouts
from services.benefits.flows.transfers import army, new_area, old_area, steps
from services.benefits.flows.unemployment import checks as unemployment_checks
from services.benefits.flows.unemployment import crediting as unemployment_crediting
from services.benefits.flows.unemployment import payout as unemployment_payout
from services.benefits.flows.unemployment import premiums as unemployment_premiums
from services.benefits.flows.unemployment import schedule as unemployment_schedule
from sscsim import jobs


@jobs.task(capacity_findings.STANDS)
def let_capacity_finding_stand(key: str) -> None:
    """Nobody asked for another appraisal in time."""
    capacity_findings.stands(key)


@jobs.task(injury_pensions.RUN)
def pay_injury_pensions(key: str) -> None:
    """A month of the benefits of work injury insurance falls due."""
    injury_pensions.run(key)


@jobs.task(offsite_cares.EXPIRE)
def expire_offsite_care(key: str) -> None:
    """Care elsewhere was confirmed to this day."""
    offsite_cares.expire(key)


@jobs.task(assistive_devices.EXPIRE)
def expire_assistive_device(key: str) -> None:
    """An assistive device has had its time."""
    assistive_devices.expire(key)


@jobs.task(injury_rates.ASSESS)
def assess_injury_rates(key: str) -> None:
    """A region's employers are assessed for the year."""
    injury_rates.assess(key)


@jobs.task(platform_orders.CHARGE)
def charge_platform_orders(key: str) -> None:
    """A platform is charged for a month's orders in a region."""
    platform_orders.charge(key)


@jobs.task(posting.POST)
def post_contributions(key: str) -> None:
    """An employer's month of contributions is over."""
    posting.post(key)


@jobs.task(charges.MISS)
def contribution_missed(key: str) -> None:
    """The last day for paying contributions is over."""
    charges.missed(key)


@jobs.task(interest.POST)
def post_account_interest(key: str) -> None:
    """A year of the personal accounts is over."""
    interest.post(key)


@jobs.task(paying.DEBIT)
def debit_contribution(key: str) -> None:
    """Take contributions off an employer's account."""
    paying.debit(key)


@jobs.task(paying.COLLECT)
def collect_contribution(key: str) -> None:
    """Take contributions off a card."""
    paying.collect(key)


@jobs.task(paying.SETTLE)
def settle_contribution(key: str) -> None:
    """Find out what came of a payment whose answer was lost."""
    paying.settle_due(key)


@jobs.task(pension_runs.START)
def start_pension_run(key: str) -> None:
    """The pay day of a month's pensions."""
    pension_runs.start(key)


@jobs.task(pension_runs.ROLL)
def roll_pensions(key: str) -> None:
    """Take the next pensions on a roll."""
    pension_runs.roll(key)


@jobs.task(pension_crediting.CREDIT)
def credit_pensions(key: str) -> None:
    """Have the next pensions of a roll credited."""
    pension_crediting.credit(key)


@jobs.task(pension_adjustments.ADJUST)
def adjust_pensions(key: str) -> None:
    """Adjust the next pensions of a year."""
    pension_adjustments.adjust(key)


@jobs.task(pension_overlaps.COMPARE)
def compare_pensions(key: str) -> None:
    """The rolls of the regions are compared for somebody who draws two pensions."""
    pension_overlaps.compare(key)


@jobs.task(pension_recoveries.COLLECT)
def collect_overpaid_instalment(key: str) -> None:
    """An instalment of what was overpaid falls due."""
    pension_recoveries.collect(key)


@jobs.task(pension_contributions.SETTLE)
def settle_pension_contribution(key: str) -> None:
    """Find out what came of a contribution whose answer was lost."""
    pension_contributions.settle_due(key)


@jobs.task(pension_contributions.LAPSE)
def lapse_pension_contribution(key: str) -> None:
    """The day of a contribution to a private pension is over."""
    pension_contributions.lapse(key)


@jobs.task(pension_payouts.PAY)
def pay_private_pension(key: str) -> None:
    """The next part of a private pension falls due."""
    pension_payouts.pay_part(key)


@jobs.task(pension_allowances.RECOMPUTE)
def recompute_allowance(key: str) -> None:
    """A disability allowance is computed anew, as a pension."""
    pension_allowances.recompute(key)


@jobs.task(annuity_payouts.PAY)
def pay_annuity(key: str) -> None:
    """The next part of an annuity falls due."""
    annuity_payouts.pay_part(key)


@jobs.task(annuity_postings.INTEREST)
def post_annuity_interest(key: str) -> None:
    """A year's interest of the occupational annuities that earned nothing else."""
    annuity_postings.post_interest(key)


@jobs.task(steps.CLOSE)
def close_insurance_transfer(key: str) -> None:
    """The old area ends a relation that moves away."""
    old_area.close_due(key)


@jobs.task(steps.SEND)
def send_insurance_transfer(key: str) -> None:
    """The old area's bank sends the money of a transfer."""
    old_area.send_due(key)


@jobs.task(steps.MERGE)
def merge_insurance_transfer(key: str) -> None:
    """The new area takes over what has come."""
    new_area.merge_due(key)


@jobs.task(steps.TELL)
def tell_insurance_transfer(key: str) -> None:
    """The person is told that a transfer is done."""
    new_area.tell_due(key)


@jobs.task(army.TELL)
def tell_military_transfer(key: str) -> None:
    """The person is told that service in the army counts."""
    army.tell_due(key)


@jobs.task(steps.LATE)
def mark_transfer_late(key: str) -> None:
    """The last day of a step of a transfer is over."""
    steps.late_due(key)


@jobs.task(yielding.YIELD)
def yield_to_pension(key: str) -> None:
    """A pension begins: what yields to it ends."""
    yielding.due(key)


@jobs.task(unemployment_schedule.TURN)
def turn_unemployment_month(key: str) -> None:
    """A month of unemployment benefit begins in a region."""
    unemployment_checks.turn(key)


@jobs.task(unemployment_schedule.START)
def start_unemployment_run(key: str) -> None:
    """The pay day of unemployment benefit in a region."""
    unemployment_payout.start(key)


@jobs.task(unemployment_payout.ROLL)
def roll_unemployment_benefits(key: str) -> None:
    """Order the next chunk of a month's benefits."""
    unemployment_payout.roll(key)


@jobs.task(unemployment_crediting.CREDIT)
def credit_unemployment_benefits(key: str) -> None:
    """Have the bank pay the next chunk of a month's benefits."""
    unemployment_crediting.credit(key)


@jobs.task(unemployment_schedule.PREMIUMS)
def pay_unemployment_premiums(key: str) -> None:
    """The day on which a month's medical premiums are paid."""
    unemployment_premiums.pay_month(key)
