"""The errors of monthly subsidies, internships and their bases, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class SubsidyNotFound(NotFound):
    code = "subsidy_not_found"
    title = Text(zh="没有此补贴", en="No such subsidy")
    detail = Text(zh="没有补贴 {subsidy_id}。", en="There is no subsidy {subsidy_id}.")


class NothingToRecover(Conflict):
    code = "nothing_to_recover"
    title = Text(zh="没有可追回的月份", en="Nothing to be given back")
    detail = Text(
        zh="补贴 {subsidy_id} 自 {from_month} 起没有已发放且未追回的月份。",
        en="No month of the subsidy {subsidy_id} from {from_month} on was paid and is not yet "
        "recovered.",
    )


class GrantNotFound(NotFound):
    code = "subsidy_grant_not_found"
    title = Text(zh="没有此一次性补贴", en="No such one-off subsidy")
    detail = Text(zh="没有一次性补贴 {grant_id}。", en="There is no one-off subsidy {grant_id}.")


class GrantState(Conflict):
    code = "subsidy_grant_state"
    title = Text(zh="一次性补贴状态不允许追回", en="The one-off subsidy can't be recovered")
    detail = Text(
        zh="一次性补贴 {grant_id} 状态为 {status}，只有已发放的可以追回。",
        en="The one-off subsidy {grant_id} is {status}; only one that was paid is recovered.",
    )


class BaseNotFound(NotFound):
    code = "internship_base_not_found"
    title = Text(zh="没有此见习基地", en="No such internship base")
    detail = Text(zh="没有见习基地 {base_id}。", en="There is no internship base {base_id}.")


class BaseRegistered(Conflict):
    code = "internship_base_registered"
    title = Text(zh="见习基地已登记", en="The internship base is registered already")
    detail = Text(
        zh="该单位在 {region_code} 已登记为见习基地 {base_id}。",
        en="The employer is an internship base of {region_code} already, {base_id}.",
    )


class BaseClosed(Conflict):
    code = "internship_base_closed"
    title = Text(zh="见习基地已注销", en="The internship base is closed")
    detail = Text(zh="见习基地 {base_id} 已注销。", en="The internship base {base_id} is closed.")


class InternshipNotFound(NotFound):
    code = "internship_not_found"
    title = Text(zh="没有此见习", en="No such internship")
    detail = Text(zh="没有见习 {internship_id}。", en="There is no internship {internship_id}.")


class InternshipOver(Conflict):
    code = "internship_over"
    title = Text(zh="见习已结束", en="The internship is over")
    detail = Text(
        zh="见习 {internship_id} 状态为 {status}。",
        en="The internship {internship_id} is {status}.",
    )


class InternshipEndImpossible(Refused):
    code = "internship_end_impossible"
    title = Text(zh="见习结束日期有误", en="The internship can't end on that day")
    detail = Text(
        zh="结束日期 {day} 须在 {first} 至 {last} 之间且不晚于今天。",
        en="It ends between {first} and {last}, and not after today: {day} is not.",
    )


class NotTheirInternship(Problem):
    code = "not_their_internship"
    status = 403
    title = Text(zh="不是本单位的见习", en="Not an internship of this employer")
    detail = Text(
        zh="见习 {internship_id} 属于其他单位。",
        en="The internship {internship_id} is at another employer.",
    )
