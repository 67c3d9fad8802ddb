"""People of a population come into social insurance, a chunk at a time, as they are made.

Staff get employers that pay by direct debit, whoever has lost the work a benefit, the old their
pensions; what was before this world began is taken over: months as a number, what is left of an
account as one entry. Amounts are by the rules and figures of today.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from services.benefits import terms, terms_pension
from services.benefits import terms_contributions as rates
from services.benefits import terms_unemployment as unemployment_terms
from services.benefits.domain import insurance as words
from services.benefits.domain.employment import unemployment as registrations
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.insurance import insured_employer, invented
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.invented import Someone
from services.benefits.domain.unemployment import record as benefits_domain
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.flows import taken_over_pensions
from services.benefits.flows.contributions import enrolment, posting
from services.benefits.flows.contributions.enrolment import Enrolled
from services.benefits.flows.contributions.pricing import Tariff
from services.benefits.flows.unemployment import benefits, schedule
from services.benefits.store import employment_records, insurance, populations, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month

_SCALE = (insured_employer.SIZES, len(insured_employer.CLASSES))


def check(regions: Sequence[str]) -> None:
    """Whether these regions have the figures that everybody's insurance needs.

    PolicyMissing, FigureMissing.
    """
    with store.read() as tx:
        for region in regions:
            today = tx.world.today
            Tariff(tx, _Firm(tx, region, 0).employer, Month.of(today), words.OF_EMPLOYEE)
            rates.arrears(region, today)
            rates.resident(region, today)
            terms.retirement(region, today)
            terms_pension.employee(region, today)
            terms_pension.resident(region, today)
            terms_pension.account_interest(region, today.year)
            unemployment_terms.amount(region, today).monthly()
            unemployment_terms.premium(region, today).monthly()
            _duration(region, tx)


def take(key: str, region_code: str, people: Sequence[Someone]) -> None:
    """Have a chunk of people insured in a region; a second time nothing.

    key: whose chunk it is. PolicyMissing, FigureMissing.
    """
    with store.write() as tx:
        if not tx.received(f"insured-people/{key}"):
            return
        tx.lock("insured people", region_code)
        insured = _Chunk(tx, region_code, people)
        insured.staff()
        insured.residents()
        insured.unemployed()
        insured.pensioners()
        failpoint("benefits.insured_people.before_commit")


def _duration(region_code: str, tx: Tx) -> Any:
    today = tx.world.today
    return unemployment_terms.duration_from(
        unemployment_terms.law(region_code, today), unemployment_terms.region(region_code, today)
    )


class _Firm:
    """The `number`-th employer of populations in a region."""

    def __init__(self, tx: Tx, region_code: str, number: int) -> None:
        code, now = invented.credit_code(region_code, number), tx.world.now
        sizes, classes = _SCALE
        self.employer = InsuredEmployer(
            id=tx.new_id("ise", code, region_code),
            credit_code=code,
            region_code=region_code,
            party_id=None,
            name=f"虚构单位{number}",
            nature=insured_employer.ENTERPRISE,
            industry_class=1 + number % classes,
            size=sizes[number % len(sizes)],
            registered_on=tx.world.today,
            by_direct_debit=True,
            version=1,
            created_at=now,
            updated_at=now,
        )


class _Chunk:
    """One chunk as it is written."""

    def __init__(self, tx: Tx, region_code: str, people: Sequence[Someone]) -> None:
        self.tx, self.region, self.people = tx, region_code, people
        self.month = Month.of(tx.world.today)

    def those(self, standing: str) -> list[Someone]:
        today = self.tx.world.today
        return [each for each in self.people if each.standing(today) == standing]

    def source(self, each: Someone) -> str:
        """What stands in place of an application."""
        return self.tx.new_id("pop", each.person_id)

    # ---- insured

    def staff(self) -> None:
        made: list[Enrolled] = []
        for employer, people in self._employers(self.those(invented.STAFF)):
            tariff = Tariff(self.tx, employer, self.month, words.OF_EMPLOYEE)
            made += [
                self._enrolled(each, kind, tariff, employer)
                for each in people
                for kind in words.OF_EMPLOYEE
            ]
        enrolment.enrol(self.tx, made)

    def _employers(self, staff: list[Someone]) -> Iterator[tuple[InsuredEmployer, list[Someone]]]:
        size, number = invented.STAFF_OF_ONE, populations.employers(self.tx, self.region)
        for start in range(0, len(staff), size):
            number += 1
            made = _Firm(self.tx, self.region, number).employer
            employment_records.employer_seen(self.tx, made.credit_code, made.name, None)
            insurance.employers.add(self.tx, made)
            posting.watch(self.tx, made, self.month)
            yield made, staff[start : start + size]

    def _enrolled(
        self, each: Someone, kind: str, tariff: Tariff, employer: InsuredEmployer
    ) -> Enrolled:
        return Enrolled(
            person_id=each.person_id,
            person_name=each.name,
            kind=kind,
            category=words.EMPLOYEE,
            region_code=self.region,
            wage=each.wage,
            base=tariff.price(kind, each.wage).base,
            first=self.month,
            employer_credit_code=employer.credit_code,
        )

    def residents(self) -> None:
        """In the lowest tier of the year, which each pays alone."""
        people = self.those(invented.RESIDENT)
        lowest, *_ = rates.resident(self.region, self.tx.world.today).amounts()
        enrolment.enrol(
            self.tx,
            [
                Enrolled(
                    person_id=each.person_id,
                    person_name=each.name,
                    kind=words.RESIDENT_PENSION,
                    category=words.RESIDENT,
                    region_code=self.region,
                    wage=lowest,
                    base=lowest,
                    first=self.month,
                )
                for each in people
            ],
        )

    # ---- who draws

    def unemployed(self) -> None:
        people = self.those(invented.UNEMPLOYED)
        if not people:
            return
        rule = _duration(self.region, self.tx)
        claims = [self._claim(each, rule) for each in people]
        populations.add_unemployed(self.tx, [self._registered(each) for each in people], claims)
        self.tx.emit_all(
            "unemployment_benefit.granted",
            [(each.id, {**benefits.told(each), "months": each.granted}) for each in claims],
        )
        schedule.month(self.tx, self.region, self.month + 1)

    def _registered(self, each: Someone) -> Unemployment:
        tx, last = self.tx, (self.month + -1).last
        return Unemployment(
            id=tx.new_id("une", each.person_id, 1),
            person_id=each.person_id,
            ordinal=1,
            region_code=self.region,
            application_id=self.source(each),
            leaving_reason="laid_off",
            left_on_date=last,
            last_employer_name=None,
            education=None,
            employment_id=None,
            registered_on=tx.world.today,
            cancelled_on=None,
            cancelled_for=None,
            status=registrations.REGISTERED,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )

    def _claim(self, each: Someone, rule: Any) -> UnemploymentBenefit:
        tx, months = self.tx, each.months
        granted = rule.granted(months).value
        return UnemploymentBenefit(
            id=tx.new_id("unb", each.person_id, 1),
            application_id=self.source(each),
            person_id=each.person_id,
            person_name=each.name,
            ordinal=1,
            region_code=self.region,
            registration_id=tx.new_id("une", each.person_id, 1),
            left_for="laid_off",
            contributed=months,
            counted_until=str(self.month + -1),
            carried=0,
            granted=granted,
            most=rule.together.value,
            paid=0,
            settled=0,
            counts_from=tx.world.today,
            from_month=str(self.month + 1),
            last_month=None,
            suspended_for=None,
            ended_on=None,
            ended_for=None,
            status=benefits_domain.GRANTED,
            live=1,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )

    def pensioners(self) -> None:
        taken_over_pensions.take(
            self.tx,
            self.region,
            self.those(invented.RETIRED),
            self.those(invented.RESIDENT_RETIRED),
            self.source,
        )
