"""The yearly credit (年度划入) of a region's personal accounts, and last year's interest.

A due job at midnight of the account year's first day, in chunks: the insurance of a chunk's
people is asked for, then their entries, their account years and one message to the region's
book commit together. The last chunk plans the next year.
"""

from datetime import date, datetime, time
from typing import Any

from services.medical import problems_accounts as problems
from services.medical import terms_accounts as terms
from services.medical.domain import account
from services.medical.domain import account_year as domain
from services.medical.domain.account import PersonalAccount
from services.medical.domain.account_year import CreditTerms, LastYear, Stretch, YearCredit
from services.medical.domain.vocabulary import EMPLOYEE
from services.medical.flows import people
from services.medical.store import account_years, accounts, packs, store
from services.medical.store.account_years import AccountYear
from sscsim import jobs, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain, periods
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing

JOB = "medical.credit_account_year"
CHUNK = 200


def plan(tx: Tx, region: str) -> None:
    """Have the region's accounts credited when the next account year begins; once for each.

    A region without figures credits nothing by itself.
    """
    rules = _terms(region, world.today(), packs.text_of(tx, region))
    if rules is not None:
        starts_on = rules.starts_on.value
        year = domain.next_year(world.today(), starts_on)
        tx.schedule(JOB, f"{region}:{year}:0", _midnight(domain.first_day(year, starts_on)))


def get(person_id: str, year: int) -> AccountYear:
    """What the person's account got on the first day of that year."""
    with store.read() as tx:
        found = account_years.find(tx, person_id, year)
    if found is None:
        raise problems.AccountYearNotFound(person_id=person_id, account_year=year)
    return found


def credit(key: str) -> None:
    """One chunk of a region's accounts; safe to run twice."""
    region, year, after = key.split(":")
    with store.read() as tx:
        pack = packs.text_of(tx, region)
        rules = _terms(region, world.today(), pack)
        begins = domain.first_day(int(year), rules.starts_on.value) if rules else world.today()
        person_ids, last = account_years.accounts_after(
            tx, region, int(after), _midnight(begins), CHUNK
        )
    if begins > world.today():
        raise jobs.Postponed(_midnight(begins))  # the region moved the first day of its year
    stretches = _stretches(person_ids, int(year)) if rules and person_ids else {}
    with store.write() as tx:
        if rules is not None:
            chunk = _Chunk(tx, region, int(year), rules, begins, pack)
            chunk.credit(person_ids, stretches)
            chunk.tell(after)
        if len(person_ids) == CHUNK:
            tx.schedule(JOB, f"{region}:{year}:{last}", world.now())
        else:
            plan(tx, region)
        tx.complete_job()
        failpoint("medical.credit_year.before_commit")


def _terms(region: str, day: date, pack: str | None) -> CreditTerms | None:
    try:
        return terms.credit(region, day, pack)
    except (PolicyMissing, FigureMissing):
        return None


def _midnight(day: date) -> datetime:
    return periods.at(day, time(0))


def _stretches(person_ids: list[str], year: int) -> dict[str, list[Stretch]]:
    """How these people were, and are, insured from the year before to the end of this one."""
    question = {
        "person_ids": person_ids,
        "insurance_kind": EMPLOYEE,
        "from_date": date(year - 1, 1, 1).isoformat(),
        "to_date": date(year + 1, 12, 31).isoformat(),
    }
    found: dict[str, list[Stretch]] = {}
    for row in people.asked("/internal/v1/insurance-stretches", question)["data"]:
        found.setdefault(row["person_id"], []).append(_stretch(row))
    return found


def _stretch(row: dict[str, Any]) -> Stretch:
    ends, base = row.get("to_date"), row.get("contribution_base_fen")
    return Stretch(
        region_code=row["region_code"],
        category=row["category"],
        from_date=date.fromisoformat(row["from_date"]),
        to_date=date.fromisoformat(ends) if ends else None,
        base=Money(base) if base else None,
    )


class _Chunk:
    """The accounts of one transaction."""

    def __init__(
        self, tx: Tx, region: str, year: int, rules: CreditTerms, begins: date, pack: str | None
    ) -> None:
        self.tx, self.region, self.year, self.rules, self.begins = tx, region, year, rules, begins
        before = domain.first_day(year - 1, rules.starts_on.value)
        self.last_rules = _terms(region, before, pack) or rules
        self.last_months = domain.months_of(year - 1, rules.starts_on.value)
        self.sum = Money.zero()

    def credit(self, person_ids: list[str], stretches: dict[str, list[Stretch]]) -> None:
        held = account_years.locked(self.tx, person_ids)
        done = account_years.of_people(self.tx, person_ids, self.year)
        earlier = account_years.of_people(self.tx, person_ids, self.year - 1)
        balances = account_years.balances(self.tx, person_ids, _midnight(self.begins))
        for one in held:
            if one.person_id not in done:
                insured = stretches.get(one.person_id, [])
                interest = domain.interest(
                    self.last_months,
                    balances.get(one.person_id, {}),
                    self.last_rules.interest_ratio,
                )
                last = self._last(earlier.get(one.person_id), insured)
                made = domain.credit(self.region, self.year, insured, self.rules, last, interest)
                self._enter(one, made)

    def _last(self, earlier: AccountYear | None, insured: list[Stretch]) -> LastYear | None:
        if earlier is None:
            return None
        rule = "account_credit.last_year"
        due = domain.due(self.region, self.last_months, insured, self.last_rules, rule)
        return LastYear(earlier.ahead, earlier.overpaid, due)

    def _enter(self, held: PersonalAccount, made: YearCredit) -> None:
        tx = self.tx
        year_id = tx.new_id("acy", held.person_id, self.year)
        for kind, amount, event in (
            (account.CREDIT, made.credit, "personal_account.credited"),
            (account.INTEREST, made.interest, "personal_account.interest_paid"),
        ):
            if amount:
                held, entry = accounts.entered(tx, held, kind, amount, refers_to=year_id)
                told = {"person_id": held.person_id, "entry_id": entry.id}
                tx.emit(event, held.id, told | {"amount_fen": amount.fen})
                self.sum += amount
        account_years.add(
            tx,
            AccountYear(
                id=year_id,
                person_id=held.person_id,
                account_year=self.year,
                region_code=self.region,
                ahead=made.ahead,
                overpaid=made.overpaid,
                credit=made.credit,
                interest=made.interest,
                credited_on=world.today(),
                policy_origin=explain.origin(self._bases(made)),
                explanation=made.explanation.as_json(),
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            ),
        )

    def _bases(self, made: YearCredit) -> tuple[explain.Basis, ...]:
        rules = self.rules
        return (*made.explanation.bases(), rules.starts_on.basis, rules.months_ahead.basis)

    def tell(self, after: str) -> None:
        """The control account in the region's book follows, once for the chunk."""
        if self.sum:
            credit_id = self.tx.new_id("acb", self.region, self.year, after)
            self.tx.send(
                "settlement",
                "/internal/v1/account-credits",
                {"credit_id": credit_id, "region": self.region, "amount_fen": self.sum.fen},
                key="credit:" + credit_id,
            )
