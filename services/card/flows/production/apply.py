"""Applying for a card; correcting and withdrawing an application."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from services.card import problems_production as problems
from services.card import terms
from services.card.domain import application as domain
from services.card.domain import bank_account, household
from services.card.domain.application import Application
from services.card.domain.card import Card
from services.card.domain.person import Person, check_pooling_area
from services.card.domain.stock import MAIN_BRANCH
from services.card.flows import known as holders
from services.card.flows.bank.known import check_bank
from services.card.flows.production import known, making, progress, stock
from services.card.flows.production.magic import failure
from services.card.store import applications, cards, households, store
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions

BATCHES = "card.batch_applications"
BATCHED_AT = time(20)
"""Every evening the day's applications of an area and a bank become a batch."""


def apply(**form: Any) -> dict[str, Any]:
    """Apply for a card of an area, there or in another province; the form of `applied`."""
    with store.write() as tx:
        application = applied(tx, **form)
        failpoint("card.apply.before_commit")
        return tx.answer(progress.shown(tx, application))


def applied(
    tx: Tx,
    person_id: str,
    kind: str = "first_issue",
    mark: str | None = None,
    region_code: str | None = None,
    handling_region_code: str | None = None,
    identity_document: str = "resident_card_or_hukou",
    applied_by: str = "self",
    proxy_person_id: str | None = None,
    bank_code: str = bank_account.DEFAULT_BANK,
    contact_phone: str | None = None,
    old_card_id: str | None = None,
    branch: str | None = None,
) -> Application:
    """The application as taken in, with the card if it is made at once."""
    check_bank(bank_code)
    mark = domain.mark_of(kind, mark)
    for area in (region_code, handling_region_code):
        if area is not None:
            check_pooling_area(area)
    person = holders.locked_person(tx, person_id)
    domain.check_alive(person)
    held = cards.of_person(tx, person_id)
    issuing = region_code or _area_of(held, old_card_id, kind) or person.region_code
    handling = handling_region_code or _here(issuing)
    world.require_region(handling)
    asked = _Asked(kind, mark, issuing, handling, applied_by, proxy_person_id, old_card_id)
    old = _checked(tx, person, held, asked)
    ordinal = applications.count_of_person(tx, person_id) + 1
    application_id = tx.new_id("app", person_id, ordinal)
    application = Application(
        id=application_id,
        person_id=person_id,
        kind=kind,
        mark=mark,
        region_code=issuing,
        handling_region_code=handling,
        identity_document=identity_document,
        applied_by=applied_by,
        proxy_person_id=proxy_person_id,
        bank_code=bank_code,
        contact_phone=contact_phone or person.contact_phone,
        old_card_id=old.id if old else None,
        card_id=tx.new_id("card", application_id, 1),
        bank_account_number=None,
        production_status="received",
        failure_code=None,
        failure_reason=None,
        batch_id=None,
        attempts=1,
        collected_at=None,
        withdrawn_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
        branch=(branch or MAIN_BRANCH) if kind == domain.PREMADE else None,
    )
    applications.add(tx, application)
    tx.emit("application.received", application.id, known.told(application))
    return _begun(tx, application, person)


def _area_of(held: list[Card], named: str | None, kind: str) -> str | None:
    """The area of the card that is followed, where the application names none."""
    if kind in domain.NEW:
        return None
    mine = [card for card in held if card.status != "cancelled" and named in (None, card.id)]
    return mine[-1].region_code if mine else None


def _here(issuing: str) -> str:
    """Where the caller stands; a caller without a city of its own stands in the issuing area."""
    at = world.current().region
    return at if at is not None and regions.is_pooling_area(at) else issuing


@dataclass(frozen=True)
class _Asked:
    """What of the form the rules look at."""

    kind: str
    mark: str
    issuing: str
    handling: str
    applied_by: str
    proxy: str | None
    old_card_id: str | None


def _checked(tx: Tx, person: Person, held: list[Card], asked: _Asked) -> Card | None:
    """The card that is followed, if everything about the application is as it must be."""
    today = world.today()
    rules = terms.card_rules(asked.issuing, today).application
    domain.check_applicant(person, asked.applied_by, asked.proxy, rules, today)
    if asked.proxy is not None:
        holders.person(tx, asked.proxy)
        link = households.link_between(tx, person.id, asked.proxy)
        if link is None or link.relation not in household.PROXIES:
            raise problems.ProxyNotRelated(proxy_person_id=asked.proxy)
    domain.check_place(asked.kind, asked.mark, asked.issuing, asked.handling, rules)
    province = regions.province_of(asked.issuing)
    for earlier in applications.of_person(tx, person.id):
        if earlier.open and regions.province_of(earlier.region_code) == province:
            raise problems.ApplicationOpen(
                application_id=earlier.id, status=earlier.production_status
            )
    return domain.old_card(asked.kind, held, asked.issuing, asked.old_card_id, rules, today)


def _begun(tx: Tx, application: Application, person: Person) -> Application:
    """Made at once, taken from the stock, or waiting for the evening's batch."""
    if application.mark == "central":
        plan_batch(tx, application)
        return application
    failed = failure(application, "instant")
    if failed is not None:
        return known.moved(
            tx, application, "fail_at_once", failure_code=failed.code, failure_reason=failed.reason
        )
    blank = stock.taken_out(tx, application) if application.kind == domain.PREMADE else None
    card = making.card(tx, application, person, blank)
    making.account(tx, application, card, person, ask=True)
    return known.moved(tx, application, "issue_at_once")


def plan_batch(tx: Tx, application: Application) -> None:
    now = world.now()
    due = datetime.combine(now.date(), BATCHED_AT, SHANGHAI)
    if due <= now:
        due += timedelta(days=1)
    key = f"{application.region_code}:{application.bank_code}:{due:%Y%m%d}"
    tx.schedule(BATCHES, key, due)


def correct(
    application_id: str, contact_phone: str | None = None, bank_code: str | None = None
) -> dict[str, Any]:
    """Correct a failed application; it goes into production again from the start."""
    if bank_code is not None:
        check_bank(bank_code)
    with store.write() as tx:
        application = known.locked_application(tx, application_id)
        world.require_region(application.handling_region_code)
        person = holders.locked_person(tx, application.person_id)
        attempt = application.attempts + 1
        corrected = known.moved(
            tx,
            application,
            "correct",
            contact_phone=contact_phone or application.contact_phone,
            bank_code=bank_code or application.bank_code,
            failure_code=None,
            failure_reason=None,
            batch_id=None,
            bank_account_number=None,
            attempts=attempt,
            card_id=tx.new_id("card", application.id, attempt),
        )
        corrected = _begun(tx, corrected, person)
        failpoint("card.correct_application.before_commit")
        return tx.answer(progress.shown(tx, corrected))


def withdraw(application_id: str) -> dict[str, Any]:
    """Withdraw an application that is not being made at the moment."""
    with store.write() as tx:
        application = known.locked_application(tx, application_id)
        world.require_region(application.handling_region_code)
        withdrawn = known.moved(tx, application, "withdraw", withdrawn_at=world.now())
        failpoint("card.withdraw_application.before_commit")
        return tx.answer(progress.shown(tx, withdrawn))
