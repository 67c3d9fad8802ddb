"""The story `traveller`: one pass for the sights of two provinces, and who gets its money.

Fu Haining of Haikou buys the joint card of Hainan and Guangdong (its terms are assumed), pays it
off her card, has her face taken, and goes to a rain forest and a hot spring at home, to a tower in
Guangzhou by a code, and to a park in Shenzhen whose gate has lost its network. One gate tells too
late, one reservation is missed, and somebody else comes with the pass of Mai Lang of Guangzhou. The
month's money is shared by visits and list prices, and what venues of the other province get is
cleared between the two. In the end the worked example of the Hainan card's window, day by day. All
of it happens by the public API.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from scenarios.client import WsgiApp
from scenarios.road import Json
from scenarios.story import Telling, amount, instant, world_of
from scenarios.travel_road import (
    BATHED,
    CLEARED,
    FOREST,
    FU,
    GUANGZHOU,
    HAIKOU,
    HAN,
    JI,
    JOINT,
    MAI,
    MISSED,
    MISUSED,
    MUSEUM,
    OFFLINE,
    OVER,
    SEASIDE,
    SHARED,
    SPRING,
    START,
    SYNCED,
    TOWER,
    Travel,
)

SEED = "traveller-story"
VISITED = "2026-04"
YEAR = 2026
"""Of the window that is shown; its source tells it of 2020, when this world wasn't yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to; amounts in fen, by what they are. gates: what each said, in its
    order; months: of the joint card, by issuer, with their shares; window: see
    `travel_road.Travel.window`."""

    amounts: dict[str, int]
    gates: list[tuple[str, str, list[str]]]
    place: str
    cancelled: Json
    months: list[Json]
    statements: dict[str, list[Json]]
    claims: list[Json]
    window: dict[str, Json]
    invariants: Json

    @property
    def holds(self) -> bool:
        """All that was to be shared is, all claims are paid, and no law is broken."""
        return (
            bool(self.claims)
            and all(each["status"] == "shared" for each in self.months)
            and all(each["status"] == "paid" for each in self.claims)
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
    with world_of(base_url, key, lang, app, "a pass for two provinces", SEED) as client:
        return _Story(client, lang, out or Console(highlight=False)).play()


class _Story(Telling):
    def play(self) -> Outcome:
        self.on = Travel(self.client)
        self.amounts: dict[str, int] = {}
        self.gates: list[tuple[str, str, list[str]]] = []
        self.sold()
        self.at_home()
        self.over_there()
        self.without_network()
        place = self.missed()
        cancelled = self.misused()
        months = self.shared()
        claims, statements = self.cleared(months)
        window = self.window()
        self.heading("账实相符", "The books")
        laws = self.laws()
        told = (self.amounts, self.gates, place, cancelled)
        return Outcome(*told, months, statements, claims, window, laws)

    # ---- the pass

    def sold(self) -> None:
        on = self.on
        on.prepared()
        terms = on.terms(JOINT, "460000")
        self.heading("粤琼旅游年卡", "The joint card of Hainan and Guangdong")
        self.say(
            "两省宣布了联名卡；条款没有公开文本，这里沿用海南卡，来源标记为："
            f"{terms['policy_origin']['status']}。",
            "The two provinces announced it; its terms were not found and are taken from the "
            f"Hainan card. How far to trust them: {terms['policy_origin']['status']}.",
        )
        on.bought("fu", JOINT, on.app, "card_account")
        on.paid("fu")
        self.why(on.price("fu"))
        mine = on.activated("fu", on.agency(HAIKOU))
        on.bought("mai", JOINT, on.agency(GUANGZHOU))
        other = on.activated("mai", on.agency(GUANGZHOU))
        table = self.table(
            ("持卡人", "Cardholder"),
            ("发行地", "Issued by"),
            ("付款", "Paid"),
            ("有效期", "Good"),
            ("分给场馆", "For venues", "r"),
        )
        for who, held in ((FU, mine), (MAI, other)):
            good = f"{held['valid_from_date']} – {held['valid_to_date']}"
            issuer = self.name(held["issuer_region_code"])
            table.add_row(who.name, issuer, held["pay_by"], good, amount(held["pool_fen"]))
        self.show(table)
        left = on.bank_balance("fu")
        self.facts(("社保卡银行账户余额", "Left in the account on the card", amount(left)))
        self.amounts |= {name: mine[f"{name}_fen"] for name in ("price", "fee", "pool")}
        self.amounts["account_left"] = left

    # ---- gates

    def at_home(self) -> None:
        on = self.on
        self.heading("海口的闸机", "At the gates of Haikou")
        on.to("10:00", START)
        self.gate(FU.name, FOREST, on.arrives(FOREST, on.by_card("fu")))
        on.to("11:00", START)
        self.gate(FU.name, FOREST, on.arrives(FOREST, on.by_card("fu")))
        on.to("10:00", BATHED)
        self.gate(FU.name, SPRING, on.arrives(SPRING, on.by_card("fu")))

    def over_there(self) -> None:
        on = self.on
        on.to("10:00", OVER)
        self.heading("到广州，凭电子社保卡码", "In Guangzhou, by a code of the electronic card")
        self.gate(FU.name, TOWER, on.arrives(TOWER, on.by_code("fu", "tower")))
        booked = on.reserved("fu", MUSEUM, MISSED, 2)
        self.facts(("预约", "Reserved", f"{self.venue(MUSEUM)}, {booked['date']}"))

    def without_network(self) -> None:
        on = self.on
        on.to("20:00", OFFLINE)
        self.heading("断网的闸机，事后补传", "Gates without network tell later")
        self.gate(FU.name, SEASIDE, on.told_later(SEASIDE, "fu", f"{OFFLINE}T09:30:00+08:00"))

    def missed(self) -> str:
        """She stays at the tower while her place at the museum waits; its gate tells of it too
        late to count."""
        on = self.on
        on.to("10:00", SYNCED)
        place = str(on.place_now()["status"])
        self.gate(FU.name, TOWER, on.told_later(TOWER, "fu", f"{MISSED}T09:30:00+08:00"))
        self.facts(("博物馆的预约", "Her place at the museum", f"{MISSED}: {place}"))
        return place

    def misused(self) -> Json:
        on = self.on
        on.to("10:00", MISUSED)
        self.heading("冒用", "Somebody else's face")
        self.gate(MAI.name, FOREST, on.arrives(FOREST, on.by_card("mai")))
        for _ in range(3):
            seen = on.arrives(SPRING, on.by_card("mai"), face="mismatch")
            self.gate(self.words("陌生人", "A stranger"), SPRING, seen)
        cancelled = on.pass_now("mai")
        said = f"{cancelled['status']}: {cancelled['end_reason']}"
        self.facts((f"{MAI.name}的年卡", f"The pass of {MAI.name}", said))
        return cancelled

    def gate(self, who: str, code: str, said: Json) -> None:
        """One record of a gate: when, who, where, and what it came to."""
        reasons = [each["code"] for each in said["reasons"]]
        told = f"{instant(said['arrived_at'])} {who}, {self.venue(code)}: {said['result']}"
        if said["way"] == "offline":
            later = instant(said["created_at"])
            told += self.words(f"（{later} 补传）", f" (told at {later})")
        told += f"  [{', '.join(reasons)}]" if reasons else ""
        self.say(told, told)
        self.gates.append((code, said["result"], reasons))

    # ---- the money

    def shared(self) -> list[Json]:
        on = self.on
        on.to("10:00", SHARED)
        months = on.months(VISITED)
        self.heading(f"{VISITED} 分账", f"{VISITED} is shared")
        self.say(
            "票款减手续费后按天摊到全年，当月部分按入园次数 × 门市价分给各景点。",
            "What is left of the price is spread over the year by days; the month's part goes to "
            "the venues by visits and list prices.",
        )
        table = self.table(
            ("发行地", "Issued by"),
            ("当月", "The month's", "r"),
            ("景点", "Venue"),
            ("所在地", "In"),
            ("次", "Visits", "r"),
            ("权重", "Weight", "r"),
            ("分得", "Gets", "r"),
        )
        for month in months:
            issuer, pool = self.name(month["issuer_region_code"]), amount(month["pool_fen"])
            for share in month["shares"]:
                venue = self.venue(share["venue_code"]), self.name(share["region_code"])
                counts = str(share["visits"]), amount(share["weight"]), amount(share["amount_fen"])
                table.add_row(issuer, pool, *venue, *counts)
            table.add_section()
        self.show(table)
        return months

    def cleared(self, months: Sequence[Json]) -> tuple[list[Json], dict[str, list[Json]]]:
        on = self.on
        on.to("10:00", CLEARED)
        claims = on.claims("travel_pass")
        self.heading("两省之间清算", "Cleared between the provinces")
        table = self.table(
            ("周期", "Period"),
            ("付款地区", "Pays"),
            ("收款地区", "Is paid"),
            ("景点", "For"),
            ("金额", "Amount", "r"),
            ("状态", "Status"),
            ("周期状态", "The period"),
        )
        for each in claims:
            ends = self.name(each["home_region_code"]), self.name(each["care_region_code"])
            to, due = self.venue(each["payee_party"]), amount(each["due_fen"])
            state = on.cycle(each)["cycle"]["status"]
            table.add_row(each["period"], *ends, to, due, each["status"], state)
        self.show(table)
        visited = sorted({share["venue_code"] for month in months for share in month["shares"]})
        statements = {code: on.statements(code, VISITED) for code in visited}
        self.say("各景点的结算单：", "The statement of each venue:")
        for code, lines in statements.items():
            total = sum(line["amount_fen"] for line in lines)
            parts = " + ".join(amount(line["amount_fen"]) for line in lines)
            self.facts((*(self.venue(code),) * 2, f"{parts} = {amount(total)}"))
        return claims, statements

    # ---- the window

    def window(self) -> dict[str, Json]:
        seen = self.on.window(YEAR)
        bought, waits, began = (seen[f"han {each}"] for each in ("bought", "waits", "began"))
        after = seen["han activated"]
        [why] = seen["han without photo"]["reasons"]
        self.heading("海南年卡的 90 天", "The 90 days of the Hainan card")
        self.facts(
            ("购买", "Bought", f"{bought['bought_date']}, {amount(bought['price_fen'])}"),
            ("可激活或退款至", "Activate or give back until", bought["activate_until_date"]),
            ("最后一天", "On that day", f"{HAN.name}: {waits['status']}"),
            ("当天退款", "Given back that day", f"{JI.name}: {seen['ji gave back']['status']}"),
            ("次日自动生效", "The day after", f"{began['status']} {began['valid_from_date']}"),
            ("此后退款", "Given back then", self.on.refusal),
            ("未拍照入园", "At a gate without photo", why["code"]),
            ("补拍照后", "With one", seen["han came in"]["result"]),
            ("最后有效日", "Its last day", after["valid_to_date"]),
        )
        self.say(
            "来源中的例子是 2020-08-01 购买、2021-10-29 到期；月日相同。",
            "The example of its source is bought on 2020-08-01 and ends on 2021-10-29: the same "
            "days of the year.",
        )
        return seen

    # ---- words

    def why(self, steps: Sequence[Any]) -> None:
        for step in steps:
            self.say(*(f"· {step['text']}",) * 2)

    def venue(self, code: str) -> str:
        found = self.on.venue(code)
        return self.words(found["name_zh"], found["name_en"])
