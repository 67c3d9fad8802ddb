"""The story `life`: a working life, from the first contribution to the survivor benefit.

Jiang Yuan is twenty-two when he starts work in Chengdu. He loses the work, draws the benefit,
finds other work in Chongqing, takes his pension along without any money moving for his case, is
hurt, saves for himself, renews his card every ten years, comes home, retires at the age of the
reform of 2025, draws his pension, misses a certification, and dies; his daughter gets what is
left. All of it happens by the public API. Contributions are charged and paid month by month where
the story stops at them; those of the long years in Chongqing are taken over from its files.
"""

import contextlib
from dataclasses import dataclass

from rich.console import Console

from scenarios import road
from scenarios.benefits.desk import CHENGDU, CHONGQING
from scenarios.client import Client, ClientError, Refused, WsgiApp
from scenarios.life_road import AVERAGE, LAST, NAMES, SECOND
from scenarios.life_telling import WorkingYears
from scenarios.road import Json
from scenarios.story import amount

RETIRED, ADJUSTED, DIED = "2067-02", 2068, "2074-10-20"
"""He was born in February 2004: the legal age of men is 63 by then."""

SEED = "life-story"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to; amounts in fen, by what they are."""

    amounts: dict[str, int]
    cards: list[Json]
    cycles: list[Json]
    pension: Json
    recovery: Json
    invariants: Json

    @property
    def holds(self) -> bool:
        """What was estimated was granted, all is closed and paid back, and no law is broken."""
        return (
            self.amounts["estimate"] == self.amounts["pension"]
            and all(each["cycle"]["status"] == "closed" for each in self.cycles)
            and (self.pension["status"], self.pension.get("ended_for")) == ("stopped", "died")
            and self.recovery["status"] == "settled"
            and bool(self.invariants["holds"])
        )


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
        "/sandbox/v1/sandboxes", {"name": "a working life", "preset": "demo", "seed": SEED}
    )
    client = manager.again(key=world["key"])
    try:
        return _Story(client, lang, out or Console(highlight=False)).play()
    finally:
        with contextlib.suppress(ClientError):  # what went wrong before it matters more
            manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        client.close()
        manager.close()


class _Story(WorkingYears):
    def play(self) -> Outcome:
        self.first_work()
        self.without_work()
        moved = self.moves()
        self.hurt()
        self.saves()
        self.life.paid(SECOND, 2)
        self.life.to(20)
        out = self.cleared(moved)
        cards = self.long_years()
        back = self.comes_home()
        self.retires()
        home = self.cleared(back)
        self.paused()
        self.adjusted()
        recovery = self.dies()
        return self.end(cards, [out, home], recovery)

    # ---- old age

    def comes_home(self) -> Json:
        life = self.life
        life.to(1, 1)
        life.hired(LAST, AVERAGE)
        life.paid(LAST)
        moved = life.moves_pension(CHONGQING, CHENGDU, "return")
        claim = life.claim_of(moved)
        life.paid(LAST, 2)
        self.heading("回到成都", "Home to Chengdu")
        self.facts(("用人单位", "Employer", f"{NAMES[LAST]}, {self.region(CHENGDU)}"))
        self.moved(moved, claim)
        self.amounts["moved_home"] = claim["clearing_fen"]
        return claim

    def retires(self) -> None:
        life = self.life
        asked_at = self.now()
        estimate = life.estimated(RETIRED)
        life.paid(LAST)
        pension = life.retires(RETIRED)
        life.leaves("retired")
        life.to(20, 1)
        [first] = life.rolls()
        drawn = life.draws_savings()
        self.heading("退休", "Retirement")
        self.facts(
            ("出生", "Born", life.who.person["birth_date"]),
            ("法定退休", "Legal age", self.age(estimate["age_months"], RETIRED)),
            ("测算于", "Estimated on", f"{asked_at}: {amount(estimate['pension_fen'])}"),
            ("核定（HRSS-020）", "Granted (HRSS-020)", amount(pension["monthly_amount_fen"])),
        )
        self.why(pension)
        self.facts(
            ("首月到卡", "Onto the card", self.line(first)),
            ("个人养老金领取（HRSS-041）", "Private pension (HRSS-041)", amount(drawn["net_fen"])),
        )
        self.why(drawn)
        life.to(20, 1)
        self.amounts["estimate"] = estimate["pension_fen"]
        self.amounts["pension"] = pension["monthly_amount_fen"]
        self.amounts["saved_net"] = drawn["net_fen"]

    def paused(self) -> None:
        life = self.life
        life.at("2068-05-20")
        paused = life.pension_now()
        last = life.rolls()[-1]
        life.certified()
        life.resumed()
        life.to(12, 1)
        behind = life.rolls()[-1]
        self.heading("漏了资格认证", "A certification that was missed")
        self.facts(
            ("认证有效期至", "Certified until", paused["certified_until"]),
            ("最后一笔", "The last month", self.line(last)),
            ("暂停", "Paused", f"{paused['paused_from']}: {paused['paused_for']}"),
            ("补认证、恢复", "Certified, resumed", "HRSS-022, HRSS-023"),
            ("恢复当月及补发", "Paid, and behind", self.line(behind)),
        )
        self.amounts["behind"] = behind["arrears_fen"]

    def adjusted(self) -> None:
        life = self.life
        self.heading("养老金年度调整", "The yearly adjustment")
        try:
            life.adjustment(ADJUSTED)
        except Refused as refusal:
            self.say(
                f"四川 {ADJUSTED} 年的调整标准尚未公布（{refusal.code}），由沙箱所有者自拟载入：",
                f"Nobody has published Sichuan's figures of {ADJUSTED} ({refusal.code}); the "
                "owner of the sandbox loads invented ones:",
            )
        life.figures_invented()
        done = life.adjustment(ADJUSTED)
        life.to(12, 1)
        line = life.rolls()[-1]
        self.why(life.explained())
        self.facts(
            ("人数", "Pensioners", str(done["adjusted_count"])),
            ("调整后到卡", "Onto the card", self.line(line)),
        )
        self.amounts["adjusted"] = line["amount_fen"]
        self.amounts["adjusted_behind"] = line["arrears_fen"]

    def dies(self) -> Json:
        life = self.life
        for year in range(ADJUSTED + 1, 2075):
            life.at(f"{year}-05-10")
            life.certified()
        heir = life.child()
        life.at("2074-11-15")
        over = life.rolls()[-1]
        life.died(DIED)
        benefit = life.survivor_benefit()
        recovery = life.gives_back(life.recovery())
        left = life.account_left()
        ended = life.pension_now()
        self.heading("身故，遗属待遇", "Death, and who is left")
        self.facts(
            ("身故", "Died", DIED),
            ("养老金", "The pension", f"{ended['status']}: {ended['ended_for']}"),
            ("多发", "Paid too much", self.line(over)),
            ("追回", "Given back", f"{recovery['status']}, {amount(recovery['given_back_fen'])}"),
            ("遗属", "Who claims", f"{heir.person['name']} ({heir.person['birth_date']})"),
        )
        self.say(
            "丧葬补助金和抚恤金（HRSS-025）：", "Funeral grant and survivor benefit (HRSS-025):"
        )
        self.why(benefit)
        self.say("个人账户余额（HRSS-024）：", "What was left in the account (HRSS-024):")
        self.why(left)
        card = life.desk.balance(life.heirs_account)
        self.facts(("遗属卡上", "On her card", amount(card)))
        self.amounts["survivor"] = benefit["amount_fen"]
        self.amounts["account_left"] = left["amount_fen"]
        self.amounts["heirs_card"] = card
        return recovery

    def end(self, cards: list[Json], cycles: list[Json], recovery: Json) -> Outcome:
        self.heading("账实相符", "The books")
        laws = road.invariants(self.client)
        if laws["holds"]:
            count = len(laws["checks"])
            self.say(f"全部 {count} 条不变式成立。", f"All {count} invariants hold.")
        else:
            told = ", ".join(law["id"] for law in laws["checks"] if not law["holds"])
            self.say(f"不成立的不变式：{told}。", f"Invariants that don't hold: {told}.")
        pension = self.life.pension_now()
        return Outcome(self.amounts, cards, cycles, pension, recovery, laws)

    # ---- how it is said

    def age(self, months: int, month: str) -> str:
        years = months // 12
        return self.words(f"{years} 周岁，{month}", f"{years} years, {month}")

    def line(self, month: Json) -> str:
        """A month of the pension, and what was paid behind with it."""
        told = f"{month['month']}: {amount(month['amount_fen'])}"
        return told + (f" + {amount(month['arrears_fen'])}" if month["arrears_fen"] else "")
