"""The story `commute`: a day of taps in Chengdu and Chongqing, and what becomes of the money.

Cards of each city ride in the other, and have the concessions of the place: a woman of 76 from
Chongqing pays 90 % at home and rides free in Chengdu, but for the peak. A code and a bank card
open gates, a lost card doesn't, one gate loses its network and is brought a forged tap, somebody
forgets to tap out. The day is batched, what purses of one region owe operators of the other is
claimed and paid, a ride is disputed, and the regions pay for their concessions. All of it happens
by the public API.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from scenarios import road
from scenarios.client import WsgiApp
from scenarios.commute_road import (
    CAST,
    CD,
    CHUNXI,
    COLLEGE,
    CQ,
    DAY,
    EAST,
    JIAOCHANG,
    NEXT,
    NORTH,
    SHAPING,
    SHIQIAO,
    SOUTH,
    TIANFU,
    VEHICLE,
    XIAOSHI,
    XIPU,
    Commute,
)
from scenarios.road import CHENGDU, Json
from scenarios.story import Telling, amount, instant, world_of

SEED = "commute-story"
DAY_AFTER, CLEARED, FORMS, PAID = "2026-04-04", "2026-04-15", "2026-05-11", "2026-06-01"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to; amounts in fen, by what they are."""

    amounts: dict[str, int]
    uploaded: list[str]
    batches: list[Json]
    claims: list[Json]
    forms: list[Json]
    invariants: Json

    @property
    def holds(self) -> bool:
        """All batches are cleared, all claims and claim forms paid, and no law is broken."""
        return (
            all(each["status"] == "cleared" for each in self.batches)
            and all(each["status"] == "paid" for each in (*self.claims, *self.forms))
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
    with world_of(base_url, key, lang, app, "a day of taps", SEED) as client:
        return _Story(client, lang, out or Console(highlight=False)).play()


class _Story(Telling):
    def play(self) -> Outcome:
        self.day = Commute(self.client)
        self.amounts: dict[str, int] = {}
        self.before()
        self.morning()
        self.to_chongqing()
        self.away()
        self.without_card()
        self.lost()
        offline = self.offline()
        forgotten = self.forgets()
        uploaded = self.synced(*offline)
        self.disputes()
        self.repaired(forgotten)
        return self.end(uploaded, *self.cleared())

    # ---- the parts

    def before(self) -> None:
        day = self.day
        day.prepared()
        self.heading("出门之前", "Before they leave")
        table = self.table(
            ("持卡人", "Cardholder"),
            ("出生", "Born"),
            ("发卡地", "Card of"),
            ("卡种", "Kind"),
            ("余额", "Balance", "r"),
        )
        for key in day.cards:
            who = CAST[key]
            held = amount(day.balance(key))
            table.add_row(who.name, who.born.isoformat(), self.name(who.home), who.kind, held)
        self.show(table)
        self.say(
            f"{CAST['lin'].name}的余额由社保卡银行账户圈存，其余在柜台现金充值；"
            f"{CAST['he'].name}有学生优待资格。",
            f"{CAST['lin'].name} tops up from the bank account of the card, the others in cash at "
            f"a counter; {CAST['he'].name} is a student.",
        )

    def morning(self) -> None:
        day = self.day
        self.heading(f"{DAY} 早高峰", f"The morning of {DAY}")
        self.rode("he", day.ride("he", "06:50", XIPU, TIANFU, "07:25"), "he")
        self.rode("lin", day.ride("lin", "07:40", XIPU, EAST, "08:15"), "lin")
        self.rode("tang", day.ride("tang", "08:20", JIAOCHANG, SHAPING, "08:50"), "tang_home")

    def to_chongqing(self) -> None:
        day = self.day
        day.to("10:30")
        bus = day.journey(day.tap("lin", "ride", VEHICLE))
        self.heading("成都卡到重庆：公交换轨道", "A Chengdu card in Chongqing: bus, then rail")
        self.rode("lin", bus, "bus")
        rail = day.ride("lin", "10:50", XIAOSHI, SHIQIAO, "11:15")
        self.rode("lin", rail, "transfer")

    def away(self) -> None:
        day = self.day
        self.heading(
            "重庆卡到成都：按当地优惠", "Chongqing cards in Chengdu: the local concessions"
        )
        self.rode("zhou", day.ride("zhou", "11:20", TIANFU, EAST, "11:45"), "zhou")
        self.code = self.by_code("11:50", "12:10")
        self.rode("tang", day.ride("tang", "13:00", TIANFU, SOUTH, "13:15"), "tang_away")
        self.say(
            "同一位老人在重庆按 90% 收费；成都 70 岁以上非高峰免费，外地卡同享。",
            "At home the same woman pays 90 %: Chengdu lets everybody of 70 ride free outside the "
            "peak, and cards of other cities too.",
        )

    def by_code(self, out: str, back: str) -> Json:
        day = self.day
        day.to(out)
        day.by_code("entry", CHUNXI)
        day.to(back)
        left = day.by_code("exit", NORTH)
        road.calm(self.client)
        return day.journey(left)

    def without_card(self) -> None:
        day = self.day
        self.heading("二维码和银行卡", "A code, and a bank card")
        self.rode("qin", self.code, "code")
        left = day.bank_balance("qin")
        self.facts(("社保卡银行账户余额", "Left in the account on the card", amount(left)))
        day.to("13:30")
        day.by_bank_card("entry", TIANFU)
        day.to("13:40")
        ride = day.journey(day.by_bank_card("exit", CHUNXI))
        approved = day.approved(ride)
        self.rode(None, day.get(f"/v1/transit-journeys/{ride['id']}"), "open_loop")
        self.say(
            f"收单机构 {approved['status']}；银行卡没有卡优惠。",
            f"The acquirer: {approved['status']}. A bank card has no concession.",
        )
        self.amounts["account_left"] = left

    def lost(self) -> None:
        day = self.day
        day.to("14:00")
        card = day.lost("luo")
        day.to("14:20")
        found = day.tap("luo", "entry", TIANFU)
        self.heading("丢失的卡", "A lost card")
        self.facts(
            ("挂失", "Reported", f"{CAST['luo'].name}, {instant(card['lost_at'])}"),
            ("持卡人承担至", "Its holder carries until", instant(card["carried_until"])),
            ("14:20 拾卡人刷卡", "Somebody taps with it", f"{found['result']}: {found['code']}"),
        )

    def offline(self) -> tuple[Json, Json]:
        """Zhou goes in where there is no network, and out where there is: no entry is known."""
        day = self.day
        day.to("17:00")
        load = day.goes_offline(EAST)
        self.heading("一台闸机断网", "A gate without network")
        self.facts(("黑名单可用至", "Its hot list is good until", instant(load["good_until"])))
        self.rode("tang", day.ride("tang", "17:40", SOUTH, TIANFU, "17:55"), "tang_peak")
        day.to("18:00")
        day.chip("zhou", "entry", EAST)
        day.to("18:25")
        out = day.tap("zhou", "exit", TIANFU)
        self.rode("zhou", day.journey(out), "no_entry")
        day.to("18:30")
        inside = day.tap("he", "entry", TIANFU)
        day.to("18:50")
        day.chip("he", "exit", EAST, 200)
        day.forged()
        self.say(
            f"闸机排队 {len(day.queue)} 笔，其中一笔被人改小了金额。",
            f"The gate has queued {len(day.queue)} taps; somebody made the amount of one smaller.",
        )
        return out, inside

    def forgets(self) -> Json:
        """Lin is out of the station with the crowd, by a gate that stood open."""
        self.day.to("19:30")
        return self.day.tap("lin", "entry", SHAPING)

    def synced(self, out: Json, inside: Json) -> list[str]:
        day = self.day
        day.to("21:00")
        lines = day.synced("gate-east-0402")
        self.heading("21:00 补传", "21:00, the gate syncs")
        table = self.table(
            ("序", "No", "r"),
            ("类型", "Kind"),
            ("时间", "At"),
            ("结果", "Result"),
            ("代码", "Code"),
        )
        for line in lines:
            moment = instant(line["tapped_at"])[11:]
            table.add_row(str(line["ordinal"]), line["kind"], moment, line["result"], line["code"])
        self.show(table)
        self.zhou = day.journey(day.get(f"/v1/taps/{out['id']}"))
        self.rode("zhou", self.zhou, "folded_anew")
        self.rode("he", day.journey(day.get(f"/v1/taps/{inside['id']}")), "offline")
        self.say(
            "补上进站后行程重新计算，多收的退回钱包。",
            "With the entry the journey is worked out anew; what was too much goes back.",
        )
        return [line["code"] for line in lines]

    def disputes(self) -> None:
        day = self.day
        day.to("10:00", NEXT)
        raised = day.disputed(self.zhou, 0)
        day.to("11:00", NEXT)
        decided = day.upheld(raised, CHENGDU)
        after = day.get(f"/v1/transit-journeys/{self.zhou['id']}")
        self.heading(f"{NEXT} 争议", f"{NEXT}: a dispute")
        self.facts(
            ("理由", "Why", f"{raised['reason']}: {amount(raised['charged_fen'])}"),
            ("答复期限", "Answer by", instant(raised["answer_by"])),
            ("运营方", "The operator", f"{decided['status']}: {decided['note']}"),
            ("改为", "It costs", amount(after["fare_fen"])),
        )
        self.charges(after)
        self.amounts["disputed"] = after["fare_fen"]

    def repaired(self, tap: Json) -> None:
        day = self.day
        day.to("10:00", DAY_AFTER)
        forgotten = day.journey(tap)
        done = day.repaired(forgotten, COLLEGE)
        self.heading(f"{DAY_AFTER} 忘记出站，柜台补登", f"{DAY_AFTER}: no tap out, repaired")
        self.rode("lin", forgotten, "forgotten")
        self.rode("lin", done, "repaired")
        self.charges(done)

    # ---- the money

    def cleared(self) -> tuple[list[Json], list[Json], list[Json]]:
        day = self.day
        day.to("09:00", CLEARED)
        batches = [each for on in (DAY, NEXT, DAY_AFTER) for each in day.batches(on)]
        self.heading("运营日批次", "Batches of the service days")
        table = self.table(
            ("运营日", "Day"),
            ("运营方", "Operator"),
            ("付款", "Paid by"),
            ("路径", "Way"),
            ("笔", "Rides", "r"),
            ("金额", "Amount", "r"),
            ("手续费", "Fee", "r"),
        )
        for batch in batches:
            for part in batch["parts"]:
                sums = (str(part["count"]), amount(part["amount_fen"]), amount(part["fee_fen"]))
                who = batch["date"], batch["operator_id"], part["issuer_id"], part["way"]
                table.add_row(*who, *sums)
            table.add_section()
        self.show(table)
        claims = day.claims("transit")
        self.claims(claims)
        forms = self.reimbursed()
        return batches, claims, forms

    def claims(self, claims: Sequence[Json]) -> None:
        self.heading("川渝之间清算", "Cleared between the regions")
        table = self.table(
            ("周期", "Period"),
            ("付款地区", "Pays"),
            ("收款方", "To"),
            ("金额", "Amount", "r"),
            ("状态", "Status"),
            ("周期状态", "The period"),
        )
        for each in claims:
            cycle = self.day.cycle(each)["cycle"]
            payer, due = self.name(each["home_region_code"]), amount(each["due_fen"])
            row = each["period"], payer, each["payee_party"], due, each["status"]
            table.add_row(*row, cycle["status"])
        self.show(table)
        self.say(
            "每笔是运营方应得：金额减手续费。负数是退回的。",
            "Each is the operator's share, without the fee. Below zero: what is given back.",
        )

    def reimbursed(self) -> list[Json]:
        """Each region confirms what it pays for its riders, and it is paid."""
        day = self.day
        day.to("10:00", FORMS)
        path = "/v1/concession-reimbursements"
        for form in day.get(path)["data"]:
            agency = day.agency[form["region_code"]]
            day.post(f"{path}/{form['id']}/confirm", None, f"confirm:{form['id']}", agency)
        day.to("10:00", PAID)
        forms = sorted(day.get(path)["data"], key=lambda form: str(form["region_code"]))
        self.heading("优惠补贴", "Concessions, paid by the regions")
        self.facts(
            *(
                (
                    self.name(form["region_code"]),
                    self.name(form["region_code"]),
                    f"{form['operator_id']}: {form['count']} × = {amount(form['due_fen'])}, "
                    f"{form['status']}",
                )
                for form in forms
            )
        )
        return forms

    def end(
        self, uploaded: list[str], batches: list[Json], claims: list[Json], forms: list[Json]
    ) -> Outcome:
        self.heading("收尾", "In the end")
        for key in self.day.cards:
            left = self.day.balance(key)
            self.amounts[f"{key}_left"] = left
            self.facts((CAST[key].name, CAST[key].name, amount(left)))
        laws = self.laws()
        return Outcome(self.amounts, uploaded, batches, claims, forms, laws)

    # ---- words

    def rode(self, key: str | None, journey: Json, name: str) -> None:
        """One journey, with the steps to its fare in the simulator's own words."""
        who = self.words("银行卡乘客", "A bank card") if key is None else CAST[key].name
        way = " → ".join(self.place(journey.get(f"{end}_station_id")) for end in ("entry", "exit"))
        if "line_id" in journey:
            way = self.words("公交 ", "bus ") + journey["line_id"]
        first = instant(journey["entered_at"])[11:]
        self.say(
            f"{first} {who}，{way}：{amount(journey['fare_fen'])}，{journey['status']}",
            f"{first} {who}, {way}: {amount(journey['fare_fen'])}, {journey['status']}",
        )
        for step in journey["explanation"]["steps"]:
            self.say(f"  · {step['text']}", f"  · {step['text']}")
        self.amounts[name] = journey["fare_fen"]

    def charges(self, journey: Json) -> None:
        """What was charged and given back, in its order."""
        told = ", ".join(amount(each["amount_fen"]) for each in journey["charges"])
        self.facts(("各笔扣费", "Charges", told))

    def place(self, station: str | None) -> str:
        """A station by its name; "?" where no tap says it."""
        if station is None:
            return "?"
        if not hasattr(self, "stations"):
            self.stations = {
                each["id"]: each
                for system in (CD, CQ)
                for each in self.client.every(f"/v1/transit-networks/{system}/stations")
            }
        named = self.stations[station]
        return str(self.words(named["name_zh"], named["name_en"]))
