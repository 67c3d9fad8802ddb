"""Due jobs of work, training, files, labour relations and subsidies."""

from services.benefits.flows import (
    arbitration_cases,
    exam_fees,
    examinations,
    inspection_cases,
    job_fairs,
    labour_contracts,
    labour_dues,
    loan_repayments,
    mediations,
    personnel_files,
    startup_loans,
    subsidies,
    unemployed_graduates,
    vacancies,
)
from services.benefits.flows.fiscal import checks, orders
from services.benefits.flows.fiscal import paying as subsidy_paying
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
from sscsim import jobs


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
