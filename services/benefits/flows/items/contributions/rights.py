"""HRSS-058 and HRSS-059: what somebody has of social insurance, told and printed."""

from collections.abc import Collection
from typing import Any

from services.benefits.domain import insurance as words
from services.benefits.domain.decision import Case
from services.benefits.domain.employment.record_query import stretch_of
from services.benefits.domain.insurance import rights as domain
from services.benefits.domain.insurance.rights import Rights
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import insurance, payments, pension_accounts
from sscsim.db import Tx


def _known(tx: Tx, case: Case, kinds: Collection[str]) -> Rights:
    first, last = stretch_of(case)
    person_id = case.person.id
    relations = [each for each in insurance.relations.of(tx, person_id) if each.kind in kinds]
    accounts = pension_accounts.accounts.of(tx, person_id)
    return Rights(
        relations=domain.within(relations, first, last),
        months=insurance.months_of(tx, person_id, kinds, first, last),
        accounts=[each for each in accounts if each.kind in kinds],
        benefits=payments.paid_by_funds(tx, person_id, kinds, first, last),
    )


def _rights(tx: Tx, case: Case, _gathered: Any) -> Rights:
    return _known(tx, case, tuple(words.KINDS))


def _told(case: Case, known: Rights) -> Answer:
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(known), domain.rights_printed(known) if wanted else None)


def _of_insurance(tx: Tx, case: Case, _gathered: Any) -> Rights:
    return _known(tx, case, domain.KINDS_OF[case.inputs["insurance"]])


def _certified(case: Case, known: Rights) -> Answer:
    return Answer(domain.shown(known), domain.certificate_printed(case, known))


RECORD = Handling(domain.RIGHTS_CODE, query=_told, facts=_rights, one_at_a_time=False)
CERTIFICATE = Handling(
    domain.CERTIFICATE_CODE, query=_certified, facts=_of_insurance, one_at_a_time=False
)
