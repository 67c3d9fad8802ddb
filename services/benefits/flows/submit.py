"""Handing in an application: who, by which card, where; then taken up or handed over.

The id is drawn from the caller's key, so that the card is verified once for a call that is
made again after its answer was lost, and a code of the electronic card is not used up twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.benefits import problems
from services.benefits.domain import application as states
from services.benefits.domain import handover, inputs
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Person
from services.benefits.domain.item import Item
from services.benefits.flows import applicants, cases, handing_over, progress, proxies
from services.benefits.flows.handling import Handling
from services.benefits.flows.items import known
from services.benefits.flows.moving import noted, told
from services.benefits.store import applications, catalogue, store
from sscsim import world
from sscsim.db import Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel import regions

_APPLICANT_OF = {"holder": "cardholder", "employer": "employer", "hospital": "hospital"}
"""Roles that apply for themselves; the others hand in what a cardholder or employer asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller hands in. `credential`: one way to name a card, as a verification takes it."""

    item_code: str
    inputs: Mapping[str, Any]
    credential: Mapping[str, Any]
    person_id: str | None = None
    on_behalf_of: Mapping[str, Any] | None = None
    region_code: str | None = None
    accepting_region_code: str | None = None


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who was found out to be who."""

    subject: Person | None
    applicant_id: str | None
    proxy_kind: str | None
    verification: Mapping[str, Any]


def submit(asked: Asked) -> Application:
    """Take an application in (收件) and go on with it as far as the region's settings say."""
    item, handling = known(asked.item_code)
    _check_role(item, asked)
    parties = _parties(item, handling, asked)
    accepting, competent, scheme = _places(item, asked, parties.subject)
    failpoint("benefits.submit.verified")
    with store.read() as tx:
        _check_alone(tx, handling, parties, asked.item_code)
    draft = _draft(item, asked, parties, accepting, competent, scheme)
    case = cases.of(draft, item, parties.subject)
    gathered = handling.gather(case) if accepting == competent else None
    with store.write() as tx:
        subject = draft.person_id or draft.party_id
        ordinal = applications.next_ordinal(tx, subject, item.code)
        _check_alone(tx, handling, parties, asked.item_code)
        application = replace(
            draft, id=tx.new_id("svc", subject, item.code, ordinal), ordinal=ordinal
        )
        case = cases.of(application, item, parties.subject)
        applications.add(tx, application, subject)
        noted(tx, application, "submit", states.SUBMITTED, region=accepting, first=True)
        tx.emit("service_application.submitted", application.id, told(application))
        if application.is_cross_region:
            handing_over.send(tx, application)
        else:
            application = progress.take_up(tx, application, handling, case, gathered)
        failpoint("benefits.submit.before_commit")
        return tx.answer(application)


_COUNTERS = ("agency", "bank")


def _check_role(item: Item, asked: Asked) -> None:
    """A cardholder's app and an employer apply as themselves, or the employer for its staff; an
    agency or a bank takes in what somebody else asks for."""
    applicant = _APPLICANT_OF.get(world.current().role)
    if applicant is None:
        return
    if applicant == "employer":
        if _is_employers(item, asked):
            return
    elif applicant in item.applicants:
        return
    raise problems.ApplicantNotAllowed(
        item_code=item.code, role=world.current().role, allowed=", ".join(item.applicants)
    )


def _check_alone(tx: Tx, handling: Handling, parties: _Parties, item_code: str) -> None:
    if not handling.one_at_a_time:
        return
    subject = parties.subject.id if parties.subject else world.current().party_id
    earlier = applications.open_one(tx, subject, item_code)
    if earlier is not None:
        raise problems.ApplicationOpen(item_code=item_code, application_id=earlier.id)


# ---- who


def _parties(item: Item, handling: Handling, asked: Asked) -> _Parties:
    behalf = asked.on_behalf_of
    verification: Mapping[str, Any] = {}
    if asked.credential:
        place = asked.accepting_region_code or world.current().region
        place = place if place and regions.is_pooling_area(place) else None
        verification = applicants.verified(_event(), item, asked.credential, place)
    elif item.card.is_needed and not _is_employers(item, asked):
        raise problems.CredentialNeeded(item_code=item.code, forms=", ".join(item.card.forms))
    holder_id = verification.get("person_id")
    if behalf is None:
        return _for_oneself(item, handling, asked, holder_id, verification)
    subject = applicants.person(behalf["person_id"])
    applicant_id = asked.person_id or (holder_id if holder_id != subject.id else None)
    if holder_id is not None and holder_id not in (subject.id, applicant_id):
        raise problems.CredentialOfAnother()
    _check_living(item, handling, subject)
    proxies.check(item, behalf["kind"], subject, applicant_id)
    return _Parties(subject, applicant_id, behalf["kind"], verification)


