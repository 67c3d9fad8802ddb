"""The limit of a declaration for real: 50,000 persons in one file, taken whole or not at all."""

import resource
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from services.benefits.domain.insurance.declaration_file import Row
from services.benefits.flows.contributions import posting
from services.benefits.store import store
from services.benefits.store.tables_insurance import (
    contribution_declaration_lines,
    contribution_declarations,
    contribution_months,
    insurance_relations,
    pension_account_entries,
)
from services.card.domain import population
from services.card.store import store as card_store
from services.card.store.tables import persons
from sscsim.db.types import instant_text
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money
from tests.support.insurance import CODE, Insured
from tests.unit.benefits.conftest import Counter

pytestmark = [pytest.mark.db, pytest.mark.long, pytest.mark.timeout(1_800)]
PERSONS = 50_000
MOST_MB = 1_500
"""The process grows by less: the file, its lines and 250,000 months, and no second copy of all."""
YEARS = ("1972", "2005")


def workers(counter: Counter, number: int) -> list[str]:
    """Numbers of so many invented people of working age, who are persons and nothing else."""
    day = counter.bench.now.date()
    found = [
        each
        for each in population.people("limit", number * 5 // 2, ["990100"], day)
        if YEARS[0] <= each.birth_date[:4] < YEARS[1]
    ][:number]
    assert len(found) == number
    stamp = instant_text(counter.bench.now)
    columns = (
        *("id", "social_security_number", "name", "sex", "birth_date", "region_code"),
        *("version", "created_at", "updated_at"),
    )
    with counter.bench.entered(role="system"), card_store.write() as tx:
        person_id = maker("psn", tx.world.seed, tx.service)
        rows = [
            (
                person_id(each.social_security_number), each.social_security_number, each.name,
                each.sex, each.birth_date, each.region_code, 1, stamp, stamp,
            )
            for each in found
        ]  # fmt: skip
        tx.load(persons, columns, rows)
    return [each.social_security_number for each in found]


def count(counter: Counter, table: Any, *where: Any) -> int:
    with counter.bench.entered(), store.read() as tx:
        return int(tx.scalar(sa.select(sa.func.count()).select_from(table).where(*where)))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_fifty_thousand_persons_are_declared_and_charged_once(counter: Counter) -> None:
    firm = Insured(counter)
    employer = firm.registered()
    numbers = workers(counter, PERSONS)
    rows = [
        Row(n, number, "joined", Money(300_000 + n % 40 * 25_000), None)
        for n, number in enumerate(numbers, start=1)
    ]
    before = peak_mb()

    # refused whole: one line of all is wrong, and nothing is written
    wrong = list(rows)
    wrong[31_415] = Row(31_416, rows[0].social_security_number, "joined", Money(300_000), None)
    refused = firm.upload(wrong)
    assert refused.status_code == 422, refused.text[:500]
    said = refused.json
    assert said["code"] == "contribution_declaration_bad"
    assert {each["code"] for each in said["errors"]} == {"staff_person_twice"}
    for table in (contribution_declarations, contribution_declaration_lines, insurance_relations):
        assert count(counter, table) == 0

    # refused whole for a line that can't be read, with its number
    torn = [*rows[:-1], Row(PERSONS, "12345", "joined", Money(300_000), None)]
    refused = firm.upload(torn)
    assert refused.status_code == 422
    assert any(f"Line {PERSONS}" in each["message"] for each in refused.json["errors"])
    assert count(counter, insurance_relations) == 0

    taken = firm.upload(rows)
    assert taken.status_code == 201, taken.text[:500]
    assert taken.json["lines_count"] == PERSONS
    assert firm.upload(rows).json["id"] == taken.json["id"]
    assert count(counter, contribution_declarations) == 1
    assert count(counter, contribution_declaration_lines) == PERSONS
    assert count(counter, insurance_relations) == 5 * PERSONS

    month = firm.month()
    firm_month = f"{employer['id']}:{month}"
    first = counter.bench.now.replace(day=1) + timedelta(days=32)
    counter.bench.at(first.replace(day=1))
    for _ in range(2):  # a job may run twice
        with counter.bench.entered(role="system"):
            posting.post(firm_month)
    [charge] = firm.charges(credit_code=CODE)
    assert (charge["persons"], charge["month"]) == (PERSONS, month)
    assert count(counter, contribution_months) == 5 * PERSONS
    # by hand: forty wages, 3,000.00 to 12,750.00, each of 1,250 persons; the base is 4,200.00 at
    # least; 16 + 8 + 0.5 + 0.5 + 0.4 + 7 + 2 + 1 = 35.4 % of it
    bases = [max(420_000, 300_000 + n * 25_000) for n in range(40)]
    assert charge["amount_fen"] == sum(bases) * 354 // 1000 * (PERSONS // 40)
    for _ in range(2):
        paid = counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert paid.json["code"] == "contribution_charge_state"
    assert firm.charges(credit_code=CODE)[0]["status"] == "paid"
    assert count(counter, pension_account_entries) == PERSONS
    assert peak_mb() - before < MOST_MB
