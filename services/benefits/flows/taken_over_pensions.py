"""Pensions of who had retired before this world began, by the rules and figures of today.

Each is granted from this month on; what was due before it is settled. Equal lives cost the rule
once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from services.benefits import terms, terms_pension
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.invented import Someone, left_of
from services.benefits.domain.insurance.ledger import Account, AccountEntry
from services.benefits.domain.pension import certification as certify
from services.benefits.domain.pension import employee, record, resident, run
from services.benefits.domain.pension.certification import Certification
from services.benefits.domain.pension.record import Pension, PensionChange
from services.benefits.domain.pension.resident import Claimant
from services.benefits.flows import pension_schedule, pensions
from services.benefits.store import pension_runs as run_rows
from services.benefits.store import populations
from sscsim.db import Tx
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

_ITEMS = {record.EMPLOYEE: "HRSS-020", record.RESIDENT: "HRSS-032"}
_OF_A_RESIDENT = 10
"""An employee's month brought so many times what a resident's did."""
_YEAR = 12


def take(
    tx: Tx,
    region_code: str,
    retired: Sequence[Someone],
    residents: Sequence[Someone],
    source: Callable[[Someone], str],
) -> None:
    """Write these people's pensions. `source`: what stands in place of an application.

    PolicyMissing, FigureMissing.
    """
    taken = _Taken(tx, region_code, source)
    for each in retired:
        taken.employee(each)
    for each in residents:
        taken.resident(each)
    taken.write()


class _Taken:
    def __init__(self, tx: Tx, region_code: str, source: Callable[[Someone], str]) -> None:
        self.tx, self.region, self.source = tx, region_code, source
        self.today, self.now = tx.world.today, tx.world.now
        self.month = Month.of(self.today)
        valid = terms.figures_of("pension_certification", region_code, self.today)
        self.until = certify.good_until(self.today, valid.number("valid").value)
        self.made: list[Pension] = []
        self.changes: list[PensionChange] = []
        self.certified: list[Certification] = []
        self.accounts: list[tuple[Account, AccountEntry]] = []
        self.known: dict[Any, tuple[Explanation, Any]] = {}
        self.rolls: dict[str, Month] = {}

    def employee(self, each: Someone) -> None:
        saved, age = each.saved(), each.age_retired
        facts = employee.Facts(age=age, months=each.months, index=each.index, balance=saved)
        made, said = self.known.get(facts, (None, None))
        if made is None:
            rules = terms_pension.employee(self.region, self.today)
            made = employee.pension(facts, rules)
            said = made.as_json()
            self.known[facts] = made, said
        part = made.totals()[employee.ACCOUNT]
        self._granted(each, record.EMPLOYEE, made, said, part, saved, age)

    def resident(self, each: Someone) -> None:
        saved = Money(each.saved().fen // _OF_A_RESIDENT)
        years = age_on(each.birth_date, self.today)
        who = Claimant(years, each.months, saved)
        made, said = self.known.get(who, (None, None))
        if made is None:
            made = resident.pension(who, terms_pension.resident(self.region, self.today))
            said = made.as_json()
            self.known[who] = made, said
        part = made.totals()[resident.ACCOUNT]
        age = terms_pension.resident(self.region, self.today).age.value * _YEAR
        self._granted(each, record.RESIDENT, made, said, part, saved, age)

    def _granted(
        self,
        each: Someone,
        scheme: str,
        made: Explanation,
        said: Any,
        part: Money,
        saved: Money,
        age: int,
    ) -> None:
        retired, roll = each.retired(self.today, age), self._roll(scheme)
        pension_id = self.tx.new_id("pns", each.person_id, 1)
        self.made.append(
            Pension(
                id=pension_id,
                ordinal=1,
                person_id=each.person_id,
                person_name=each.name,
                birth_date=each.birth_date,
                scheme=scheme,
                kind=record.PENSION,
                item_code=_ITEMS[scheme],
                application_id=self.source(each),
                region_code=self.region,
                months=each.months,
                retired_month=str(retired),
                from_month=str(roll),
                last_month=None,
                roll_month=str(roll),
                monthly=made.total,
                account_part=part,
                in_hard_region=False,
                certified_until=self.until,
                paused_from=None,
                paused_for=None,
                ended_for=None,
                status=record.GRANTED,
                version=1,
                created_at=self.now,
                updated_at=self.now,
            )
        )
        self.changes.append(
            PensionChange(
                pension_id, 1, record.MADE, str(roll), str(roll), made.total, None, None, said,
                self.now,
            )
        )  # fmt: skip
        self._certified(each)
        left = left_of(saved, part, self.month - retired)
        if left:
            self._account(each, record.FUNDS[scheme], left)

    def _roll(self, scheme: str) -> Month:
        """The first one that is not made yet."""
        if scheme not in self.rolls:
            latest = run_rows.latest(self.tx, self.region, scheme)
            self.rolls[scheme] = run.next_month(latest, self.today)
        return self.rolls[scheme]

    def _certified(self, each: Someone) -> None:
        self.certified.append(
            Certification(
                id=self.tx.new_id("pce", each.person_id),
                person_id=each.person_id,
                region_code=self.region,
                method=None,
                living_place=None,
                certified_on=None,
                valid_until=self.until,
                status=certify.CERTIFIED,
                version=1,
                created_at=self.now,
                updated_at=self.now,
            )
        )

    def _account(self, each: Someone, kind: str, left: Money) -> None:
        account_id = self.tx.new_id("pac", each.person_id, kind, 1)
        account = Account(
            id=account_id,
            person_id=each.person_id,
            kind=kind,
            region_code=self.region,
            ordinal=1,
            balance=left,
            opened_on=self.today,
            closed_on=None,
            status=ledger.OPEN,
            version=1,
            created_at=self.now,
            updated_at=self.now,
        )
        key, before = f"taken-over/{account_id}/1", str(self.month + -1)
        entry = AccountEntry(
            account_id, key, each.person_id, before, ledger.TRANSFER_IN, left, self.today, self.now
        )
        self.accounts.append((account, entry))

    def write(self) -> None:
        if not self.made:
            return
        populations.add_pensions(self.tx, self.made, self.changes, self.certified, self.accounts)
        told = [(each.id, pensions.told(each)) for each in self.made]
        self.tx.emit_all("pension.granted", told)
        for scheme, roll in sorted(self.rolls.items()):
            pension_schedule.next_run(self.tx, self.region, scheme, roll)
