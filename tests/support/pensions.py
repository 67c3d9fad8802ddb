"""A pension fund on the bench: people who retire, the due jobs of their pensions, what they get."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.benefits.flows import (
    payments,
    pension_adjustments,
    pension_allowances,
    pension_crediting,
    pension_overlaps,
    pension_recoveries,
    pension_runs,
    recoveries,
)
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from sscsim import clock

TASKS = {
    pension_runs.START: pension_runs.start,
    pension_runs.ROLL: pension_runs.roll,
    pension_crediting.CREDIT: pension_crediting.credit,
    pension_adjustments.ADJUST: pension_adjustments.adjust,
    pension_allowances.RECOMPUTE: pension_allowances.recompute,
    pension_overlaps.COMPARE: pension_overlaps.compare,
    pension_recoveries.COLLECT: pension_recoveries.collect,
    recoveries.TAKE_REFUND: recoveries.take_refund,
    payments.PAY_OUT: payments.pay_out,
}
HISTORY = {"kind": "taken_over", "from_month": "2006-01", "to_month": "2026-02"}
REGION = "990100"


@dataclass
class Fund:
    """`counter`: where claims are handed in; jobs are run by hand, in their order."""

    counter: Any
    made: list[Any] = field(default_factory=list)

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        answer = self.counter.post(path, body, **at)
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def get(self, path: str) -> Any:
        return self.counter.get(path)

    # ---- people

    def person(self, born: str = "1966-01-15", sex: str = "male", name: str = "李安") -> Any:
        """Somebody with an enabled card and an account on it."""
        said = {"name": name, "sex": sex, "birth_date": born, "region_code": REGION}
        made = self.card("/v1/persons", said)
        card = self.card("/v1/cards", {"person_id": made["id"]})
        self.card(f"/v1/cards/{card['id']}/enable")
        who = made | {"card_id": card["id"]}
        return who | {"account": self.account(who)}

    def card(self, path: str, body: Any = None) -> Any:
        """A call of the card service."""
        answer = self.counter.card.post(path, body, key=f"y{next(self.counter.keys)}")
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def account(self, who: Any) -> str:
        """Another account on the card; its path."""
        phone = {"reserved_phone": "19900000001"}
        opened = self.card("/v1/bank-accounts", {"card_id": who["card_id"], **phone})
        path = f"/v1/bank-accounts/{opened['id']}"
        self.card(f"{path}/activate", {"password": "471592", **phone})
        return path

    def second_account(self, who: Any) -> str:
        """An account on a card of another area, which is the newest one then; its path."""
        card = self.card("/v1/cards", {"person_id": who["id"], "region_code": "510100"})
        self.card(f"/v1/cards/{card['id']}/enable")
        return self.account({"card_id": card["id"]})

    def died(self, who: Any, day: str) -> None:
        self.card(f"/v1/persons/{who['id']}/report-death", {"died_on": day})

    def codes(self, code: str, who: Any, inputs: Any) -> list[str]:
        """Why an application is rejected; nothing where it isn't."""
        return [each["code"] for each in self.apply(code, who, inputs).get("reasons", ())]

    def insured(self, who: Any, scheme: str = "employee", **more: Any) -> Any:
        """A working life of twenty years, taken over."""
        stretch = {**HISTORY, "base_fen": 600_000, "personal_fen": 48_000}
        if scheme == "resident":
            stretch |= {"from_month": "2009-01", "to_month": "2025-12", "base_fen": 50_000}
        body = {
            "person_id": who["id"],
            "region_code": REGION,
            "scheme": scheme,
            "stretches": [stretch],
            "account_balance_fen": 12_000_000,
            **more,
        }
        return self.post("/v1/earlier-contributions", body)

    def apply(self, code: str, who: Any, inputs: Any, **more: Any) -> Any:
        body = {"item_code": code, "card_id": who["card_id"], "inputs": inputs, **more}
        return self.post("/v1/service-applications", body)

    def retired(self, **more: Any) -> Any:
        """Who retired in March 2026, at the legal month of men born in January 1966."""
        who = self.person(born="1965-12-15", **more)
        self.insured(who)
        inputs = {
            "worker_class": "man",
            "retirement_choice": "normal",
            "retirement_month": "2026-03",
            "contact_phone": "19900000001",
        }
        made = self.apply("HRSS-020", who, inputs)
        assert made["status"] == "effective", made
        return who | {"pension_id": made["result"]["pension_id"]}

    def pension(self, who: Any) -> Any:
        return self.get(f"/v1/pensions/{who['pension_id']}")

    def months(self, pension: Any) -> list[Any]:
        """A pension's lines, the first month first."""
        found = self.get(f"/v1/pensions/{pension['id']}/months")["data"]
        return sorted(found, key=lambda each: each["month"])

    def balance(self, who: Any) -> int:
        return int(self.counter.card.get(who["account"]).json["balance_fen"])

    # ---- what happens

    def order(self, month: str, code: str = "HRSS-021") -> tuple[str, list[str]]:
        body = {"item_code": code, "inputs": {"pay_month": month}, "region_code": REGION}
        made = self.post("/v1/service-applications", body)
        return made["status"], [each["code"] for each in made.get("reasons", ())]

    def run(self, until: str) -> int:
        """The due jobs of pensions to the end of a day, each at its time; how many."""
        end = datetime.fromisoformat(f"{until}T23:00:00+08:00").astimezone(clock.SHANGHAI)
        jobs, bench, count = store.common.jobs, self.counter.bench, 0
        ran: set[tuple[str, str]] = set()
        while True:
            with bench.entered(), store.read() as tx:
                rows = tx.all(
                    jobs.select().where(jobs.c.status == "due", jobs.c.due_at <= end)
                    .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                )  # fmt: skip
            todo = [row for row in rows if row.name in TASKS and (row.name, row.key) not in ran]
            if not todo:
                bench.at(max(end, bench.now))
                return count
            row = todo[0]
            ran.add((row.name, row.key))
            bench.at(max(row.due_at, bench.now))
            with bench.entered(role="system"):
                TASKS[row.name](row.key)
            count += 1

    def holds(self) -> None:
        """Every law of the service holds."""
        with self.counter.bench.entered(), store.read() as tx:
            found = {law.id: law.look(tx) for law in CHECKS}
        assert {name: each for name, each in found.items() if each} == {}
