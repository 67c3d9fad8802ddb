"""The story `card`: a social security card from its application to its replacement.

He Ning is insured in Chengdu and lives in Chongqing, where she applies for her first card.
The bank returns the application once, it is corrected, the card is made, collected, enabled
and used: its code is shown and scanned. Then the card is lost and replaced. Every date is
moved by the sandbox clock, and all of it happens by the public API.
"""

import contextlib
import io
from dataclasses import dataclass

import segno
from rich.console import Console
from rich.text import Text

from scenarios import road
from scenarios.card_road import BALANCE_FEN, REFUSED_PHONE, Walk
from scenarios.client import Client, ClientError, WsgiApp
from scenarios.road import CHENGDU, CHONGQING, Json
from scenarios.story import Telling, amount, instant

SEED = "card-story"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to."""

    new_card: Json
    invariants: Json

    @property
    def holds(self) -> bool:
        """The replacement is in use and no law is broken."""
        return self.new_card["status"] == "active" and bool(self.invariants["holds"])


def play(
    base_url: str,
    key: str = "",
    lang: str = "zh",
    out: Console | None = None,
    *,
    app: WsgiApp | None = None,
) -> Outcome:
    """Play the story on a running simulator and print it; see `story.play`."""
    manager = Client(base_url, key, lang, app=app)
    world = manager.post(
        "/sandbox/v1/sandboxes", {"name": "the card story", "preset": "demo", "seed": SEED}
    )
    client = manager.again(key=world["key"])
    try:
        return _Story(client, lang, out or Console(highlight=False)).play()
    finally:
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


class _Story(Telling):
    def play(self) -> Outcome:
        self.walk = Walk(self.client)
        first = self.apply()
        self.produce(first)
        card = self.collect(first)
        electronic = self.sign(card)
        self.scan(electronic)
        self.lose(card)
        new_card = self.replace(card, electronic)
        return self.end(card, new_card)

    # ---- the parts

    def apply(self) -> Json:
        person = self.walk.registered()
        made = self.walk.applied("first_issue", "apply-1", REFUSED_PHONE)
        self.heading("跨省申领", "An application in another province")
        self.facts(
            ("申领人", "Applicant", f"{person['name']} ({person['birth_date']})"),
            ("发卡地", "Issuing area", self.region(CHENGDU)),
            ("受理地", "Applied for in", self.region(CHONGQING)),
            ("状态", "State", self.state(made)),
            ("沙箱时钟", "Sandbox clock", self.now()),
        )
        return made

    def produce(self, made: Json) -> None:
        failed = self.walk.made_until(made, ("bank_return_failed",))[-1]
        self.heading("制卡", "Production")
        reason = failed["failure_reason"]
        self.say(
            f"{self.now()} 银行退回（{failed['failure_code']}）：{reason}。改正电话后重新制卡。",
            f"{self.now()}: the bank returned it ({failed['failure_code']}). With another phone "
            "number it goes into production again.",
        )
        self.walk.corrected(made)
        table = self.table(("日期", "Day"), ("状态", "State"), ("卡", "Card"), ("人员", "Person"))
        for state in self.walk.made_until(made, ("at_branch",)):
            table.add_row(
                instant(state["updated_at"]),
                state["production_status"],
                state.get("card_code", ""),
                f"{state['person_code']} {state['person_status']}",
            )
        self.show(table)

    def collect(self, made: Json) -> Json:
        card = self.walk.collected(made, "1")
        account = self.walk.activated(card, "1")
        self.walk.paid_in(card)
        line = self.client.get(f"/v1/cards/{card['id']}/reader-line")
        self.heading("领卡与启用", "Collected and enabled")
        self.facts(
            ("卡号", "Card number", card["card_number"]),
            ("卡识别码", "Identification code", card["card_identification_code"]),
            ("社会保障应用", "Social application", f"{card['status_code']} {card['status']}"),
            ("金融账户", "Bank account", f"{account['account_number']} {account['status']}"),
            ("入账", "Paid in", amount(BALANCE_FEN)),
        )
        self.say("读卡串：", "What a reader says:")
        self.say(line["line"], line["line"])
        return card

    def sign(self, card: Json) -> Json:
        electronic = self.walk.signed()
        self.heading("电子社保卡", "The electronic card")
        self.facts(
            ("级别", "Level", str(electronic["level"])),
            ("可用", "Usable", self.words("是", "yes") if electronic["usable"] else "-"),
        )
        return electronic

    def scan(self, electronic: Json) -> None:
        code = self.walk.shown(electronic, "1")
        self.heading("亮码乘车", "A code is shown and scanned")
        drawn = io.StringIO()
        segno.make_qr(code["text"], error="l").terminal(drawn, border=1, compact=True)
        self.out.print(Text.from_ansi(drawn.getvalue()))
        scan = self.walk.scanned(code, "1")
        again = self.walk.refused_scan(code, "2")
        self.facts(
            ("有效至", "Good until", code["expires_at"][:19].replace("T", " ")),
            ("扫码", "Scanned for", f"{scan['scene']}, {scan['pseudonym'][:12]}…"),
            ("再次扫码", "Scanned again", again),
        )

    def lose(self, card: Json) -> None:
        lost = self.walk.lost(card)
        self.heading("挂失", "Lost")
        self.facts(
            ("社会保障应用", "Social application", f"{lost['status_code']} {lost['status']}"),
            ("金融账户", "Bank account", self.walk.account_of(card)["status"]),
        )

    def replace(self, card: Json, electronic: Json) -> Json:
        made = self.walk.applied("replacement", "apply-2")
        states = self.walk.made_until(made, ("at_branch",))
        new_card = self.walk.collected(made, "2")
        account = self.walk.activated(new_card, "2")
        old = self.client.get(f"/v1/cards/{card['id']}")
        later = self.walk.scanned(self.walk.shown(electronic, "3"), "3")
        self.heading("补卡", "Replaced")
        self.facts(
            ("申请", "Applied", instant(states[0]["created_at"])),
            ("领取", "Collected", self.now()),
            ("原卡", "The old card", f"{old['card_number']} {old['status']}"),
            ("新卡", "The new card", f"{new_card['card_number']} {new_card['status']}"),
            ("余额随卡转移", "The balance moved over", amount(account["balance_fen"])),
            ("电子社保卡无需重签", "The electronic card goes on", later["scene"]),
        )
        return new_card

    def end(self, card: Json, new_card: Json) -> Outcome:
        self.heading("留痕", "What the holder can see")
        table = self.table(("时间", "When"), ("动作", "Move"), ("渠道", "By"), ("经办", "Who"))
        for move in self.client.every(f"/v1/cards/{card['id']}/moves"):
            table.add_row(
                instant(move["created_at"]), move["move"], move["channel"], move["actor_role"]
            )
        self.show(table)
        laws = road.invariants(self.client)
        if laws["holds"]:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        else:
            told = ", ".join(law["id"] for law in laws["checks"] if not law["holds"])
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        return Outcome(new_card, laws)

    # ---- how it is said

    def state(self, made: Json) -> str:
        return f"{made['production_status']} ({made['person_code']} {made['person_status']})"

    def now(self) -> str:
        return instant(self.client.get("/sandbox/v1/clock")["now"])
