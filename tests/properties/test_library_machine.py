"""Readers and desks at random: whatever is done in any order, the laws of the libraries hold, no
copy is lost or in two places, and what is charged is what the model beside it worked out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

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


@dataclass
class Known:
    """What the model knows of one loan."""

    library: str
    price: int
    lent: date
    due: date
    status: str = "open"
    renewals: int = 0
    claimed: date | None = None
    charged: dict[str, int] = field(default_factory=dict)


class Model:
    """Demo City's rules, written down once more: what each loan costs, from what was done with it.

    The central library lends for 20 days, renews by 10 from the last day, and takes 0.50 a day, at
    most 10.00. The branch lends for 10 days, renews by 10 from the day, and gives points. Called
    back, an item stays for 7 days; 180 days late, it is lost and costs its price and 5.00.
    """

    DAYS: ClassVar = {"demo_central": 20, "demo_branch": 10}

    def __init__(self) -> None:
        self.loans: dict[str, Known] = {}
        self.prices: dict[str, int] = {}

    def heard(self, step: str, day: date, said: Any) -> None:
        if step == "lend":
            due = day + timedelta(days=self.DAYS[said["library_id"]])
            assert said["due_date"] == due.isoformat()
            self.loans[said["id"]] = Known(
                said["library_id"], self.prices[said["copy_id"]], day, due
            )
            return
        if step == "return":
            said = said["loan"]
        known = self.loans.get(said["id"]) if step in MODELLED else None
        if known is not None:
            getattr(self, f"_{step}")(known, day)

    def _renew(self, known: Known, day: date) -> None:
        start = known.due if known.library == "demo_central" else day
        known.due = max(known.due, start + timedelta(days=10))
        known.renewals += 1
        assert known.renewals <= {"demo_central": 2, "demo_branch": 1}[known.library]

    def _recall(self, known: Known, day: date) -> None:
        known.due = min(known.due, day + timedelta(days=7))

    def _return(self, known: Known, day: date) -> None:
        if known.status != "lost":
            self._late(known, known.claimed or day)
        known.status = "returned"

    def _lose(self, known: Known, day: date) -> None:
        self._late(known, known.claimed or day)
        known.charged["lost"] = known.price + 500
        known.status = "lost"

    def _claim(self, known: Known, day: date) -> None:
        known.status, known.claimed = "claimed_returned", day

    def _found(self, known: Known, day: date) -> None:
        known.status = "returned"

    def _not_found(self, known: Known, day: date) -> None:
        known.status, known.claimed = "open", None
        self._gone(known, day)

    def _late(self, known: Known, until: date) -> None:
        days = (until - known.due).days
        if days > 0 and known.library == "demo_central":
            known.charged["overdue"] = min(50 * days, 1_000)

    def days_passed(self, today: date, looked_for: set[str]) -> None:
        for loan_id, known in self.loans.items():
            if loan_id not in looked_for:
                self._gone(known, today)

    def _gone(self, known: Known, today: date) -> None:
        lost_on = known.due + timedelta(days=181)
        if known.status == "open" and today >= lost_on:
            self._lose(known, max(lost_on, known.lent))


MODELLED = ("renew", "recall", "return", "lose", "claim", "found", "not_found")


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
        self.model = Model()
        every = [
            copy
            for owner in LIBRARIES
            for copy in desk.get(f"/v1/copies?owner_id={owner}&limit=200")["data"]
        ]
        self.holdings = {copy["id"] for copy in every}
        self.model.prices = {copy["id"]: copy["price_fen"] for copy in every}

    def act(self, step: str, one: int, other: int, library: str) -> None:
        """One step; what is refused changes nothing, and a refusal has a code of ours."""
        call = getattr(self, step, None)
        path, body = call(one, other, library) if call else self.on_loan(step, one, other, library)
        if path is None:
            self.model.days_passed(self.desk.bench.now.date(), self._looked_at())
            return
        answer = self.desk.post(path, body)
        assert answer.status_code in (200, 201, 409, 422), answer.json
        if answer.status_code in (200, 201):
            self.model.heard(step, self.desk.bench.now.date(), answer.json)

    def _looked_at(self) -> set[str]:
        """Loans that the library is looking for: these don't get lost meanwhile."""
        found = self.desk.get("/v1/loans?status=claimed_returned&limit=200")["data"]
        return {loan["id"] for loan in found}

    def check(self) -> None:
        """Every copy there ever was is at one place; and the model agrees about each loan."""
        desk = self.desk
        copies = [
            copy
            for owner in LIBRARIES
            for copy in desk.get(f"/v1/copies?owner_id={owner}&limit=200")["data"]
        ]
        mine = {copy["id"] for copy in copies}
        assert mine == self.holdings, "no copy comes or goes"

        def of(path: str) -> list[str]:
            found = desk.get(f"{path}&limit=200")["data"]
            return [each["copy_id"] for each in found if each["copy_id"] in mine]

        out = of("/v1/loans?status=open")
        looked_for = of("/v1/loans?status=claimed_returned")
        kept = of("/v1/holds?status=ready")
        on_the_way = of("/v1/copy-transits?status=under_way")
        places = [*out, *looked_for, *kept, *on_the_way]
        assert len(places) == len(set(places)), "a copy is in one place"
        by_status: dict[str, list[str]] = {}
        for copy in copies:
            by_status.setdefault(copy["status"], []).append(copy["id"])
        for status, there in (
            ("on_loan", out),
            ("claimed_returned", looked_for),
            ("on_hold_shelf", kept),
            ("in_transit", on_the_way),
        ):
            assert sorted(by_status.pop(status, [])) == sorted(there), status
        # what is left is on the shelves, or gone from them: it is in nobody's hands
        assert set(by_status) <= {"available", "lost", "missing", "damaged", "withdrawn"}
        left = sum(map(len, by_status.values()))
        assert len(places) + left == len(self.holdings)
        for loan_id, kept_by_model in self.model.loans.items():
            shown = desk.get(f"/v1/loans/{loan_id}")
            assert shown["due_date"] == kept_by_model.due.isoformat()
            assert shown["status"] == kept_by_model.status
            fees = desk.get(f"/v1/reader-fees?loan_id={loan_id}&limit=200")["data"]
            charged: dict[str, int] = {}
            for fee in fees:
                charged[fee["kind"]] = charged.get(fee["kind"], 0) + fee["amount_fen"]
            assert charged == kept_by_model.charged, loan_id

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
        town.check()
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


