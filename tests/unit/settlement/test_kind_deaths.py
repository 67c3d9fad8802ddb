"""Killed at any named place while a claim comes in: told again, it is there once, to the byte."""

from collections.abc import Callable
from typing import Any

import pytest

from services.settlement.domain.told import Told
from services.settlement.flows import kind_claims, kind_take_back, pass_month
from services.settlement.store import store
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING

pytestmark = pytest.mark.db
SANYA, GUANGZHOU = "460200", "440100"


class Killed(BaseException):
    """The process is gone in the middle of this."""


def post(bench: Bench) -> Any:
    sides = (CHENGDU, CHONGQING, Money(500), bench.now)
    parties = {"payer_party": "cd", "payee_party": "cq"}
    with bench.entered(role="service"):
        return kind_claims.post(Told("ride", "transit", *sides, **parties, fee=Money(3)))


def take_back(bench: Bench) -> Any:
    with bench.entered(role="service"):
        return kind_take_back.take_back(event="back", original="ride", occurred_at=bench.now)


def share(bench: Bench) -> Any:
    weighed = {"visits": 1, "weight": 10_000}
    venues = [{"venue": "a", "region": GUANGZHOU}, {"venue": "b", "region": SANYA}]
    visits = [each | weighed for each in venues]
    asked = {"event": "pass", "month": "2026-03", "issuer_region": SANYA}
    with bench.entered(role="service"):
        return pass_month.share(**asked, amount=Money(101), visits=visits)


STEPS = (post, take_back, share)
DEATHS = [
    (kind_claims, "settlement.kind_claim.posting", post),
    (kind_claims, "settlement.kind_claim.posted", post),
    (kind_take_back, "settlement.kind_claim.taking_back", take_back),
    (pass_month, "settlement.pass_month.sharing", share),
]


def exported(walk: Callable[[Bench], None]) -> Any:
    bench = Bench().make()
    try:
        walk(bench)
        with bench.entered(role="system"):
            return store.export()
    finally:
        bench.drop()


@pytest.mark.usefixtures("database")
def test_a_claim_that_is_told_again_after_a_death_is_there_once(monkeypatch: Any) -> None:
    def undisturbed(bench: Bench) -> None:
        for step in STEPS:
            step(bench)

    def killed(bench: Bench) -> None:
        for step in STEPS:
            for module, point, dies in DEATHS:
                if dies is step:
                    _die(monkeypatch, module, point, lambda: step(bench))  # noqa: B023
            step(bench)

    assert exported(killed) == exported(undisturbed)


def _die(monkeypatch: Any, module: Any, point: str, call: Callable[[], Any]) -> None:
    def failpoint(name: str) -> None:
        if name == point:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(module, "failpoint", failpoint)
        call()
