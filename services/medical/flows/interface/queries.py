"""What an institution asks of visits, bills and settlements.

It is told of its own only, whoever began them, by message or not. One thing is told of others: the
medicines that a person got for registered diseases, within the region where both institutions
are, so that nobody prescribes them twice.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.medical.domain.admission import STAYS
from services.medical.domain.diagnosis import Diagnosis
from services.medical.domain.institution import Institution
from services.medical.domain.register import RegisteredLine, RegisteredSettlement
from services.medical.domain.settlement import GIVEN_UP, IN_FLIGHT, REVERSAL, Settlement
from services.medical.domain.visit import ChargedLine
from services.medical.flows import person_information, settling
from services.medical.flows.interface import register
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.problems import HomeRegionNoAnswer, SettlementNotFound
from services.medical.problems_interface import TooManyInHospital
from services.medical.store import diagnoses, insured, settlements, store, visit_queries
from services.medical.store import institutions as institution_rows
from services.medical.store import register as rows
from services.medical.store import visits as visit_rows
from sscsim.db import Tx
from sscsim.kernel.money import Money

MOST_IN_HOSPITAL = 100
"""Of whom one message tells; the person service is asked of each."""


@dataclass(frozen=True, slots=True)
class Told:
    """A visit as it is told: with the newest of its diagnoses."""

    numbered: Numbered
    person: Information
    diagnoses: tuple[Diagnosis, ...]


def visits(
    institution: Institution, person_id: str, since: date, until: date, mdtrt_id: str | None
) -> list[Told]:
    """The person's visits to the institution that began in that time, one a number (就诊ID).

    A batch of charges that continues a visit isn't told beside it. VisitNotFound for a number
    that isn't of this person's and this institution's.
    """
    person = person_information.of(person_id)
    with store.read() as tx:
        if mdtrt_id is not None:
            one = register.the_visit(tx, institution, mdtrt_id, person_id)
            in_time = since <= one.visit.admission_date <= until
            found = [one] if in_time else []
        else:
            begun = visit_queries.of_person(tx, institution.id, person_id, since, until)
            all_of_them = [Numbered(visit, rows.visit(tx, visit.id)) for visit in begun]
            found = [one for one in all_of_them if one.mdtrt_id == one.visit.id]
        return [_told(tx, one, person) for one in found]


def _told(tx: Tx, one: Numbered, person: Information) -> Told:
    listed = diagnoses.of_revision(tx, one.visit.id, one.visit.diagnosis_revision)
    return Told(one, person, tuple(listed))


def in_hospital(
    institution: Institution, person_id: str | None, since: date, until: date
) -> list[Told]:
    """Who was admitted in that time and still lies in the institution; TooManyInHospital."""
    with store.read() as tx:
        if person_id is None:
            most = MOST_IN_HOSPITAL + 1
            found = visit_queries.in_hospital(tx, institution.id, STAYS, since, until, most)
        else:
            lying = visit_rows.undischarged(tx, person_id, STAYS)
            found = [
                visit
                for visit in lying
                if visit.institution_id == institution.id and since <= visit.admission_date <= until
            ]
        numbered = [Numbered(visit, rows.visit(tx, visit.id)) for visit in found]
    if len(numbered) > MOST_IN_HOSPITAL:
        raise TooManyInHospital(most=MOST_IN_HOSPITAL)
    people = {one.visit.person_id: None for one in numbered}
    known = {person: person_information.of(person) for person in people}
    return [Told(one, known[one.visit.person_id], ()) for one in numbered]


def diagnoses_of(institution: Institution, mdtrt_id: str, person_id: str) -> list[Told]:
    """The visits of that number that have diagnoses, each with the newest of them."""
    person = person_information.of(person_id)
    with store.read() as tx:
        found = register.numbered(tx, institution, mdtrt_id, person_id)
        told = [_told(tx, one, person) for one in found]
    return [one for one in told if one.diagnoses]


@dataclass(frozen=True, slots=True)
class Bill:
    """A settlement, or what took it back, with all that is told of it. `balance`: of the account
    afterwards, and today's where the settlement didn't touch it."""

    settlement: Settlement
    registered: RegisteredSettlement | None
    numbered: Numbered
    person: Information
    balance: Money
    insurance_year: int


def bill(institution: Institution, setl_id: str, mdtrt_id: str, person_id: str) -> Bill:
    """SettlementNotFound; HomeRegionNoAnswer while nobody knows what it comes to."""
    person = person_information.of(person_id)
    with store.read() as tx:
        found, registered = register.settlement_of(tx, institution, setl_id, mdtrt_id, person_id)
        if found.status in GIVEN_UP:
            raise SettlementNotFound(settlement_id=setl_id)
        if found.status in IN_FLIGHT:
            raise HomeRegionNoAnswer(settlement_id=setl_id)
        visit = visit_rows.find(tx, found.visit_id)
        assert visit is not None, "a settlement is of a visit"
        entered = insured.find(tx, found.id)
        after = visit_queries.balance_after(tx, person_id, found.id)
        return Bill(
            found,
            registered,
            Numbered(visit, rows.visit(tx, visit.id)),
            person,
            (person.balance or Money.zero()) if after is None else after,
            entered.insurance_year if entered else found.discharge_date.year,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A fee line; `registered` is what a message said of it."""

    charged: ChargedLine
    registered: RegisteredLine | None
    numbered: Numbered
    institution: Institution


