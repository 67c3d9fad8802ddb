"""Killed at any named place of clearing, and delivered again: the same rows, to the byte."""

from collections.abc import Callable
from typing import Any

import pytest

from services.settlement.store import store as books
from services.transport.flows.clearing import claim, close, disputes, reimburse, uploads
from services.transport.store import store
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.transit_clearing import CD_METRO, GZ_METRO, IC_CD, IC_CQ, IC_GZ, Clearing
from tests.unit.transport.test_batch_uploads import Foreign

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


SENT = (
    (uploads, "transport.batch_upload.read"),
    (uploads, "transport.batch_upload.committing"),
    (uploads, "transport.batch_upload.giving_up"),
    (disputes, "transport.dispute.opening"),
    (disputes, "transport.dispute.deciding"),
    (disputes, "transport.dispute.overdue"),
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


def uploaded(again: Callable[[Callable[[], Any]], Any]) -> Any:
    """A file of two rides, one of them never presented again; two disputes, one unanswered."""
    from dataclasses import replace as other

    bench = Bench().make()
    try:
        far = Foreign(bench)
        good, bad = far.ride(far.card, 300, "a"), far.ride(far.local, 400, "b")
        content = far.content(good, other(bad, tac="00000000"))
        again(lambda: far.sent(content))
        journey = far.line("a").journey_id or ""

        def dispute() -> Any:
            with bench.entered(role="holder"):
                return disputes.open_dispute(journey_id=journey, reason="other", fare=Money(100))

        first = again(dispute)

        def agree() -> Any:
            with bench.entered(role="transit", region="500000"):
                return disputes.uphold(first.id, fare=Money(200))

        again(agree)
        dispute()
        again(lambda: far.city.advance("2026-04-12T00:00:00"))
        assert far.city.broken() == {}
        assert far.balance(far.card) == 1900
        with bench.entered(role="system"):
            return store.export(), books.export()
    finally:
        bench.drop()


@pytest.mark.parametrize(("module", "point"), SENT, ids=lambda each: str(each)[-40:])
def test_a_death_on_the_way_of_a_file_or_a_dispute(
    database: str, undisturbed: dict[str, Any], monkeypatch: Any, module: Any, point: str
) -> None:
    _dies(database, undisturbed, monkeypatch, module, point, uploaded)


@pytest.mark.parametrize(("module", "point"), (*JOBS, *CALLS), ids=lambda each: str(each)[-40:])
def test_a_death_loses_nothing_and_doubles_nothing(
    database: str, undisturbed: dict[str, Any], monkeypatch: Any, module: Any, point: str
) -> None:
    _dies(database, undisturbed, monkeypatch, module, point, exported)


def _dies(
    database: str,
    undisturbed: dict[str, Any],
    monkeypatch: Any,
    module: Any,
    point: str,
    walk: Callable[[Callable[[Callable[[], Any]], Any]], Any],
) -> None:
    key = f"{database}/{walk.__name__}"
    if key not in undisturbed:
        undisturbed[key] = walk(lambda call: call())
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

    assert walk(again) == undisturbed[key]
    assert died == [point]