def _fines_in_order(order: tuple[str, ...], desk: Desk) -> None:
    """Two readers and two books each; one of each is renewed in time. What is done on one day is
    done in this order: the fines are those of the rules, whatever it is."""
    books = desk.copies("demo_central")[:4]
    readers = [desk.reader(who, "demo_central") for who in (CHEN_YU, HE_JING)]
    loans = {}
    for number, book in enumerate(books):
        loans[number] = desk.lend(readers[number % 2], "demo_central", book["barcode"])
    desk.after_days(15)
    renewals = [step for step in order if step.startswith("renew")]
    for step in renewals:
        desk.done(f"/v1/loans/{loans[int(step[-1])]['id']}/renew")
    desk.after_days(12)  # 27 days after lending: 7 late, or 3 before the renewed last day
    for step in order:
        if step.startswith("return") and step[-1] != "0":
            where = "demo_branch" if step[-1] == "3" else "demo_central"
            desk.give_back(where, books[int(step[-1])]["barcode"])
    desk.after_days(8)  # 35 days after lending: 5 late after a renewal
    desk.give_back("demo_central", books[0]["barcode"])
    charged = {
        number: [f["amount_fen"] for f in desk.get(f"/v1/reader-fees?loan_id={loan['id']}")["data"]]
        for number, loan in loans.items()
    }
    # 0 and 1 were renewed until day 30; 2 and 3 were due on day 20; 0.50 a day
    assert charged == {0: [250], 1: [], 2: [350], 3: [350]}
    owed = {
        who: desk.get(f"/v1/reader-fees?reader_id={who}&status=open")["data"] for who in readers
    }
    assert [sum(f["owed_fen"] for f in owed[who]) for who in readers] == [600, 350]
    assert desk.broken() == {}


STEPS_OF_A_DAY = ("renew 0", "renew 1", "return 1", "return 2", "return 3")


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(STEPS_OF_A_DAY))
def test_fines_are_those_of_the_rules_in_any_order(desk: Desk, order: list[str]) -> None:
    _example_world(lambda own: _fines_in_order(tuple(order), own), desk)
