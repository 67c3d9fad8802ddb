"""Laws of the electronic card: whatever is done with it, in whatever order.

No sequence leaves the tables of states and quotas, and a code that was used or has expired is
never accepted again. What may happen is told by a small model here, not by the code's own rules.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from services.card.domain import bank_account, electronic_card
from services.card.domain.code import write_offline
from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
from services.card.store import store
from tests.support.bench import Bench
from tests.support.card_desk import Desk

PIN, BANK_PIN, PHONE = "471592", "830264", "19900000001"
QUOTAS = {"elder": 4, "child": 3, "spouse": 1, "other": 2}
MONEY = 100_000


@dataclass
class Holder:
    """One holder at a counter, and all that was ever shown or scanned."""

    desk: Desk
    relatives: list[str]
    person: str = ""
    number: str = ""
    texts: list[tuple[str, datetime, int]] = field(default_factory=list)
    """Text, when it was shown, for how many seconds it is good."""
    accepted: Counter[str] = field(default_factory=Counter)
    phone: tuple[Any, str] | None = None
    """Key and credential of a phone without network."""
    paid: list[str] = field(default_factory=list)
    scanned: list[str] = field(default_factory=list)
    made: int = 0

    @property
    def now(self) -> datetime:
        return self.desk.bench.now

    def electronic(self) -> Any:
        found = self.desk.get(f"/v1/electronic-cards?person_id={self.person}")["data"]
        return found[0] if found else None

    def card(self) -> Any:
        """The newest card that can do anything; else the newest."""
        found = self.desk.get(f"/v1/cards?person_id={self.person}")["data"]
        alive = [card for card in found if card["status"] != "cancelled"]
        return (alive or found)[0]

    def account(self) -> Any:
        path = f"/v1/bank-accounts?person_id={self.person}"
        return self.desk.get(path)["data"][0]

    def do(self, path: str, body: Any = None, **at: Any) -> Any:
        answer = self.desk.tried("POST", path, body, **at)
        assert answer.status_code < 500, answer.text
        return answer.json if answer.status_code < 300 else None

    def on_electronic(self, what: str, body: Any) -> Any:
        found = self.electronic()
        return found and self.do(f"/v1/electronic-cards/{found['id']}/{what}", body)

    # ---- operations

    def sign(self, level: int) -> None:
        self.made += 1
        body = {"channel_no": "CH-1", "sign_no": f"S{self.made}", "name": "李安"}
        body |= {"social_security_number": self.number, "password": PIN, "face": "match"}
        self.do("/v1/electronic-cards", {**body, "level": level, "reserved_phone": PHONE})

    def show(self, **more: Any) -> None:
        found = self.electronic()
        if found is None:
            return
        usable = self.may_be_used(found)
        code = self.do("/v1/codes", {"electronic_card_id": found["id"], **more})
        assert code is None or usable, (found, self.card())
        if code is not None:
            self.texts.append((code["text"], self.now, 60))

    def show_for_relative(self, place: int) -> None:
        self.show(relative_id=self.relatives[place])

    def show_offline(self) -> None:
        if self.phone is not None:
            key, credential = self.phone
            number = f"jti-{len(self.texts)}"
            self.texts.append((write_offline(key, credential, number, self.now, 30), self.now, 90))

    def present(self, place: int, *, pay: bool = False, scene: str = "library") -> None:
        """Show an earlier text to a gate: accepted at most once, and only in its time."""
        if not self.texts:
            return
        text, at, seconds = self.texts[place % len(self.texts)]
        found = self.electronic()
        usable = found is not None and self.may_be_used(found)
        if pay:
            body = {"text": text, "amount_fen": 700, "password": PIN}
            done = self.do("/v1/code-payments", body, role="pharmacy", party_id="pty_p")
            if done is not None:
                self.paid.append(done["id"])
        else:
            party = {"role": "pharmacy", "party_id": "pty_p"} if scene == "payment" else {}
            done = self.do("/v1/code-scans", {"text": text, "scene": scene}, **party)
            if done is not None and scene == "payment":
                self.scanned.append(done["code_id"])
        if done is not None:
            self.accepted[text] += 1
            assert self.accepted[text] == 1
            assert self.now < at + timedelta(seconds=seconds)
            assert usable, (found, self.card())

    def pay_scanned(self) -> None:
        if self.scanned:
            body = {"code_id": self.scanned[-1], "amount_fen": 300, "face": "match"}
            done = self.do("/v1/code-payments", body, role="pharmacy", party_id="pty_p")
            if done is not None:
                assert done["id"] not in self.paid
                self.paid.append(done["id"])

    def refund(self, fen: int) -> None:
        if self.paid:
            path = f"/v1/code-payments/{self.paid[-1]}/refund"
            self.do(path, {"amount_fen": fen}, role="pharmacy", party_id="pty_p")

    def take_phone(self) -> None:
        key = OKPKey.generate_key("Ed25519")
        public = {name: key.as_dict(private=False)[name] for name in ("kty", "crv", "x")}
        body = {"device_no": f"p{self.made}", "sms_code": electronic_card.SMS_CODE}
        device = self.on_electronic("devices", {**body, "public_key": public})
        issued = device and self.on_electronic("credentials", {"device_id": device["id"]})
        if issued:
            self.phone = (key, issued["text"])

    def add_relative(self, relation: str, place: int) -> None:
        body = {"person_id": self.relatives[place], "relation": relation}
        self.on_electronic("family", {**body, "has_face_photo": True})

    def on_card(self, what: str, body: Any = None) -> None:
        self.do(f"/v1/cards/{self.card()['id']}/{what}", body)

    def replace(self) -> None:
        made = self.do(
            "/v1/applications",
            {"person_id": self.person, "kind": "replacement", "mark": "instant"},
        )
        if made is not None:
            self.do(f"/v1/applications/{made['id']}/collect")
            self.do(f"/v1/cards/{made['card_id']}/enable")

    def lock(self, what: str) -> None:
        for _ in range(6):
            if what == "card":
                self.on_card("check-password", {"password": "000001"})
            else:
                body = {"old_password": "000001", "new_password": "862037"}
                self.on_electronic("change-password", body)

    # ---- what may be

    def may_be_used(self, found: Any) -> bool:
        """By the rule of 2022, told anew: the reference's words, not the code's."""
        if found["status"] != "active":
            return False
        own = self.desk.card(found["card_id"])
        if own["status"] == "cancelled" or own["validity"] == "expired":
            return False
        if own["status"] == "temporarily_lost":
            return bool(found["allowed_while_lost"])
        return own["status"] in ("active", "locked")

    def check(self) -> None:
        self.desk.laws_hold()
        with self.desk.bench.entered(role="system"), store.read() as tx:
            assert [law.id for law in BANK_CHECKS if law.look(tx) is not None] == []
        account = self.account()
        assert account["status"] in bank_account.STATUSES
        found = self.electronic()
        if found is None:
            return
        assert found["status"] in electronic_card.STATUSES
        assert found["usable"] == self.may_be_used(found), (found, self.card())
        assert (found["level"] == 2) == ("account_id" in found)
        assert (found["status"] == "unlinked") == (found["channels"] == [])
        listed = self.desk.get(f"/v1/electronic-cards/{found['id']}/family")["data"]
        kinds = Counter(each["relation"] for each in listed)
        assert all(kinds[relation] <= quota for relation, quota in QUOTAS.items())
        living = [
            each
            for each in self.desk.get(f"/v1/electronic-cards?person_id={self.person}")["data"]
            if each["status"] != "unlinked"
        ]
        assert len(living) <= 1


OPERATIONS: dict[str, Any] = {
    "sign at level 1": lambda h: h.sign(1),
    "sign at level 2": lambda h: h.sign(2),
    "raise": lambda h: h.on_electronic("raise-level", {"password": PIN, "reserved_phone": PHONE}),
    "link": lambda h: h.on_electronic(
        "channels", {"channel_no": "CH-2", "sign_no": "L", "password": PIN}
    ),
    "unlink one": lambda h: h.on_electronic("unlink", {"channel_no": "CH-1", "face": "match"}),
    "unlink all": lambda h: h.on_electronic("unlink", {"password": PIN}),
    "lock": lambda h: h.lock("electronic"),
    "unlock": lambda h: h.on_electronic("unlock", {"new_password": PIN, "face": "match"}),
    "allow": lambda h: h.on_electronic("allow-while-lost", {"password": PIN, "allowed": True}),
    "forbid": lambda h: h.on_electronic("allow-while-lost", {"password": PIN, "allowed": False}),
    "show": lambda h: h.show(),
    "show for the library": lambda h: h.show(scene="library"),
    "show for a relative": lambda h: h.show_for_relative(0),
    "show offline": lambda h: h.show_offline(),
    "take a phone": lambda h: h.take_phone(),
    "scan the last": lambda h: h.present(-1),
    "scan the first": lambda h: h.present(0),
    "scan for payment": lambda h: h.present(-1, scene="payment"),
    "pay by the last": lambda h: h.present(-1, pay=True),
    "pay what was scanned": lambda h: h.pay_scanned(),
    "refund a part": lambda h: h.refund(200),
    "refund": lambda h: h.refund(700),
    "lose for a while": lambda h: h.on_card("report-temporary-loss", {}),
    "lose": lambda h: h.on_card("report-loss", {}),
    "release": lambda h: h.on_card("release-loss", {}),
    "replace": lambda h: h.replace(),
    "lock the card": lambda h: h.lock("card"),
    "unlock the card": lambda h: h.on_card("unlock"),
    "cancel the card": lambda h: h.on_card("cancel", {"reason": "x"}),
    "freeze": lambda h: h.do(f"/v1/bank-accounts/{h.account()['id']}/freeze"),
    "unfreeze": lambda h: h.do(f"/v1/bank-accounts/{h.account()['id']}/unfreeze"),
    "add an elder": lambda h: h.add_relative("elder", 0),
    "add a spouse": lambda h: h.add_relative("spouse", 1),
    "add another spouse": lambda h: h.add_relative("spouse", 2),
    "add another": lambda h: h.add_relative("other", 0),
    "add a second other": lambda h: h.add_relative("other", 1),
    "add a third other": lambda h: h.add_relative("other", 2),
    "wait a moment": lambda h: h.desk.advance(seconds=20),
    "wait a minute": lambda h: h.desk.advance(seconds=60),
    "wait eleven days": lambda h: h.desk.advance(days=11),
    "wait ten years": lambda h: h.desk.advance(days=3_653),
}
ORDINARY = [name for name in OPERATIONS if name not in ("cancel the card", "wait ten years")]
"""Most runs don't end everything at once."""
USUAL = st.sampled_from([*ORDINARY, *ORDINARY, *OPERATIONS])


