"""Lists of staff: whose numbers they are, what is wrong with them, and what they change.

People are asked of the card service in lists, records read in few statements; what a list changes
is written at once: relations, arrears, new wages, leavers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.benefits import terms
from services.benefits import terms_contributions as rates
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import charge as charges_domain
from services.benefits.domain.insurance import declaration, insured_employer, staff_line
from services.benefits.domain.insurance.charge import Charge
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.insurance.relation import Relation
from services.benefits.domain.insurance.staff_line import Asked, Known, Office
from services.benefits.flows.contributions import charges, enrolment, paying, posting
from services.benefits.flows.contributions.enrolment import Enrolled
from services.benefits.flows.contributions.pricing import Payer, Tariff, due_months
from services.benefits.store import annuities, contributions, insurance
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Relayed

_AT_ONCE = 5_000
"""Numbers in one question to the card service."""
People = Mapping[str, Mapping[str, Any]]


def people(numbers: Iterable[str]) -> People:
    """By number who they are, asked of the card service in lists, outside any transaction."""
    listed = sorted(set(numbers))
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(listed), _AT_ONCE):
        body = {"credentials": listed[start : start + _AT_ONCE]}
        try:
            said = peers.call("card", "POST", "/internal/v1/subsidy-recipients", body)["data"]
        except peers.Refused as refusal:
            raise Relayed(refusal.status, refusal.problem) from None
        found |= {each["credential"]: each for each in said}
    return found


def office(employer: InsuredEmployer, month: Month, today: date) -> Office:
    """What is the same for all lines. PolicyMissing, FigureMissing."""
    region = employer.region_code
    ages = terms.retirement(region, today)
    return Office(
        credit_code=employer.credit_code,
        region_code=region,
        nature=employer.nature,
        month=month,
        now=Month.of(today),
        today=today,
        working_age=terms.figures_of("job_seeking", region, today).number("working_age").value,
        retires_in=ages.latest_month,
    )


def known(tx: Tx, found: People, lines: Sequence[Asked], at: Office) -> dict[str, Known]:
    """By number how they are insured; held until this commits."""
    ids = {said["person_id"] for said in found.values()}
    insurance.hold(tx, ids)
    open_ = insurance.open_relations(tx, ids)
    first = min([each.first for each in lines] + [at.month])
    covered = insurance.covered(tx, ids, first, max(at.now, at.month))
    return {
        number: Known(
            person_id=said["person_id"],
            name=said["name"],
            born=date.fromisoformat(said["birth_date"]),
            sex="male" if int(number[16]) % 2 else "female",
            is_alive=said["living_state"] != "deceased",
            open={each.kind: each for each in open_.get(said["person_id"], ())},
            covered={
                (words.RULE_OF.get(kind, kind), month): region
                for (kind, month), region in covered.get(said["person_id"], {}).items()
            },
        )
        for number, said in found.items()
    }


@dataclass(frozen=True, slots=True)
class Changed:
    """What a list changed."""

    relations: Sequence[Relation]
    arrears: Charge | None


class _List:
    """One list as it is written."""

    def __init__(self, tx: Tx, employer: InsuredEmployer, at: Office) -> None:
        self.tx, self.employer, self.at = tx, employer, at
        self._tariffs: dict[Month, Tariff] = {}
        self._has_annuity: set[tuple[str, str]] = set()
        kinds = staff_line.kinds_of(employer.nature, part_time=False)
        self._tariff: Callable[[Month], Tariff] = lambda month: Tariff(tx, employer, month, kinds)

    def tariff(self, month: Month) -> Tariff:
        if month not in self._tariffs:
            self._tariffs[month] = self._tariff(month)
        return self._tariffs[month]

    def look_up_annuities(self, lines: Sequence[tuple[Asked, Known]]) -> None:
        """Which months of the annuity these persons have already; of institutions only."""
        if self.employer.nature == insured_employer.PUBLIC and lines:
            people = {who.person_id for _, who in lines}
            first = min(asked.first for asked, _ in lines)
            self._has_annuity = annuities.months_taken(self.tx, people, first, self.at.now)

    def enrolled(
        self, lines: Sequence[tuple[Asked, Known]], application_id: str | None
    ) -> list[Relation]:
        return enrolment.enrol(
            self.tx,
            [
                self._joining(asked, who, kind, application_id)
                for asked, who in lines
                for kind in staff_line.kinds_of(self.employer.nature, asked.part_time)
            ],
        )

    def _joining(self, asked: Asked, who: Known, kind: str, application_id: str | None) -> Enrolled:
        public = self.employer.nature == insured_employer.PUBLIC
        return Enrolled(
            person_id=who.person_id,
            person_name=who.name,
            kind=kind,
            category=words.INSTITUTION if public else words.EMPLOYEE,
            region_code=self.employer.region_code,
            wage=asked.wage,
            base=self.tariff(max(asked.first, self.at.now)).price(kind, asked.wage).base,
            first=asked.first,
            application_id=application_id,
            employer_party_id=self.employer.party_id,
            employer_credit_code=self.employer.credit_code,
        )

    def months_before(self, relation: Relation) -> list[ContributionMonth]:
        """Those of a new relation that were charged to others already, and lack it."""
        count = max(0, self.at.now - relation.first)
        return self._months(Payer.of(relation), relation.first, count, relation.wage)

    def _months(
        self, payer: Payer, first: Month, count: int, wage: Money
    ) -> list[ContributionMonth]:
        return [
            made
            for month in (first + n for n in range(count))
            for made in due_months(
                self.tx, payer, month, self.tariff(month), wage, self._has_annuity
            )
        ]

    def arrears(self, asked: Asked, who: Known) -> list[ContributionMonth]:
        """The months that a line makes up for, up to the last that is over."""
        last = min(self.at.month, self.at.now + -1)
        public = self.employer.nature == insured_employer.PUBLIC
        made = []
        for kind in staff_line.kinds_of(self.employer.nature, asked.part_time):
            relation = who.open.get(kind)
            here = relation is not None and relation.region_code == self.employer.region_code
            payer = Payer(
                who.person_id,
                kind,
                words.INSTITUTION if public else words.EMPLOYEE,
                self.employer.region_code,
                relation.id if relation is not None and here else None,
            )
            count = last - asked.first + 1
            made += self._months(payer, asked.first, count, asked.wage)
        return made


def apply(
    tx: Tx,
    employer: InsuredEmployer,
    at: Office,
    lines: Sequence[tuple[Asked, Known]],
    *,
    key: str,
    application_id: str | None = None,
    declaration_id: str | None = None,
) -> Changed:
    """Write what the lines of a list say; `key`: what its arrears are charged under."""
    listed = _List(tx, employer, at)
    by_change: dict[str, list[tuple[Asked, Known]]] = {}
    for each in lines:
        by_change.setdefault(each[0].change, []).append(each)
    joined, behind = (by_change.get(each, []) for each in (declaration.JOINED, declaration.ARREARS))
    listed.look_up_annuities([*joined, *behind])
    relations = listed.enrolled(joined, application_id)
    late = [month for each in relations for month in listed.months_before(each)]
    for asked, who in behind:
        late += listed.arrears(asked, who)
    charge = _charged(tx, employer, late, key, application_id, declaration_id) if late else None
    _left(tx, employer, by_change.get(declaration.LEFT, []))
    wages = [(who.person_id, asked.wage) for asked, who in by_change.get(declaration.WAGE, [])]
    contributions.change_wages(tx, employer.credit_code, employer.region_code, wages)
    if relations:
        posting.watch(tx, employer, at.now)
    return Changed(relations, charge)


def _charged(
    tx: Tx,
    employer: InsuredEmployer,
    late: Sequence[ContributionMonth],
    key: str,
    application_id: str | None,
    declaration_id: str | None,
) -> Charge:
    last = max(each.when for each in late)
    rule = rates.arrears(employer.region_code, tx.world.today)
    charge = charges.make(
        tx,
        f"{key}/arrears",
        charges_domain.ARREARS,
        late,
        region=employer.region_code,
        payer_name=employer.name,
        pay_by=charges_domain.ACCOUNT,
        due_on=max(rule.due_on(last), tx.world.today),
        party_id=employer.party_id,
        credit_code=employer.credit_code,
        application_id=application_id,
        declaration_id=declaration_id,
    )
    if employer.by_direct_debit:
        paying.debit_later(tx, charge)
    return charge


def _left(tx: Tx, employer: InsuredEmployer, lines: Sequence[tuple[Asked, Known]]) -> None:
    by_day: dict[date, list[Relation]] = {}
    for asked, who in lines:
        day = asked.first.first - timedelta(days=1)
        by_day.setdefault(day, []).extend(
            each for each in who.open.values() if each.employer_credit_code == employer.credit_code
        )
    for day, leaving in sorted(by_day.items()):
        enrolment.ended_all(tx, leaving, day, "left")
