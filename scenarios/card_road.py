"""The life of a card as single steps: applied for in another province, made, used, lost, replaced.

The story `card`, the journeys and the fuzz run can all walk it. Every key is fixed. The bank
is ours, or played by the caller: then its files are read and answered here, as a bank's
system would.
"""

import base64
import zlib
from dataclasses import dataclass, field
from typing import Any

from scenarios.client import Client, Refused
from scenarios.road import CHENGDU, CHONGQING, Json, advanced

BANK = "629990"
REFUSED_PHONE, GOOD_PHONE = "19900000091", "19900000001"
"""The first makes our bank return the application; see docs/fixtures.md."""
CARD_PASSWORD, BANK_PASSWORD, CODE_PASSWORD = "471592", "830264", "605913"
CHANNEL = "STORY"
BALANCE_FEN = 88_000


@dataclass
class Walk:
    """One cardholder's way. `owner` is the world's owner; the parties act through it.

    `plays_bank`: the caller is the bank, too. `stride`: how far the clock is moved before
    the production is looked at again.
    """

    owner: Client
    plays_bank: bool = False
    stride: str = "P1D"
    person: Json = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chengdu = self._party("人社 Chengdu", "agency", CHENGDU)
        self.chongqing = self._party("人社 Chongqing", "agency", CHONGQING)
        self.bank = self._party("Demo Bank", "bank", None)
        self.metro = self._party("Metro", "transit", None)
        if self.plays_bank:
            body = {"played_by": "outside", "answer_within_s": 864_000}
            self.bank.post(f"/v1/banks/{BANK}/play", body, key="play-bank")

    def _party(self, name: str, role: str, region: str | None) -> Client:
        body = {"name": name.split()[-1] + " " + role, "role": role}
        if region:
            body["region_code"] = region
        parties = self.owner.every("/sandbox/v1/parties")
        if not any(party["name"] == body["name"] for party in parties):
            self.owner.post("/sandbox/v1/parties", body)
        return self.owner.again(act_as=body["name"])

    # ---- a card

    def registered(self) -> Json:
        """A person of Chengdu, who lives in Chongqing."""
        self.person = self.chengdu.post(
            "/v1/persons",
            {
                "name": "何宁",
                "sex": "female",
                "birth_date": "1993-11-08",
                "region_code": CHENGDU,
                "residence_region_code": CHONGQING,
                "contact_phone": GOOD_PHONE,
            },
            key="card-story-person",
        )
        return self.person

    def applied(self, kind: str, key: str, phone: str = GOOD_PHONE) -> Json:
        """Apply in Chongqing for a card of Chengdu."""
        made: Json = self.chongqing.post(
            "/v1/applications",
            {
                "person_id": self.person["id"],
                "kind": kind,
                "region_code": CHENGDU,
                "bank_code": BANK,
                "contact_phone": phone,
            },
            key=key,
        )
        return made

    def application(self, made: Json) -> Json:
        found: Json = self.owner.get(f"/v1/applications/{made['id']}")
        return found

    def made_until(self, made: Json, wanted: tuple[str, ...], looks: int = 60) -> list[Json]:
        """Move the clock until production is there; each state that was seen, once."""
        states: list[Json] = []
        for _ in range(looks):
            now = self.application(made)
            if not states or states[-1]["production_status"] != now["production_status"]:
                states.append(now)
            if now["production_status"] in wanted:
                return states
            if now["production_status"] == "sent_to_bank" and self.plays_bank:
                self.bank_returns(now)
                continue
            advanced(self.owner, by=self.stride)
        raise AssertionError(f"never got to {wanted}: {states[-1]['production_status']}")

    def bank_returns(self, made: Json) -> Json:
        """As the bank: read its file, and return the row as its phone says."""
        path = f"/v1/production-batches/{made['batch_id']}"
        sent = self.bank.get(f"{path}/file", {"stage": "bank"})["content"]
        text = bank_return(sent)
        back = base64.b64encode(text.encode()).decode()
        body = {"stage": "bank", "content_base64": back}
        done: Json = self.bank.post(f"{path}/returns", body, key=f"return:{made['batch_id']}")
        self.seen.append("bank_returned_file")
        return done

    def corrected(self, made: Json) -> Json:
        path = f"/v1/applications/{made['id']}/correct"
        done: Json = self.chongqing.post(path, {"contact_phone": GOOD_PHONE}, key="correct")
        return done

    def collected(self, made: Json, key: str) -> Json:
        """Collect and enable in Chongqing; the card."""
        path = f"/v1/applications/{made['id']}/collect"
        done = self.chongqing.post(path, key=f"collect:{key}")
        card_path = f"/v1/cards/{done['card_id']}"
        card: Json = self.chongqing.post(f"{card_path}/enable", key=f"enable:{key}")
        return card

    def account_of(self, card: Json) -> Json:
        found: Json = self.owner.get("/v1/bank-accounts", {"card_id": card["id"]})["data"][0]
        return found

    def activated(self, card: Json, key: str) -> Json:
        """Activate the account at the bank; one that plays outside confirms it."""
        path = f"/v1/bank-accounts/{self.account_of(card)['id']}"
        body = {"password": BANK_PASSWORD, "reserved_phone": GOOD_PHONE}
        self.bank.post(f"{path}/activate", body, key=f"activate:{key}")
        if self.plays_bank:
            self._answered()
        return self.account_of(card)

    def _answered(self) -> None:
        for order in self.bank.get("/v1/bank-orders", {"status": "waiting"})["data"]:
            path = f"/v1/bank-orders/{order['id']}/answer"
            self.bank.post(path, {"return_code": "00"}, key=f"answer:{order['id']}")

    # ---- its use

    def signed(self) -> Json:
        """An electronic card of level 2, by the owner's channel."""
        self.owner.post(
            "/v1/electronic-card-channels", {"channel_no": CHANNEL, "name": "一卡通"}, key="channel"
        )
        made: Json = self.owner.post(
            "/v1/electronic-cards",
            {
                "channel_no": CHANNEL,
                "sign_no": "STORY-1",
                "name": self.person["name"],
                "social_security_number": self.person["social_security_number"],
                "password": CODE_PASSWORD,
                "face": "match",
                "level": 2,
                "reserved_phone": GOOD_PHONE,
            },
            key="sign",
        )
        return made

    def shown(self, electronic: Json, key: str) -> Json:
        body = {"electronic_card_id": electronic["id"], "scene": "transit"}
        code: Json = self.owner.post("/v1/codes", body, key=f"code:{key}")
        return code

    def scanned(self, code: Json, key: str) -> Json:
        body = {"text": code["text"], "scene": "transit"}
        done: Json = self.metro.post("/v1/code-scans", body, key=f"scan:{key}")
        return done

    def refused_scan(self, code: Json, key: str) -> str:
        """The code of the refusal when it is shown once more."""
        try:
            self.scanned(code, key)
        except Refused as refused:
            return refused.code
        raise AssertionError("a code was scanned twice")

    def paid_in(self, card: Json) -> Json:
        path = f"/v1/bank-accounts/{self.account_of(card)['id']}/credits"
        done: Json = self.bank.post(path, {"amount_fen": BALANCE_FEN}, key="pay-in")
        return done

    def lost(self, card: Json) -> Json:
        """Lost: by telephone at once, then in person, to both sides."""
        path = f"/v1/cards/{card['id']}"
        body = {"channel": "telephone_12333"}
        self.owner.post(f"{path}/report-temporary-loss", body, key="temporary-loss")
        done: Json = self.chengdu.post(f"{path}/report-loss", {}, key="loss")
        account = f"/v1/bank-accounts/{self.account_of(card)['id']}"
        self.bank.post(f"{account}/report-loss", {"kind": "formal"}, key="bank-loss")
        if self.plays_bank:
            self._answered()
        return done


