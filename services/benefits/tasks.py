"""Due jobs of the benefits service: each takes a business key and calls a flow."""

from services.benefits.flows import (
    annuity_payouts,
    annuity_postings,
    arbitration_cases,
    assistive_devices,
    capacity_findings,
    card_orders,
    due,
    exam_fees,
    examinations,
    handing_over,
    injury_pensions,
    injury_rates,
    inspection_cases,
    job_fairs,
    labour_contracts,
    labour_dues,
    loan_repayments,
    mediations,
    notices,
    offsite_cares,
    payments,
    pension_adjustments,
    pension_allowances,
    pension_overlaps,
    pension_recoveries,
    pension_runs,
    personnel_files,
    platform_orders,
    progress,
    recoveries,
    startup_loans,
    subsidies,
    unemployed_graduates,
    vacancies,
    yielding,
)
from services.benefits.flows.contributions import charges, interest, paying, posting
from services.benefits.flows.fiscal import (
    checks,
    orders,
)
from services.benefits.flows.fiscal import (
    paying as subsidy_paying,
)
from services.benefits.flows.items.employment import (
    employment_certificate,
    employment_registration,
    hardship_recognition,
    job_seeker_registration,
    unemployment_registration,
)
from services.benefits.flows.items.files import consultation, transferring
from services.benefits.flows.items.labour import arbitration, contract, inspection, mediation
from services.benefits.flows.items.training import voucher
from services.benefits.flows.private_pension import contributions as pension_contributions
from services.benefits.flows.private_pension import payouts as pension_payouts
from services.benefits.flows.transfers import army, new_area, old_area, steps
from services.benefits.flows.unemployment import checks as unemployment_checks
from services.benefits.flows.unemployment import crediting as unemployment_crediting
from services.benefits.flows.unemployment import payout as unemployment_payout
from services.benefits.flows.unemployment import premiums as unemployment_premiums
from services.benefits.flows.unemployment import schedule as unemployment_schedule
from sscsim import jobs


@jobs.task(handing_over.TAKE_UP)
def take_up_application(key: str) -> None:
    """The competent region takes up what another region handed over."""
    due.take_up(key)


@jobs.task(progress.DECIDE)
def decide_application(key: str) -> None:
    """The rule decides on the last day of the legal time."""
    due.decide(key)


@jobs.task(progress.OVERDUE)
def mark_application_overdue(key: str) -> None:
    """The legal time is over."""
    due.mark_overdue(key)


@jobs.task(progress.LAPSE)
def lapse_application(key: str) -> None:
    """Nothing came of what was wanted."""
    due.lapse(key)


@jobs.task(notices.END)
def end_public_notice(key: str) -> None:
    """The days of a public notice are over."""
    due.end_notice(key)


@jobs.task(payments.PAY_OUT)
def pay_out_benefit(key: str) -> None:
    """Have the bank side pay what was ordered."""
    payments.pay_out(key)


@jobs.task(job_seeker_registration.EXPIRE)
def expire_job_seeker(key: str) -> None:
    """A job-seeker's registration ends."""
    job_seeker_registration.expire(key)


@jobs.task(voucher.EXPIRE)
def expire_training_voucher(key: str) -> None:
    """A training voucher's last day is over."""
    voucher.expire(key)


@jobs.task(exam_fees.SETTLE)
def settle_exam_fee(key: str) -> None:
    """Find out what came of a payment whose answer was lost."""
    exam_fees.settle_due(key)


@jobs.task(examinations.CLOSE)
def close_exam_registration(key: str) -> None:
    """The time for registration, and for the fee, is over."""
    examinations.close(key)


@jobs.task(examinations.MARK_ABSENT)
def mark_exam_absent(key: str) -> None:
    """The day of an examination is over."""
    examinations.mark_absent(key)


@jobs.task(employment_registration.END_CONTRACT)
def end_contract(key: str) -> None:
    """A contract for a fixed term is over."""
    employment_registration.end_contract(key)


@jobs.task(unemployment_registration.RETIRE)
def retire_unemployed(key: str) -> None:
    """An unemployed person reaches the retirement age."""
    unemployment_registration.retire(key)


@jobs.task(hardship_recognition.CHECK)
def check_hardship(key: str) -> None:
    """A recognition of employment difficulty is checked, or its time is over."""
    hardship_recognition.check(key)


