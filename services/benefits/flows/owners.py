"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.benefits.domain.training.course import Training
from services.benefits.domain.training.exam import ExamRegistration
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.domain.training.title import Title
from services.benefits.domain.training.voucher import Voucher
from services.benefits.store import (
    annuities,
    applications,
    cards,
    certificates,
    contributions,
    employment,
    employment_records,
    files,
    inheritances,
    injuries,
    injury_care,
    injury_payouts,
    insurance,
    job_market,
    labour,
    payments,
    payout_accounts,
    pension_accounts,
    pensions,
    personal_data,
    platform_orders,
    private_pensions,
    recoveries,
    startup_loans,
    subsidies,
    survivors,
    training,
    transfers,
    unemployment,
)
from services.benefits.store.kept import Kept
from sscsim.db import Tx


def _person(found: Any) -> Iterable[str]:
    return () if found is None or found.person_id is None else (found.person_id,)


def _application(tx: Tx, application_id: str) -> Iterable[str]:
    """Of whom it is for, and of who acts for them."""
    found = applications.find(tx, application_id)
    if found is None:
        return ()
    return tuple(each for each in (found.person_id, found.applicant_id) if each is not None)


def _payment(tx: Tx, payment_id: str) -> Iterable[str]:
    return _person(payments.find(tx, payment_id))


def _certificate(tx: Tx, certificate_id: str) -> Iterable[str]:
    return _person(certificates.find(tx, certificate_id))


def _job_seeker(tx: Tx, job_seeker_id: str) -> Iterable[str]:
    return _person(employment.find_job_seeker(tx, job_seeker_id))


def _recovery(tx: Tx, recovery_id: str) -> Iterable[str]:
    return _person(recoveries.find(tx, recovery_id))


def _grant(tx: Tx, grant_id: str) -> Iterable[str]:
    return _person(employment.find_grant(tx, grant_id))


def _of_training(kind: type[Any]) -> Callable[[Tx, str], Iterable[str]]:
    """Whose a record of training, skills or examinations is."""
    return lambda tx, record_id: _person(training.find(tx, kind, record_id))


def _card_order(tx: Tx, card_order_id: str) -> Iterable[str]:
    return _person(cards.find_order(tx, card_order_id))


def _form_filling(tx: Tx, form_filling_id: str) -> Iterable[str]:
    return _person(cards.find_filling(tx, form_filling_id))


def _kept(records: Kept[Any]) -> Callable[[Tx, str], Iterable[str]]:
    return lambda tx, record_id: _person(records.find(tx, record_id))


def _survivor_benefit(tx: Tx, benefit_id: str) -> Iterable[str]:
    """Who was paid."""
    found = survivors.benefits.find(tx, benefit_id)
    return () if found is None else (found.survivor_id,)


def _inheritance(tx: Tx, inheritance_id: str) -> Iterable[str]:
    """Of whose it was, and of the heirs."""
    found = inheritances.inheritances.find(tx, inheritance_id)
    if found is None:
        return ()
    return (found.person_id, *inheritances.heirs_of(tx, inheritance_id))


def _nobody(tx: Tx, batch_id: str) -> Iterable[str]:
    """A batch is of many: an app of one cardholder has no business with it."""
    return ()


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "ann": _kept(annuities.accounts),
    "arb": _kept(labour.cases),
    "bpy": _payment,
    "cdl": _nobody,
    "cdo": _card_order,
    "ctc": _kept(contributions.charges),
    "ise": _nobody,
    "isr": _kept(insurance.relations),
    "pdc": _kept(personal_data.KEPT),
    "poa": _kept(payout_accounts.KEPT),
    "pac": _kept(pension_accounts.accounts),
    "dpr": _kept(transfers.refunds),
    "fsb": _nobody,
    "crt": _certificate,
    "ecr": _kept(employment_records.certificates),
    "emr": _kept(employment_records.employments),
    "ugr": _kept(employment_records.graduates),
    "hdr": _kept(employment_records.recognitions),
    "isb": _nobody,
    "inh": _inheritance,
    "icf": _kept(injury_payouts.certifications),
    "ist": _kept(injury_care.settlements),
    "asd": _kept(injury_care.devices),
    "ofc": _kept(injury_care.offsite_cares),
    "igr": _kept(injury_payouts.grants),
    "ipb": _kept(injury_payouts.pensions),
    "inj": _kept(injuries.injuries),
    "irt": _nobody,
    "itf": _kept(transfers.transfers),
    "mtf": _kept(transfers.military),
    "itn": _kept(subsidies.internships),
    "jfv": _kept(job_market.visits),
    "jrf": _kept(job_market.referrals),
    "ffl": _form_filling,
    "grd": _kept(files.graduates),
    "jrr": _nobody,
    "jsk": _job_seeker,
    "rcv": _recovery,
    "sbg": _grant,
    "pfo": _kept(platform_orders.orders),
    "ppj": _nobody,
    "ppm": _nobody,
    "ppa": _kept(private_pensions.pensions),
    "ppc": _kept(private_pensions.contributions),
    "pph": _kept(private_pensions.holdings),
    "sby": _kept(subsidies.subsidies),
    "sln": _kept(startup_loans.loans),
    "lad": _kept(labour.dues),
    "lcf": _kept(injuries.findings),
    "lct": _kept(labour.contracts),
    "lic": _kept(labour.inspections),
    "lmd": _kept(labour.mediations),
    "paj": _nobody,
    "pce": _kept(pensions.certifications),
    "pft": _kept(files.transfers),
    "pns": _kept(pensions.pensions),
    "prn": _nobody,
    "svb": _survivor_benefit,
    "svc": _application,
    "exr": _of_training(ExamRegistration),
    "skc": _of_training(SkillCertificate),
    "trn": _of_training(Training),
    "ttl": _of_training(Title),
    "vch": _of_training(Voucher),
    "une": _kept(employment_records.unemployments),
    "unb": _kept(unemployment.benefits),
    "uck": _kept(unemployment.checks),
    "ump": _kept(unemployment.premiums),
    "unr": _nobody,
    "ugt": _kept(unemployment.grants),
    "udb": _kept(unemployment.deaths),
}
OPEN = frozenset(
    {
        "create_pension_estimate",
        "get_job_fair",
        "get_job_vacancy",
        "get_public_notice",
        "get_review_settings",
        "get_service_item",
        "get_subsidy_programme",
        "list_cooperation_items",
        "list_job_fairs",
        "list_job_vacancies",
        "list_public_notices",
        "list_service_items",
        "list_subsidy_programmes",
        "object_to_public_notice",
        "get_examination",
        "get_training_course",
        "list_examinations",
        "get_private_pension_product",
        "list_private_pension_products",
        "list_training_courses",
        "verify_skill_certificate",
        "verify_service_certificate",
    }
)
"""Operations with nothing of any person."""
OTHERS = frozenset({"beneficiary_id"})
"""Fields that may name somebody else: whom a proxy acts for."""
