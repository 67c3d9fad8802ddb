"""What can go wrong with terminals, taps and journeys, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class TransitJourneyNotFound(NotFound):
    code = "transit_journey_not_found"
    title = Text(zh="行程不存在", en="No such journey")
    detail = Text(
        zh="没有行程 {transit_journey_id}。", en="There is no journey {transit_journey_id}."
    )


class JourneyNotEnded(Conflict):
    code = "transit_journey_not_ended"
    title = Text(zh="行程未结束或已撤销", en="The journey hasn't ended, or doesn't stand")
    detail = Text(
        zh="行程 {transit_journey_id} 的状态为 {status}，不能定价。",
        en="The journey {transit_journey_id} is {status}: no fare can be set for it.",
    )


class TerminalNotFound(NotFound):
    code = "terminal_not_found"
    title = Text(zh="终端不存在", en="No such terminal")
    detail = Text(zh="没有终端 {terminal_id}。", en="There is no terminal {terminal_id}.")


class TerminalNumberTaken(Conflict):
    code = "terminal_number_taken"
    title = Text(zh="终端编号已使用", en="The terminal's number is taken")
    detail = Text(
        zh="终端编号 {number} 已登记。", en="There is a terminal with the number {number} already."
    )


class TerminalForm(Refused):
    code = "terminal_form"
    title = Text(zh="终端资料不符", en="The terminal doesn't fit its kind")
    detail = Text(
        zh="闸机须有车站；车载机须有票价固定的线路和车辆；两者属于各自的票制。",
        en="A gate of a metro has a station; a reader on a bus a line with a flat fare and a "
        "vehicle.",
    )

    def __init__(self, message: Text, pointer: str) -> None:
        super().__init__(errors=[FieldError("terminal_form", message, pointer=pointer)])


class TapNotFound(NotFound):
    code = "tap_not_found"
    title = Text(zh="刷卡记录不存在", en="No such tap")
    detail = Text(zh="没有刷卡记录 {tap_id}。", en="There is no tap {tap_id}.")


class TapWaits(Problem):
    code = "tap_waits_for_card"
    status = 503
    title = Text(zh="暂时无法核验二维码", en="Nobody can say now whose code it is")
    detail = Text(
        zh="社会保障卡服务没有答复，请用同一个键重试。",
        en="The card service doesn't answer; try again with the same key.",
    )
    effect = "unknown"
    retryable = True


class RepairRefused(Refused):
    code = "transit_repair_refused"
    title = Text(zh="不能更新行程", en="The journey can't be repaired so")
    detail = Text(
        zh="行程 {transit_journey_id}（{status}）不能这样更新。",
        en="The journey {transit_journey_id} is {status} and can't be repaired in this way.",
    )

    def __init__(self, message: Text, pointer: str, transit_journey_id: str, status: str) -> None:
        super().__init__(
            errors=[FieldError("transit_repair_refused", message, pointer=pointer)],
            transit_journey_id=transit_journey_id,
            status=status,
        )


class NothingOwed(Conflict):
    code = "transit_nothing_owed"
    title = Text(zh="没有欠费", en="Nothing is owed")
    detail = Text(
        zh="行程 {transit_journey_id} 没有欠费。",
        en="Nothing is owed for the journey {transit_journey_id}.",
    )


class AuthorisationNotFound(NotFound):
    code = "transit_authorisation_not_found"
    title = Text(zh="授权不存在", en="No such authorisation")
    detail = Text(
        zh="没有授权 {transit_authorisation_id}。",
        en="There is no authorisation {transit_authorisation_id}.",
    )


class AuthorisationDecided(Conflict):
    code = "transit_authorisation_decided"
    title = Text(zh="授权已有结果", en="The authorisation isn't the acquirer's to decide any more")
    detail = Text(
        zh="授权 {transit_authorisation_id} 的状态为 {status}。",
        en="The authorisation {transit_authorisation_id} is {status}.",
    )