def _for_oneself(
    item: Item,
    handling: Handling,
    asked: Asked,
    holder_id: str | None,
    verification: Mapping[str, Any],
) -> _Parties:
    person_id = asked.person_id or holder_id
    if person_id is None:
        if _applies_for_itself(item, asked):
            return _Parties(None, None, None, verification)
        raise problems.PersonNeeded()
    if holder_id is not None and holder_id != person_id:
        raise problems.CredentialOfAnother()
    subject = applicants.person(person_id)
    _check_living(item, handling, subject)
    return _Parties(subject, None, None, verification)


def _is_employers(item: Item, asked: Asked) -> bool:
    """An employer shows no card: it is known by its key, as its staff are by their records; nor
    does an agency."""
    behalf = asked.on_behalf_of
    for_staff = behalf is not None and behalf["kind"] == "employer"
    return for_staff or _applies_for_itself(item, asked)


def _applies_for_itself(item: Item, asked: Asked) -> bool:
    """An employer that applies for no person, as for a subsidy to itself; or an agency that orders
    what it does itself, as a payout."""
    at = world.current()
    if asked.person_id is not None or asked.on_behalf_of is not None:
        return False
    is_employer = at.role in ("employer", "owner") and "employer" in item.applicants
    return is_employer or (at.role in ("agency", "owner") and item.applicants == ("si_agency",))


def _check_living(item: Item, handling: Handling, subject: Person) -> None:
    if subject.living_state == "deceased" and not handling.for_the_dead:
        raise problems.ApplicantDeceased(person_id=subject.id, item_code=item.code)


def _event() -> str:
    """What the verification is for: this call, by its key."""
    key = keys.request_key.get()
    return key.scope if key is not None else world.current().request_id


# ---- where


def _places(item: Item, asked: Asked, subject: Person | None) -> tuple[str, str, str | None]:
    """Where it is accepted, which region decides, and the scheme that carries it across."""
    at = world.current()
    own = at.region if at.region and regions.is_pooling_area(at.region) else None
    home = subject.region_code if subject else own
    competent = asked.region_code or home
    counter = own if at.role in _COUNTERS else None
    accepting = asked.accepting_region_code or counter or competent
    for region in (competent, accepting):
        if region is None or not regions.is_pooling_area(region):
            raise problems.RegionCantHandle(region=region or "-")
    assert competent is not None and accepting is not None
    if at.role in _COUNTERS:
        world.require_region(accepting)
    if accepting == competent:
        return accepting, competent, None
    lists = catalogue.cooperation()
    scheme = handover.scheme_for(item, accepting, competent, world.today(), lists)
    return accepting, competent, scheme


def _draft(
    item: Item,
    asked: Asked,
    parties: _Parties,
    accepting: str,
    competent: str,
    scheme: str | None,
) -> Application:
    at = world.current()
    return Application(
        id="",
        item_code=item.code,
        ordinal=0,
        kind=item.kind,
        person_id=parties.subject.id if parties.subject else None,
        person_name=parties.subject.name if parties.subject else None,
        applicant_id=parties.applicant_id,
        proxy_kind=parties.proxy_kind,
        party_id=at.party_id,
        party_role=at.role,
        card_id=parties.verification.get("card_id"),
        card_form=parties.verification.get("form"),
        verification_id=parties.verification.get("id"),
        accepting_region=accepting,
        competent_region=competent,
        scheme=scheme,
        handover=states.HANDED_OVER if accepting != competent else None,
        mode=None,
        status=states.SUBMITTED,
        inputs=inputs.plain(dict(asked.inputs)),
        wanted=[],
        supplement_due_at=None,
        accepted_at=None,
        due_date=None,
        days_left=None,
        overdue_at=None,
        notice_id=None,
        notice_held=False,
        decision_no=0,
        decided_at=None,
        reasons=[],
        amount=None,
        explanation=None,
        appeal_until=None,
        result={},
        certificate_id=None,
        closed_at=None,
        version=1,
        created_at=at.now,
        updated_at=at.now,
    )