@dataclass(frozen=True, slots=True)
class Lines:
    """`sign` -1: of a reversal, whose amounts are those of the settlement taken back."""

    settlement: Settlement
    lines: tuple[Line, ...]
    sign: int


def lines(institution: Institution, setl_id: str, mdtrt_id: str, person_id: str) -> Lines:
    """The lines that a settlement is of: those that counted when it was made.

    Of an interim settlement those up to its day that none before it took in; of the rest of a
    stay those after. A line that was withdrawn in the same second isn't among them.
    """
    with store.read() as tx:
        found, _ = register.settlement_of(tx, institution, setl_id, mdtrt_id, person_id)
        of = found
        if found.kind == REVERSAL and found.reverses is not None:
            of = settling.known(tx, found.reverses)
        if of.status in GIVEN_UP:
            raise SettlementNotFound(settlement_id=setl_id)
        visit = visit_rows.find(tx, of.visit_id)
        assert visit is not None, "a settlement is of a visit"
        numbered = Numbered(visit, rows.visit(tx, visit.id))
        charged = visit_queries.lines_then(tx, visit.id, of.created_at)
        days = _days(tx, of, visit.admission_date)
        chosen = [
            line
            for line in charged
            if days[0] <= (line.charged_on or visit.admission_date) <= days[1]
        ]
        made = _lines(tx, chosen, numbered, institution)
    return Lines(found, tuple(made), -1 if found.kind == REVERSAL else 1)


def _days(tx: Tx, settlement: Settlement, admission: date) -> tuple[date, date]:
    """The days of the stay that a settlement is of."""
    before = [
        one.discharge_date
        for one in settlements.interims_of(tx, settlement.visit_id)
        if one.ordinal < settlement.ordinal
    ]
    since = max(before) + timedelta(days=1) if before else admission
    return since, settlement.discharge_date if settlement.is_interim else date.max


def _lines(
    tx: Tx, charged: list[ChargedLine], numbered: Numbered, institution: Institution
) -> list[Line]:
    said = {one.fee_line_id: one for one in rows.lines_of(tx, numbered.mdtrt_id)}
    return [Line(line, said.get(line.id), numbered, institution) for line in charged]


def chronic_lines(institution: Institution, person_id: str, since: date, until: date) -> list[Line]:
    """What the person was charged on visits for registered diseases in the institution's region."""
    made: list[Line] = []
    with store.read() as tx:
        region = institution.region_code
        for visit in visit_queries.for_diseases(tx, person_id, region, since, until):
            place = institution_rows.find(tx, visit.institution_id)
            assert place is not None, "an institution stays known"
            numbered = Numbered(visit, rows.visit(tx, visit.id))
            made += _lines(tx, visit_rows.live_lines(tx, visit.id), numbered, place)
    return made
