"""What can go wrong with chips, hot lists, terminal keys and uploads."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class ChipRefuses(Refused):
    code = "chip_refuses"
    title = Text(zh="卡片拒绝交易", en="The chip refuses")
    detail = Text(
        zh="卡片拒绝：{why}，卡内余额 {balance} 元。",
        en="The chip refuses: {why}; it holds {balance} yuan.",
    )


class ReaderClockWrong(Refused):
    code = "reader_clock_wrong"
    title = Text(zh="终端时间不可能", en="No clock shows this")
    detail = Text(
        zh="终端时间与平台时间相差超过 60 天。",
        en="The reader's moment is more than 60 days away from the centre's.",
    )

    def __init__(self) -> None:
        message = Text(zh="与平台时间相差过大", en="is too far from the centre's time")
        super().__init__(errors=[FieldError("reader_clock_wrong", message, pointer="/tapped_at")])


class EntryTakesNothing(Refused):
    code = "entry_takes_nothing"
    title = Text(zh="进站不扣款", en="An entry takes no money")
    detail = Text(zh="进站交易的金额为零。", en="The amount of an entry is zero.")

    def __init__(self) -> None:
        message = Text(zh="进站时须为零", en="is zero of an entry")
        super().__init__(errors=[FieldError("entry_takes_nothing", message, pointer="/amount_fen")])


class ChipRecordUnreadable(Refused):
    code = "chip_record_unreadable"
    title = Text(zh="卡片记录无法解析", en="No such chip record")
    detail = Text(zh="记录有误：{fault}。", en="The record is wrong: {fault}.")

    def __init__(self, fault: str, pointer: str) -> None:
        message = Text(zh="无法解析", en="doesn't fit the layout")
        where = FieldError("chip_record_unreadable", message, pointer=pointer)
        super().__init__(errors=[where], fault=fault)


class TapUploadNotFound(NotFound):
    code = "tap_upload_not_found"
    title = Text(zh="上传批次不存在", en="No such upload")
    detail = Text(zh="没有上传 {tap_upload_id}。", en="There is no upload {tap_upload_id}.")


class TapUploadConflict(Conflict):
    code = "tap_upload_conflict"
    title = Text(zh="同一编号内容不同", en="Another upload has this reference")
    detail = Text(
        zh="编号 {reference} 已用于内容不同的上传 {tap_upload_id}。",
        en="The reference {reference} belongs to the upload {tap_upload_id}, which says "
        "something else.",
    )


class RegionWithoutTransit(NotFound):
    code = "region_without_transit"
    title = Text(zh="该地区没有公交票制", en="No fare system in this region")
    detail = Text(
        zh="{region_code} 没有票制，终端无从设置。", en="There is no fare system in {region_code}."
    )


class HotListBehind(Conflict):
    code = "hot_list_behind"
    title = Text(zh="黑名单不是最新", en="The list isn't the newest")
    detail = Text(
        zh="黑名单最新编号是 {newest}，请先下载增量。",
        en="The newest number of the hot list is {newest}: load what is missing first.",
    )

    def __init__(self, newest: int) -> None:
        super().__init__(newest=newest)


class HotListAhead(Refused):
    code = "hot_list_number_ahead"
    title = Text(zh="黑名单编号超前", en="The hot list isn't that long")
    detail = Text(
        zh="黑名单最新编号是 {newest}。", en="The newest number of the hot list is {newest}."
    )

    def __init__(self, newest: int, pointer: str = "/number") -> None:
        message = Text(zh="超过最新编号", en="is above the newest number")
        where = FieldError("hot_list_number_ahead", message, pointer=pointer)
        super().__init__(errors=[where], newest=newest)


class HotListedAlready(Conflict):
    code = "hot_listed_already"
    title = Text(zh="已在黑名单", en="Hot-listed already")
    detail = Text(
        zh="{reference} 已因 {reason} 列入黑名单。",
        en="{reference} is on the hot list for {reason} already.",
    )


class NotHotListed(Conflict):
    code = "not_hot_listed"
    title = Text(zh="不在黑名单", en="Not on the hot list")
    detail = Text(
        zh="{reference} 没有因 {reason} 列入黑名单。",
        en="{reference} isn't on the hot list for {reason}.",
    )


class ListingDaysWrong(Refused):
    code = "listing_days_wrong"
    title = Text(zh="名录日期有误", en="Days of the listing wrong")
    detail = Text(zh="截止日早于起始日。", en="The last day is before the first.")

    def __init__(self) -> None:
        message = Text(zh="早于起始日", en="is before the first day")
        super().__init__(errors=[FieldError("out_of_order", message, pointer="/until")])


class TapNotPending(Conflict):
    code = "tap_not_pending"
    title = Text(zh="该交易不待处理", en="The tap doesn't wait for a decision")
    detail = Text(
        zh="交易 {tap_id} 的结果是 {result}。", en="The result of the tap {tap_id} is {result}."
    )


class UploadWaits(Problem):
    """What was decided stands; the rest follows, by the same call or by itself."""

    code = "tap_upload_waits"
    status = 503
    title = Text(zh="上传处理未完成", en="The upload isn't decided yet")
    detail = Text(
        zh="无法核验电子码，已接收的上传稍后继续处理，可用同一幂等键查询。",
        en="Codes could not be checked just now. The upload is kept and goes on by itself; the "
        "same key asks how far it is.",
    )
    effect = "unknown"
    retryable = True
