"""Readers and desks at random: whatever is done in any order, the laws of the libraries hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, WANG_GUILAN
from tests.unit.culture.conftest import PIN, Desk
from tests.unit.culture.conftest import desk as desk  # the fixture

pytestmark = pytest.mark.db
LIBRARIES = ("demo_central", "demo_branch")
PEOPLE = (CHEN_YU, HE_JING, WANG_GUILAN, LIN_XIAO)
STEPS = ("lend", "return", "hold", "cancel", "renew", "recall", "lose", "claim", "found",
         "not_found", "pay", "waive", "wait", "deposit", "refund", "damage", "restore")  # fmt: skip
_act = st.tuples(
    st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 3), st.sampled_from(LIBRARIES)
)


class Town:
    """Four readers, four titles, two libraries that act for each other."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.readers = [desk.reader(who, "demo_central") for who in PEOPLE]
        self.titles = [desk.everywhere(number)["id"] for number in range(4)]
        for title in self.titles:  # one copy of each is left, so that people wait
            found = desk.get(f"/v1/copies?title_id={title}&limit=200")["data"]
            mine = [copy for copy in found if copy["owner_id"] in LIBRARIES]
            for copy in mine[1:]:
                desk.done(f"/v1/copies/{copy['id']}/report-missing")
        self.copies = [
            next(
                copy
                for copy in desk.get(f"/v1/copies?title_id={title}&limit=200")["data"]
                if copy["owner_id"] in LIBRARIES and copy["status"] == "available"
            )
            for title in self.titles
        ]

    def act(self, step: str, one: int, other: int, library: str) -> None:
        """One step; what is refused changes nothing, and a refusal has a code of ours."""
        call = getattr(self, step, None)
        path, body = call(one, other, library) if call else self.on_loan(step, one, other, library)
        if path is None:
            return
        answer = self.desk.post(path, body)
        assert answer.status_code in (200, 201, 409, 422), answer.json

    def lend(self, one: int, other: int, library: str) -> Any:
        where = self.desk.get(f"/v1/copies/{self.copies[other]['id']}")["location_id"]
        body = {"library_id": where, "barcode": self.copies[other]["barcode"], "password": PIN}
        return "/v1/loans", {**body, "reader_id": self.readers[one]}

    def _return(self, one: int, other: int, library: str) -> Any:
        body = {"library_id": library, "barcode": self.copies[other]["barcode"]}
        return "/v1/loans/return", body

    def hold(self, one: int, other: int, library: str) -> Any:
        body = {"reader_id": self.readers[one], "title_id": self.titles[other]}
        return "/v1/holds", {**body, "pickup_library_id": library}

    def cancel(self, one: int, other: int, library: str) -> Any:
        live = [
            each
            for each in self.desk.get(f"/v1/holds?reader_id={self.readers[one]}")["data"]
            if each["status"] in ("waiting", "in_transit", "ready")
        ]
        return (f"/v1/holds/{live[0]['id']}/cancel", None) if live else (None, None)

    def on_loan(self, step: str, one: int, other: int, library: str) -> Any:
        if step == "return":
            return self._return(one, other, library)
        known = self.desk.get(f"/v1/loans?copy_id={self.copies[other]['id']}&limit=1")["data"]
        if not known:
            return None, None
        path = f"/v1/loans/{known[0]['id']}"
        verbs: dict[str, tuple[str, Any]] = {
            "renew": ("renew", None),
            "recall": ("recall", None),
            "lose": ("report-lost", None),
            "claim": ("claim-returned", None),
            "found": ("resolve-claim", {"found_at": library}),
            "not_found": ("resolve-claim", {}),
        }
        verb, body = verbs[step]
        return f"{path}/{verb}", body

    def pay(self, one: int, other: int, library: str) -> Any:
        body = {"reader_id": self.readers[one], "library_id": library, "method": "cash"}
        return "/v1/reader-payments", body | ({"amount_fen": 70} if other else {})

    def deposit(self, one: int, other: int, library: str) -> Any:
        body = {"reader_id": self.readers[3], "library_id": "demo_central", "method": "cash"}
        return "/v1/reader-payments", {**body, "purpose": "deposit"}

    def refund(self, one: int, other: int, library: str) -> Any:
        body = {"library_id": library, "method": "card_account" if other else "cash"}
        return f"/v1/readers/{self.readers[3]}/refund-deposit", body

    def waive(self, one: int, other: int, library: str) -> Any:
        owed = self.desk.get(f"/v1/reader-fees?reader_id={self.readers[one]}&status=open")["data"]
        return (f"/v1/reader-fees/{owed[0]['id']}/waive", {}) if owed else (None, None)

    def wait(self, one: int, other: int, library: str) -> Any:
        days = (1, 4, 12, 40)[one]
        self.desk.at_day((self.desk.bench.now + timedelta(days=days)).date())
        return None, None

    def damage(self, one: int, other: int, library: str) -> Any:
        return f"/v1/copies/{self.copies[other]['id']}/report-damage", None

    def restore(self, one: int, other: int, library: str) -> Any:
        return f"/v1/copies/{self.copies[other]['id']}/restore", None


def _example_world(run: Callable[[Desk], None], desk: Desk) -> None:
    """A world of its own for each example."""
    from tests.support.bench import Bench

    bench = Bench(preset="demo").make()
    try:
        run(
            Desk(
                bench,
                bench.client(desk.client.app),
                bench.client(desk.card.app),
                bench.client(desk.settlement.app),
            )
        )
    finally:
        bench.drop()


def _plays(acts: list[tuple[str, int, int, str]], desk: Desk) -> None:
    town = Town(desk)
    for step, one, other, library in acts:
        town.act(step, one, other, library)
        assert desk.broken() == {}, (step, one, other, library)
    desk.deliver()
    assert desk.figures() == {
        name: fen for name, fen in desk.figures(_books()).items() if fen or name in desk.figures()
    }


def _books() -> Any:
    from services.settlement.store import store

    return store


@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(_act, min_size=6, max_size=10))
def test_the_laws_hold_in_any_order(desk: Desk, acts: list[tuple[str, int, int, str]]) -> None:
    _example_world(lambda own: _plays(acts, own), desk)


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(_act, min_size=20, max_size=40))
def test_the_laws_hold_for_long(desk: Desk, acts: list[tuple[str, int, int, str]]) -> None:
    _example_world(lambda own: _plays(acts, own), desk)