@jobs.task(employment_certificate.FALL_DUE)
def certificate_review_due(key: str) -> None:
    """The yearly review of an employment certificate is due."""
    employment_certificate.fall_due(key)


@jobs.task(employment_certificate.SUSPEND)
def suspend_certificate(key: str) -> None:
    """An employment certificate was not reviewed in time."""
    employment_certificate.suspend(key)


@jobs.task(unemployed_graduates.LAPSE)
def lapse_unemployed_graduate(key: str) -> None:
    """Somebody no longer counts as a graduate."""
    unemployed_graduates.lapse(key)


@jobs.task(vacancies.EXPIRE)
def expire_vacancy(key: str) -> None:
    """The last day of a vacancy is over."""
    vacancies.expire(key)


@jobs.task(job_fairs.CLOSE)
def close_job_fair(key: str) -> None:
    """The day of a job fair is over."""
    job_fairs.close(key)


@jobs.task(subsidies.PAY_MONTH)
def pay_subsidy_month(key: str) -> None:
    """A month of a subsidy is over."""
    subsidies.pay_month(key)


@jobs.task(recoveries.TAKE_REFUND)
def take_benefit_refund(key: str) -> None:
    """Take what is given back off the card."""
    recoveries.take_refund(key)


@jobs.task(startup_loans.ANSWER)
def answer_startup_loan(key: str) -> None:
    """A bank that nobody plays grants a loan."""
    startup_loans.answer(key)


@jobs.task(startup_loans.DRAW)
def draw_startup_loan(key: str) -> None:
    """Pay a loan onto the card."""
    startup_loans.draw(key)


@jobs.task(startup_loans.COLLECT)
def collect_loan_instalment(key: str) -> None:
    """An instalment of a loan falls due."""
    loan_repayments.collect(key)


@jobs.task(loan_repayments.COVER)
def cover_startup_loan(key: str) -> None:
    """The guarantee pays for a loan that stayed overdue."""
    loan_repayments.cover(key)


@jobs.task(card_orders.FOLLOW)
def follow_card_order(key: str) -> None:
    """Look how far a card is that was applied for."""
    card_orders.follow(key)


@jobs.task(transferring.SEND_DUE)
def mark_file_overdue(key: str) -> None:
    """A sender's last day for a file is over."""
    personnel_files.send_due(key)


@jobs.task(consultation.GIVE_BACK_DUE)
def mark_file_loan_overdue(key: str) -> None:
    """A borrowed file was due back."""
    personnel_files.give_back_due(key)


@jobs.task(mediation.FAIL)
def fail_mediation(key: str) -> None:
    """The days of a mediation are over."""
    mediations.over(key)


@jobs.task(arbitration.LATE)
def mark_arbitration_late(key: str) -> None:
    """A commission's last day is over."""
    arbitration_cases.late(key)


@jobs.task(arbitration_cases.BECOME_FINAL)
def finalise_award(key: str) -> None:
    """Nobody sued over an award in time."""
    arbitration_cases.become_final(key)


@jobs.task(inspection.LATE)
def mark_inspection_late(key: str) -> None:
    """The last day for an inspection is over."""
    inspection_cases.late(key)


@jobs.task(labour_dues.MISS)
def miss_labour_due(key: str) -> None:
    """The last day for paying a worker is over."""
    labour_dues.missed(key)


@jobs.task(contract.LAPSE)
def lapse_labour_contract(key: str) -> None:
    """A contract was not signed in time."""
    labour_contracts.lapse(key)


@jobs.task(contract.END)
def end_labour_contract(key: str) -> None:
    """The term of a contract is over."""
    labour_contracts.end_of_term(key)


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


@jobs.task(checks.CHECK)
def check_subsidy_lines(key: str) -> None:
    """Check the next lines of a roll of subsidies."""
    checks.run(key)


@jobs.task(subsidy_paying.CREDIT)
def credit_subsidy_lines(key: str) -> None:
    """Have the next lines of a batch credited."""
    subsidy_paying.pay(key)


@jobs.task(orders.SEND)
def send_subsidy_batch(key: str) -> None:
    """The treasury passes an order on to the bank."""
    subsidy_paying.send(key)


@jobs.task(orders.OVERDUE)
def subsidy_batch_overdue(key: str) -> None:
    """The time within which the bank credits is over."""
    orders.overdue(key)


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


@jobs.task(pension_runs.CREDIT)
def credit_pensions(key: str) -> None:
    """Have the next pensions of a roll credited."""
    pension_runs.credit(key)


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
