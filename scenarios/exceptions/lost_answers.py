"""No answer: the home region is down, too slow, or its answer was lost (X4 to X7)."""

from datetime import date

from scenarios import road
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import NOTHING, Stay
from scenarios.road import Json
from sscsim.kernel.problems import Text


@scenario(
    "X4",
    title=Text(
        zh="参保地停机：告知不可用，未入账；恢复后同一幂等键可结算",
        en="The home region is down: that is said and nothing posted; the same key settles later",
    ),
    shows=Text(
        zh="effect 为 none 时可直接重试，或改按自费、以后补办。",
        en="With effect none nothing happened: repeat, or let the patient pay and file later.",
    ),
    code="home_region_down",
    effect="none",
    meanwhile=NOTHING,
    later="settled",
)
def x4(on: Player) -> Json:
    stay = Stay(on, "x4")
    on.step("参保地停机时结算", "Settled while the home region is down")
    told = stay.settle(simulate="outcome=home_region_down")
    meanwhile = stay.stands()
    on.step("恢复后同一幂等键再发", "It is back: the same key again")
    later = stay.settle()
    return {
        "code": told["code"],
        "effect": told["effect"],
        "meanwhile": meanwhile,
        "later": later["status"],
    }


@scenario(
    "X5",
    title=Text(
        zh="参保地已入账但应答超时：结果未知，冲正后无任何影响",
        en="No answer though the home region posted: unknown, and corrected to nothing",
    ),
    shows=Text(
        zh="effect 为 unknown 时先查询或冲正，不可重新结算。",
        en="With effect unknown ask or correct first; never settle anew.",
    ),
    effect="unknown",
    outcome="undone",
    settlements=["settlement corrected"],
    claims=["reversed"],
    late="idempotency_key_closed",
    stands=NOTHING,
)
def x5(on: Player) -> Json:
    stay = Stay(on, "x5")
    on.step("参保地已入账，应答超时", "The home region posts, its answer does not come in time")
    lost = stay.settle(simulate="outcome=home_region_timeout")
    on.step("冲正", "Corrected")
    corrected = stay.correct()
    on.step("终态；原幂等键已关闭", "The end; the key is closed")
    return {
        "effect": lost["effect"],
        "outcome": corrected["outcome"],
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "late": stay.settle()["code"],
        "stands": stay.stands(),
    }


@scenario(
    "X6",
    title=Text(
        zh="参保地未收到，先冲正，迟到的请求随后到达：被拒",
        en="The home region never heard of it, the correction comes first: too late then",
    ),
    shows=Text(
        zh="冲正留下墓碑，迟到的请求不再生效。",
        en="A correction leaves a tombstone that the late request finds.",
    ),
    outcome="never_happened",
    settlements=["settlement cancelled"],
    claims=[],
    late="idempotency_key_closed",
    stands=NOTHING,
)
def x6(on: Player) -> Json:
    """The question itself arrives at the home region a minute later, and the HIS repeats."""
    stay = Stay(on, "x6")
    on.step(
        "请求在途，参保地尚未收到", "The question is on its way, the home region has not got it"
    )
    stay.settle(simulate="outcome=home_region_late, delay=60000")
    on.step("先冲正", "The correction comes first")
    corrected = stay.correct()
    on.step("迟到的请求到达", "The late request arrives")
    road.advanced(on, by="PT2M")
    return {
        "outcome": corrected["outcome"],
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "late": stay.settle()["code"],
        "stands": stay.stands(),
    }


@scenario(
    "X7",
    title=Text(
        zh="冲正与迟到的应答竞争：两种先后，终态相同，各项增量为零",
        en="Correction and call race: the same in both orders, and nothing is left of either",
    ),
    shows=Text(
        zh="先后不影响终态。",
        en="The order does not matter for the end.",
    ),
    answer_first=NOTHING,
    correction_first=NOTHING,
    late=["idempotency_key_closed", "idempotency_key_closed"],
    visits=["open", "open"],
)
def x7(on: Player) -> Json:
    answered, corrected = Stay(on, "x7a"), Stay(on, "x7b", date(1970, 6, 6))
    on.step("先应答，后冲正", "First the answer, then the correction")
    answered.settle()
    answered.correct()
    on.step("先冲正，后结算", "First the correction, then the call")
    corrected.correct()
    on.step("终态；两个幂等键都已关闭", "The end; both keys are closed")
    late = [answered.settle()["code"], corrected.settle()["code"]]
    visits = [on.get(f"/v1/visits/{stay.visit['id']}") for stay in (answered, corrected)]
    return {
        "answer_first": answered.stands(),
        "correction_first": corrected.stands(),
        "late": late,
        "visits": [visit["status"] for visit in visits],
    }