def bank_return(sent: str) -> str:
    """The bank's answer to its file: `02` for the phone it doesn't like, else an account."""
    lines = sent.splitlines()
    head = lines[0].replace("|out|", "|back|")
    rows = []
    for number, line in enumerate(lines[1:-1], start=1):
        _, _, application_id, _, _, phone = line.split("|")
        if phone == REFUSED_PHONE:
            rows.append(f"ROW|{number}|{application_id}|02||户名与证件不符")
        else:
            rows.append(f"ROW|{number}|{application_id}|00|{_account(application_id)}|")
    total = sum(zlib.crc32(row.encode()) for row in rows)
    return "\n".join([head, *rows, f"TRL|{len(rows)}|{total}"]) + "\n"


def _account(application_id: str) -> str:
    """A UnionPay-style number of this bank, drawn from the application, with Luhn's digit."""
    body = f"{BANK}{zlib.crc32(application_id.encode()):012d}"
    doubled = [
        int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    ]
    total = sum(number // 10 + number % 10 for number in doubled)
    return body + str(-total % 10)


def walked(walk: Walk) -> dict[str, Any]:
    """The whole way; what was seen on it, for a test or a story to tell."""
    walk.registered()
    first = walk.applied("first_issue", "apply-1", REFUSED_PHONE)
    failed = walk.made_until(first, ("bank_return_failed",))
    walk.corrected(first)
    production = walk.made_until(first, ("at_branch",))
    card = walk.collected(first, "1")
    account = walk.activated(card, "1")
    walk.paid_in(card)
    electronic = walk.signed()
    code = walk.shown(electronic, "1")
    scan = walk.scanned(code, "1")
    again = walk.refused_scan(code, "2")
    walk.lost(card)
    second = walk.applied("replacement", "apply-2")
    replaced = walk.made_until(second, ("at_branch",))
    new_card = walk.collected(second, "2")
    old_card = walk.owner.get(f"/v1/cards/{card['id']}")
    new_account = walk.activated(new_card, "2")
    later = walk.scanned(walk.shown(electronic, "3"), "3")
    return {
        "failed": failed,
        "production": production,
        "card": card,
        "account": account,
        "electronic": electronic,
        "code": code,
        "scan": scan,
        "scanned_again": again,
        "replaced": replaced,
        "old_card": old_card,
        "new_card": new_card,
        "new_account": new_account,
        "later_scan": later,
        "moves": walk.owner.every(f"/v1/cards/{card['id']}/moves"),
        "uses": walk.owner.every(f"/v1/persons/{walk.person['id']}/uses"),
    }
