"""Social insurance at a counter: employers, staff, jobs by hand."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.benefits.domain.insurance import declaration_file
from services.benefits.domain.insurance.declaration_file import Row
from services.benefits.flows import annuity_postings
from services.benefits.flows.contributions import charges, interest, paying, posting
from services.benefits.store import store
from sscsim.demo_people import DemoPerson
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter

CODE = "91990100MA0000001G"
PROOF = {"title": "用工备案", "sha256": "cd" * 32}
JOBS = {
    posting.POST: posting.post,
    charges.MISS: charges.missed,
    interest.POST: interest.post,
    annuity_postings.INTEREST: annuity_postings.post_interest,
    paying.COLLECT: paying.collect,
    paying.SETTLE: paying.settle_due,
}


@dataclass
class Insured:
    """An employer of one demo world, and what it does."""

    counter: Counter
    code: str = CODE

    def registered(self, **more: Any) -> Any:
        body = {
            "credit_code": self.code,
            "name": "示范单位一",
            "region_code": "990100",
            "nature": "enterprise",
            "industry_class": 2,
            "size": "small",
            **more,
        }
        made = self.counter.post("/v1/insured-employers", body)
        assert made.status_code == 201, made.json
        return made.json

    def month(self, back: int = 0) -> str:
        day = self.counter.bench.now.date().replace(day=1)
        for _ in range(back):
            day = (day - timedelta(days=1)).replace(day=1)
        return day.isoformat()[:7]

    def staff(self, of: DemoPerson, wage: int = 600_000, back: int = 0, **more: Any) -> Any:
        month = self.month(back)
        return {
            "social_security_number": of.social_security_number,
            "name": of.name,
            "hired_on_date": f"{month}-01",
            "from_month": month,
            "monthly_wage_fen": wage,
            **more,
        }

    def apply(self, code: str, inputs: Any) -> Any:
        """By an employer's key, for itself."""
        body = {"item_code": code, "inputs": inputs, "region_code": "990100"}
        answer = self.counter.post("/v1/service-applications", body)
        assert answer.status_code == 201, answer.json
        return answer.json

    def enrol(self, *staff: Any, proof: bool = True) -> Any:
        inputs = {"employer_credit_code": self.code, "staff": list(staff)}
        return self.apply("HRSS-052", inputs | ({"employment_proof": PROOF} if proof else {}))

    def declare(self, *lines: Any, month: str = "", **more: Any) -> Any:
        inputs = {
            "employer_credit_code": self.code,
            "contribution_month": month or self.month(),
            "lines": list(lines),
            **more,
        }
        return self.apply("HRSS-056", inputs)

    def upload(self, rows: list[Row], month: str = "", content: bytes | None = None) -> Any:
        body = {
            "employer_credit_code": self.code,
            "region_code": "990100",
            "contribution_month": month or self.month(),
            "content_base64": base64.b64encode(
                declaration_file.write(rows) if content is None else content
            ).decode(),
        }
        return self.counter.post("/v1/contribution-declarations", body)

    def run(self, days: int) -> None:
        """Days pass; the due jobs of contributions run, each at its time."""
        until = self.counter.bench.now + timedelta(days=days)
        jobs = store.common.jobs
        while True:
            with self.counter.bench.entered(), store.read() as tx:
                row = next(
                    iter(
                        tx.all(
                            jobs.select()
                            .where(
                                jobs.c.status == "due",
                                jobs.c.due_at <= until,
                                jobs.c.name.in_(list(JOBS)),
                            )
                            .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                            .limit(1)
                        )
                    ),
                    None,
                )
            if row is None:
                self.counter.bench.at(max(until, self.counter.bench.now))
                return
            self.counter.bench.at(max(row.due_at, self.counter.bench.now))
            with self.counter.bench.entered(role="system"):
                JOBS[row.name](row.key)
                with store.write() as tx:
                    tx.execute(jobs.update().where(jobs.c.seq == row.seq).values(status="done"))

    def charges(self, **filters: str) -> Any:
        asked = "&".join(f"{name}={value}" for name, value in filters.items())
        return self.counter.get(f"/v1/contribution-charges?{asked}")["data"]


def row(number: int, of: DemoPerson, change: str, wage: int = 0, first: str | None = None) -> Row:
    return Row(number, of.social_security_number, change, Money(wage), first)
