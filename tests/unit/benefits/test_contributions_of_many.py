"""A list of hundreds is read, judged and charged in as many statements as a list of ten."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.benefits.domain.insurance.declaration_file import Row
from services.benefits.flows.contributions import posting
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from sscsim.kernel.money import Money
from tests.support.insurance import CODE, Insured
from tests.support.subsidies import Office
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
NUMBER = 300


class Statements:
    """How many statements go to any database meanwhile."""

    def __enter__(self) -> "Statements":
        self.count = 0
        sa.event.listen(sa.Engine, "before_cursor_execute", self._one)
        return self

    def __exit__(self, *_: Any) -> None:
        sa.event.remove(sa.Engine, "before_cursor_execute", self._one)

    def _one(self, *_: Any) -> None:
        self.count += 1


def of_age(people: list[Any]) -> list[Any]:
    return [each for each in people if "1972" <= each.social_security_number[6:10] <= "2005"]


def test_a_file_of_hundreds_is_charged_and_paid_at_once(counter: Counter) -> None:
    firm = Insured(counter)
    employer = firm.registered()
    people = of_age(Office(counter.bench, counter.client).people(NUMBER))
    assert len(people) > NUMBER // 4
    rows = [
        Row(n, who.social_security_number, "joined", Money(400_000 + n % 7 * 50_000), None)
        for n, who in enumerate(people, start=1)
    ]
    few, many = rows[:10], rows
    with Statements() as of_few:
        assert firm.upload(few).status_code == 201
    rest = [
        Row(n, each.social_security_number, each.change, each.wage, None)
        for n, each in enumerate(many[10:], start=1)
    ]
    with Statements() as of_many:
        assert firm.upload(rest).status_code == 201
    assert of_many.count < of_few.count + 20, (of_few.count, of_many.count)
    month = firm.month()
    counter.bench.at(counter.bench.now.replace(month=counter.bench.now.month + 1, day=1))
    with counter.bench.entered(role="system"), Statements() as of_posting:
        posting.post(f"{employer['id']}:{month}")
    assert of_posting.count < 60
    [charge] = firm.charges(credit_code=CODE)
    assert charge["persons"] == len(people)
    with Statements() as of_paying:
        paid = counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert paid.json["status"] == "paid"
    assert of_paying.count < 60
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: found for law in CHECKS if (found := law.look(tx))} == {}
