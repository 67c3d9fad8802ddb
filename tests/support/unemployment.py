"""Unemployment insurance at a counter: people who lost their work, jobs by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.benefits.flows import payments
from services.benefits.flows.unemployment import checks, crediting, payout, premiums, schedule
from services.benefits.store import store
from sscsim.demo_people import SEED, DemoPerson
from sscsim.kernel.periods import Month
from tests.unit.benefits.conftest import Counter

JOBS = {
    schedule.TURN: checks.turn,
    schedule.START: payout.start,
    payout.ROLL: payout.roll,
    crediting.CREDIT: crediting.credit,
    schedule.PREMIUMS: premiums.pay_month,
    payments.PAY_OUT: payments.pay_out,
}
PROOF = {"title": "劳动合同", "sha256": "cd" * 32}
PHONE = "19900000001"


@dataclass
class Jobless:
    """Somebody of the demo, at the counter."""

    counter: Counter
    who: DemoPerson

    @property
    def today(self) -> str:
        return str(self.counter.bench.now.date().isoformat())

    @property
    def month(self) -> Month:
        return Month.of(self.counter.bench.now.date())

    def account(self) -> None:
        body = {"card_id": self.who.card_id(SEED), "reserved_phone": PHONE}
        key = f"account:{self.who.card_id(SEED)[-8:]}"
        made = self.counter.card.post("/v1/bank-accounts", body, key=key).json
        said = {"password": "471592", "reserved_phone": PHONE}
        path = f"/v1/bank-accounts/{made['id']}/activate"
        assert self.counter.card.post(path, said, key=f"{key}:on").status_code == 200

    def insured(self, months: int) -> None:
        stretch = {
            "kind": "taken_over",
            "from_month": str(self.month + -months),
            "to_month": str(self.month + -1),
            "base_fen": 600_000,
        }
        said = {
            "person_id": self.who.person_id(SEED),
            "region_code": "990100",
            "scheme": "unemployment",
            "stretches": [stretch],
        }
        answer = self.counter.post("/v1/earlier-contributions", said)
        assert answer.status_code == 200, answer.json

    def at_work(self, start: str | None = None) -> Any:
        form = {
            "employment_kind": "flexible",
            "post": "骑手",
            "start_date": start or self.today,
            "contract": PROOF,
        }
        made = self.counter.applied("HRSS-002", form, self.who)
        assert made["status"] == "effective", made
        return made["result"]["employment_record_id"]

    def lost(self, record: str, why: str = "laid_off") -> None:
        said = {"ended_on": self.today, "leaving_reason": why}
        answer = self.counter.post(f"/v1/employment-records/{record}/end", said)
        assert answer.status_code == 200, answer.json
        form = {
            "leaving_reason": why,
            "left_on_date": self.today,
            "last_employer_name": "示范单位",
            "seeks_work": True,
        }
        assert self.counter.applied("HRSS-003", form, self.who)["status"] == "effective"

    def asked(self, why: str = "laid_off", *, region: str = "990100", **more: Any) -> Any:
        """The application for the benefit, whatever comes of it."""
        form = {
            "leaving_reason": why,
            "left_on_date": self.today,
            "claim_region_code": region,
            "contact_phone": PHONE,
            "seeks_work": True,
            **more,
        }
        return self.counter.applied("HRSS-013", form, self.who, region_code=region)

    def claimed(self, why: str = "laid_off") -> Any:
        made = self.asked(why)
        assert made["status"] == "effective", made
        return self.benefit(made["result"]["unemployment_benefit_id"])

    def checked(self, region: str = "990100") -> Any:
        """The application for this month's check."""
        form = {
            "check_month": str(self.month),
            "method": "face",
            "seeks_work": True,
            "offers_refused": 0,
        }
        return self.counter.applied("HRSS-015", form, self.who, region_code=region)

    def benefit(self, benefit_id: str) -> Any:
        return self.counter.get(f"/v1/unemployment-benefits/{benefit_id}")

    def months(self, benefit_id: str) -> list[tuple[str, str]]:
        listed = self.counter.get(f"/v1/unemployment-benefits/{benefit_id}/months")["data"]
        return sorted((each["month"], each["status"]) for each in listed)


def run(counter: Counter, until: datetime) -> None:
    """The due jobs of unemployment insurance up to an instant, each at its time and once."""
    jobs = store.common.jobs
    while True:
        with counter.bench.entered(), store.read() as tx:
            rows = tx.all(
                jobs.select()
                .where(jobs.c.status == "due", jobs.c.due_at <= until, jobs.c.name.in_(list(JOBS)))
                .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                .limit(1)
            )
        if not rows:
            counter.bench.at(max(until, counter.bench.now))
            return
        row = rows[0]
        counter.bench.at(max(row.due_at, counter.bench.now))
        with counter.bench.entered(role="system"):
            JOBS[row.name](row.key)
            with store.write() as tx:
                tx.execute(jobs.update().where(jobs.c.seq == row.seq).values(status="done"))


def to_day(counter: Counter, day: int, months: int = 1) -> None:
    """On to that day of a month, so many months from now."""
    month = Month.of(counter.bench.now.date()) + months
    over = month.day(day)
    until = counter.bench.now.replace(year=over.year, month=over.month, day=over.day, hour=12)
    run(counter, until)
