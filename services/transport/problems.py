"""What can go wrong with networks and fares, one class a code."""

from collections.abc import Sequence

from sscsim.kernel.problems import FieldError, NotFound, Refused, Text


class FareSystemNotFound(NotFound):
    code = "fare_system_not_found"
    title = Text(zh="票制不存在", en="No such fare system")
    detail = Text(zh="没有票制 {fare_system_id}。", en="There is no fare system {fare_system_id}.")


class TransitNetworkNotFound(NotFound):
    code = "transit_network_not_found"
    title = Text(zh="线网不存在", en="No such network")
    detail = Text(zh="没有线网 {network_id}。", en="There is no network {network_id}.")


class StationUnknown(Refused):
    code = "station_unknown"
    title = Text(zh="未知车站", en="Station unknown")
    detail = Text(
        zh="线网 {network_id} 没有车站 {station_id}。",
        en="The network {network_id} has no station {station_id}.",
    )

    def __init__(self, network_id: str, station_id: str, pointer: str) -> None:
        message = Text(zh="未知车站", en="is no station of this network")
        where = FieldError("station_unknown", message, pointer=pointer)
        super().__init__(errors=[where], network_id=network_id, station_id=station_id)


class LineUnknown(Refused):
    code = "line_unknown"
    title = Text(zh="未知线路", en="Line unknown")
    detail = Text(
        zh="线网 {network_id} 没有线路 {line_id}，或车站不在该线路上。",
        en="The network {network_id} has no line {line_id}, or the stations aren't on it.",
    )

    def __init__(self, network_id: str, line_id: str) -> None:
        message = Text(zh="未知线路", en="is no line that serves these stations")
        where = FieldError("line_unknown", message, pointer="/line_id")
        super().__init__(errors=[where], network_id=network_id, line_id=line_id)


class NoPath(Refused):
    code = "no_path"
    title = Text(zh="两站不连通", en="No way between the stations")
    detail = Text(
        zh="线网中 {origin} 与 {destination} 不连通，须另行购票。",
        en="No line of the network leads from {origin} to {destination}.",
    )

    def __init__(self, origin: str, destination: str) -> None:
        message = Text(zh="无法到达", en="can't be reached")
        where = FieldError("no_path", message, pointer="/destination_station_id")
        super().__init__(errors=[where], origin=origin, destination=destination)


class JourneyIncomplete(Refused):
    code = "journey_incomplete"
    title = Text(zh="行程不完整", en="The journey isn't complete")
    detail = Text(
        zh="须提供起止车站，或只提供 distance_m；公交一票制可只提供 line_id 或 grade。",
        en="Give both stations, or only `distance_m`; of a bus with one flat fare the line or its "
        "grade is enough.",
    )

    def __init__(self, pointer: str) -> None:
        message = Text(zh="缺失或多余", en="is missing, or one too many")
        super().__init__(errors=[FieldError("journey_incomplete", message, pointer=pointer)])


class TimesWrong(Refused):
    code = "journey_times_wrong"
    title = Text(zh="行程时间错误", en="Times of the journey wrong")
    detail = Text(zh="时间先后有误。", en="The moments of the journey are out of order.")

    def __init__(self, pointer: str) -> None:
        message = Text(zh="时间先后有误", en="is out of order")
        super().__init__(errors=[FieldError("out_of_order", message, pointer=pointer)])


class ConcessionUnknown(Refused):
    code = "concession_unknown"
    title = Text(zh="未知优惠", en="Concession unknown")
    detail = Text(
        zh="该票制没有优惠 {concession}；有：{known}。",
        en="This fare system has no concession {concession}; it has {known}.",
    )

    def __init__(self, concession: str, known: Sequence[str]) -> None:
        message = Text(zh="未知优惠", en="is no concession of this fare system")
        where = FieldError("concession_unknown", message, pointer="/rider/concession")
        super().__init__(errors=[where], concession=concession, known=", ".join(known) or "–")


class ConcessionNotDue(Refused):
    code = "concession_not_due"
    title = Text(zh="不享受该优惠", en="Concession not due")
    detail = Text(
        zh="不符合优惠 {concession} 的条件。", en="The concession {concession} isn't due here."
    )

    def __init__(self, concession: str, pointer: str, message: Text) -> None:
        where = FieldError("concession_not_due", message, pointer=pointer)
        super().__init__(errors=[where], concession=concession)


class PassUnknown(Refused):
    code = "transit_pass_unknown"
    title = Text(zh="没有这种乘车票", en="No such pass")
    detail = Text(zh="该票制没有{kind}。", en="This fare system has no {kind}.")

    def __init__(self, kind: str, pointer: str) -> None:
        message = Text(zh="没有这种乘车票", en="is a pass that this fare system doesn't have")
        where = FieldError("transit_pass_unknown", message, pointer=pointer)
        super().__init__(errors=[where], kind=kind)


class FareRuleMissing(Refused):
    code = "fare_rule_missing"
    title = Text(zh="缺少票价规则", en="Fare rule missing")
    detail = Text(
        zh="该票制的政策没有 {leaf}，不作猜测；可为本沙箱上传政策包。",
        en="The policy of this fare system doesn't say {leaf}, and nothing is guessed; this world "
        "can load its own pack.",
    )


class PackRefused(Refused):
    code = "transport_policy_refused"
    title = Text(zh="票价政策包被拒绝", en="Fare policy refused")
    detail = Text(zh="政策包有误：{fault}。", en="The policy pack is wrong: {fault}.")


class PackNotFound(NotFound):
    code = "transport_policy_not_found"
    title = Text(zh="没有票价政策", en="No fare figures")
    detail = Text(
        zh="没有 {region_code} 的票价参数，可为本沙箱上传政策包。",
        en="There are no fare figures for {region_code}; this world can load its own pack.",
    )