def run(operations: list[str]) -> None:
    bench = Bench().make()
    try:
        desk = Desk(bench)
        relatives = [desk.person(name=f"亲{n}") for n in range(3)]
        holder = Holder(desk, relatives)
        holder.person = desk.person(contact_phone=PHONE)
        holder.number = desk.get(f"/v1/persons/{holder.person}")["social_security_number"]
        card_id = desk.active_card(holder.person)
        [account] = desk.get(f"/v1/bank-accounts?card_id={card_id}")["data"]
        path = f"/v1/bank-accounts/{account['id']}"
        desk.post(f"{path}/activate", {"password": BANK_PIN, "reserved_phone": PHONE})
        desk.post(f"{path}/credits", {"amount_fen": MONEY})
        for channel in ("CH-1", "CH-2"):
            desk.post("/v1/electronic-card-channels", {"channel_no": channel, "name": channel})
        for name in operations:
            OPERATIONS[name](holder)
            holder.check()
    finally:
        bench.drop()


@pytest.mark.usefixtures("sqlite")
@settings(max_examples=15, deadline=None)
@given(st.lists(USUAL, min_size=5, max_size=20))
def test_no_sequence_of_operations_leaves_the_tables(operations):
    run(["sign at level 2", *operations])


@pytest.mark.long
@pytest.mark.timeout(1_800)
@pytest.mark.usefixtures("sqlite")
@settings(max_examples=200, deadline=None)
@given(st.lists(USUAL, min_size=10, max_size=50))
def test_no_long_sequence_of_operations_leaves_the_tables(operations):
    run(operations)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    "operations",
    [
        ["show", "scan the last", "scan the last", "pay by the last"],
        ["show", "wait a minute", "scan the last", "scan the first"],
        ["take a phone", "show offline", "scan the last", "scan the last"],
        ["show", "scan for payment", "pay what was scanned", "pay what was scanned", "refund"],
        ["show", "pay by the last", "refund a part", "refund", "refund a part", "refund a part"],
        ["allow", "lose for a while", "show", "forbid", "scan the last", "allow", "scan the last"],
        ["allow", "lose for a while", "wait ten years", "show", "scan the last"],
        ["lock the card", "show", "wait ten years", "show", "scan the last"],
        ["lose", "show", "replace", "show", "scan the last", "raise", "show", "pay by the last"],
        ["add an elder", "show for a relative", "pay by the last", "scan the last"],
        ["add a spouse", "add another spouse"],
        ["add another", "add a second other", "add a third other", "add a spouse"],
        ["show", "cancel the card", "scan the last"],
        ["show", "lose", "scan the last", "release", "scan the last"],
        ["freeze", "show", "pay by the last", "unfreeze", "pay by the last", "pay by the last"],
        ["unlink all", "show", "sign at level 1", "raise", "show", "pay by the last"],
    ],
)
def test_a_known_road_keeps_the_laws(operations):
    run(["sign at level 2", *operations])
