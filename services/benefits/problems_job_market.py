"""The errors of vacancies, introductions and job fairs, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class VacancyNotFound(NotFound):
    code = "job_vacancy_not_found"
    title = Text(zh="没有此招聘岗位", en="No such vacancy")
    detail = Text(zh="没有招聘岗位 {id}。", en="There is no vacancy {id}.")


class VacancyNotOpen(Conflict):
    code = "job_vacancy_not_open"
    title = Text(zh="招聘岗位已停止招聘", en="The vacancy is not open")
    detail = Text(zh="招聘岗位 {id} 状态为 {status}。", en="The vacancy {id} is {status}.")


class NotTheirVacancy(Problem):
    code = "vacancy_of_another_employer"
    status = 403
    title = Text(zh="不是本单位的岗位", en="Another employer's vacancy")
    detail = Text(
        zh="招聘岗位 {id} 由其他用人单位发布。", en="The vacancy {id} is another employer's."
    )


class EmployersCodeTaken(Conflict):
    code = "employer_code_taken"
    title = Text(zh="信用代码已由其他单位使用", en="The credit code is another employer's")
    detail = Text(
        zh="统一社会信用代码 {credit_code} 已由其他用人单位使用。",
        en="The credit code {credit_code} belongs to another employer's key.",
    )


class VacancyImpossible(Refused):
    code = "job_vacancy_impossible"
    title = Text(zh="招聘岗位信息不成立", en="The vacancy can't be so")
    detail = Text(
        zh="招聘岗位信息有误，见 errors。", en="Something in the vacancy is wrong; see errors."
    )

    def __init__(self, pointer: str, zh: str, en: str) -> None:
        super().__init__(errors=[FieldError("impossible", Text(zh, en), pointer=pointer)])


class SeekerNotSeeking(Conflict):
    code = "job_seeker_not_seeking"
    title = Text(zh="求职登记已失效", en="The job-seeker is not registered any more")
    detail = Text(
        zh="求职登记 {id} 状态为 {status}。",
        en="The registration of the job-seeker {id} is {status}.",
    )


class DoesNotSuit(Refused):
    code = "seeker_does_not_suit"
    title = Text(zh="人岗不匹配", en="The job-seeker does not suit the vacancy")
    detail = Text(
        zh="求职者 {job_seeker_id} 与岗位 {job_vacancy_id} 不匹配：{missing}。",
        en="The job-seeker {job_seeker_id} does not suit the vacancy {job_vacancy_id}: {missing}.",
    )


class IntroducedAlready(Conflict):
    code = "introduced_already"
    title = Text(zh="已经介绍过", en="They were introduced already")
    detail = Text(
        zh="该求职者与该岗位已有职业介绍 {id}。",
        en="The two were introduced already: {id}.",
    )


class ReferralNotFound(NotFound):
    code = "job_referral_not_found"
    title = Text(zh="没有此职业介绍", en="No such introduction")
    detail = Text(zh="没有职业介绍 {id}。", en="There is no introduction {id}.")


class ReferralState(Conflict):
    code = "job_referral_state"
    title = Text(zh="职业介绍状态不允许", en="The state of the introduction does not allow it")
    detail = Text(
        zh="职业介绍 {id} 状态为 {status}，不能执行 {event}。",
        en="The introduction {id} is {status}, which does not allow {event}.",
    )


class JobFairNotFound(NotFound):
    code = "job_fair_not_found"
    title = Text(zh="没有此招聘会", en="No such job fair")
    detail = Text(zh="没有招聘会 {id}。", en="There is no job fair {id}.")


class JobFairOver(Conflict):
    code = "job_fair_over"
    title = Text(zh="招聘会已结束或取消", en="The job fair is over or cancelled")
    detail = Text(
        zh="招聘会 {id}（{on_date}）状态为 {status}。",
        en="The job fair {id} of {on_date} is {status}.",
    )


class JobFairFull(Conflict):
    code = "job_fair_full"
    title = Text(zh="招聘会名额已满", en="The job fair is full")
    detail = Text(
        zh="招聘会 {id} 的 {capacity} 个名额已满。",
        en="All {capacity} places of the job fair {id} are taken.",
    )


class JobFairDateImpossible(Refused):
    code = "job_fair_in_past"
    title = Text(zh="举办日期已过", en="The day has passed")
    detail = Text(zh="举办日期 {on_date} 早于今天。", en="The day, {on_date}, is before today.")

    def __init__(self, on_date: str) -> None:
        says = Text(zh="早于今天", en="is before today")
        where = FieldError("in_past", says, pointer="/on_date")
        super().__init__(errors=[where], on_date=on_date)


class NotTheDay(Refused):
    code = "not_the_day_of_the_fair"
    title = Text(zh="不是举办当日", en="It is not the day of the fair")
    detail = Text(
        zh="招聘会 {id} 于 {on_date} 举办，当日方可入场。",
        en="The job fair {id} is on {on_date}; nobody is let in on another day.",
    )


class NotRegisteredForFair(Refused):
    code = "not_registered_for_fair"
    title = Text(zh="未报名", en="Not registered for the fair")
    detail = Text(
        zh="{person_id} 没有报名招聘会 {id}。",
        en="{person_id} is not registered for the job fair {id}.",
    )


class VisitExists(Conflict):
    code = "job_fair_registered"
    title = Text(zh="已报名或已入场", en="Registered, or let in, already")
    detail = Text(
        zh="{person_id} 的报名 {id} 状态为 {status}。",
        en="The registration {id} of {person_id} is {status}.",
    )


class VisitNotFound(NotFound):
    code = "job_fair_registration_not_found"
    title = Text(zh="没有此招聘会报名", en="No such registration for a fair")
    detail = Text(zh="没有招聘会报名 {id}。", en="There is no registration for a job fair {id}.")
