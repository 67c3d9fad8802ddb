"""The errors of venues, reservations and gates."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class VenueNotFound(NotFound):
    code = "venue_not_found"
    title = Text(zh="没有此场馆", en="No such venue")
    detail = Text(zh="没有编号为 {id} 的场馆。", en="No venue has the id {id}.")


class VenueCodeTaken(Conflict):
    code = "venue_code_taken"
    title = Text(zh="场馆代码已使用", en="The code is taken")
    detail = Text(zh="代码 {code} 属于 {id}。", en="The code {code} is that of {id}.")


class VenueRegionUnknown(Refused):
    code = "venue_region_unknown"
    title = Text(zh="不是地级市", en="Not a city")
    detail = Text(
        zh="{region} 不是统筹区，场馆须位于某一城市。",
        en="{region} is no pooling area; a venue lies in a city.",
    )


class VenueSessionsWrong(Refused):
    code = "venue_sessions_wrong"
    title = Text(zh="时段不成立", en="Parts of a day that can't be")
    detail = Text(
        zh="各时段须依次排列，结束晚于开始。",
        en="Each part of a day ends after it begins, and begins after the one before has ended.",
    )


class VenueSlotNotFound(NotFound):
    code = "venue_slot_not_found"
    title = Text(zh="没有此时段", en="No such slot")
    detail = Text(
        zh="{venue_id} 于 {day} 没有第 {number} 个时段。",
        en="{venue_id} has no slot {number} on {day}.",
    )


class VenueReservationNotFound(NotFound):
    code = "venue_reservation_not_found"
    title = Text(zh="没有此预约", en="No such reservation")
    detail = Text(zh="没有编号为 {id} 的预约。", en="No reservation has the id {id}.")


class VenueReservationRefused(Refused):
    code = "venue_reservation_refused"
    title = Text(zh="不能预约", en="Can't be reserved")
    detail = Text(zh="该时段不能预约：{reasons}。", en="These places can't be reserved: {reasons}.")


class VenueReservationState(Conflict):
    code = "venue_reservation_state"
    title = Text(zh="预约状态不允许", en="Not in this state of the reservation")
    detail = Text(
        zh="状态为 {status} 的预约不能 {event}。",
        en="A reservation that is {status} refuses {event}.",
    )


class VenueCancelLate(Refused):
    code = "venue_cancel_late"
    title = Text(zh="已过取消时限", en="Too late to cancel")
    detail = Text(
        zh="须在入园前 {minutes} 分钟取消。",
        en="A reservation is cancelled {minutes} minutes before its slot opens, or not at all.",
    )


class VenueAdmissionNotFound(NotFound):
    code = "venue_admission_not_found"
    title = Text(zh="没有此入园记录", en="No such record of a gate")
    detail = Text(zh="没有编号为 {id} 的入园记录。", en="No admission has the id {id}.")


class GateRecordConflict(Conflict):
    code = "gate_record_conflict"
    title = Text(zh="闸机流水号重复", en="The gate used this number before")
    detail = Text(
        zh="闸机 {gate_no} 的流水号 {sequence} 已是另一时刻或方式的记录 {id}。",
        en="Number {sequence} of gate {gate_no} is {id}, another arrival.",
    )


class GateRecordInFuture(Refused):
    code = "gate_record_in_future"
    title = Text(zh="时间在将来", en="In the future")
    detail = Text(
        zh="第 {number} 条记录的到达时间晚于当前时间。",
        en="The arrival of record {number} is later than now.",
    )


class CompanionAgesMismatch(Refused):
    code = "companion_ages_mismatch"
    title = Text(zh="年龄与人数不符", en="Not as many ages as companions")
    detail = Text(
        zh="随行人员的年龄须与随行人数一致。", en="Each companion needs an age, or none has one."
    )

    def __init__(self, pointer: str) -> None:
        said = Text(zh="须与随行人数一致", en="must be as many as companions")
        super().__init__(errors=[FieldError("wrong_count", said, pointer=pointer)])
