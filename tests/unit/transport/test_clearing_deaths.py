"""Killed at any named place of clearing, and delivered again: the same rows, to the byte."""

from collections.abc import Callable
from typing import Any

import pytest

from services.settlement.store import store as books
from services.transport.flows.clearing import claim, close, reimburse
from services.transport.store import store
from tests.support.bench import Bench
from tests.support.transit_clearing import CD_METRO, GZ_METRO, IC_CD, IC_CQ, IC_GZ, Clearing

pytestmark = pytest.mark.db
JOBS = (
    (close, "transport.batch_close.committing"),
    (close, "transport.batch_close.committed"),
    (close, "transport.batch_city_pay.committing"),
    (claim, "transport.batch_claim.answered"),
    (claim, "transport.batch_claim.committing"),
    (claim, "transport.batch_claim.committed"),
    (reimburse, "transport.reimbursement_claim.committing"),
    (reimburse, "transport.reimbursement_pay.committing"),
    (reimburse, "transport.reimbursement_pay.committed"),
)
CALLS = (
    (claim, "transport.batch_represent.committing"),
    (reimburse, "transport.reimbursement_confirm.committing"),
)


class Killed(BaseException):
    """The process is gone in the middle of this."""


def walked(bench: Bench, again: Callable[[Callable[[], Any]], Any]) -> Clearing:
    """Two days of two operators: a claim, a rejected one presented again, a paid concession."""
    city = Clearing(bench, times=1)
    city.charge(CD_METRO, IC_CD, 200, subsidy=100, region="510100", many=2)
    city.charge(CD_METRO, IC_CQ, 300)
    city.charge(GZ_METRO, IC_CD, 400)
    city.charge(GZ_METRO, IC_GZ, 100)
    again(lambda: city.advance("2026-04-02T06:00:00"))
    batch, _ = city.batch(GZ_METRO)
    with bench.entered(role="transit", region="440100"):
        again(lambda: claim.represent(batch.id))
    again(lambda: city.advance("2026-05-11T10:00:00"))
    with bench.entered(role="system"):
        form = bench_form(city)
    with bench.entered(role="agency", region="510100"):
        again(lambda: reimburse.confirm(form))
    again(lambda: city.advance("2026-05-26T00:00:00"))
    return city


def bench_form(city: Clearing) -> str:
    from services.transport.store.tables_clearing import concession_reimbursements as table

    with store.read() as tx:
        found: str = tx.scalar(table.select().with_only_columns(table.c.id))
    return found


def exported(again: Callable[[Callable[[], Any]], Any]) -> Any:
    bench = Bench().make()
    try:
        city = walked(bench, again)
        assert city.broken() == {}
        with bench.entered(role="system"):
            return store.export(), books.export()
    finally:
        bench.drop()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    return {}


@pytest.mark.parametrize(("module", "point"), (*JOBS, *CALLS), ids=lambda each: str(each)[-40:])
def test_a_death_loses_nothing_and_doubles_nothing(
    database: str, undisturbed: dict[str, Any], monkeypatch: Any, module: Any, point: str
) -> None:
    if database not in undisturbed:
        undisturbed[database] = exported(lambda call: call())
    died: list[str] = []

    def failpoint(name: str) -> None:
        if name == point and not died:
            died.append(name)
            raise Killed

    monkeypatch.setattr(module, "failpoint", failpoint)

    def again(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Killed:
            return call()

    assert exported(again) == undisturbed[database]
    assert died == [point]
