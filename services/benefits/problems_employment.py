"""The errors of the employment items, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class MonthsReversed(Refused):
    code = "months_reversed"
    title = Text(zh="起止月份颠倒", en="The months are the wrong way round")
    detail = Text(
        zh="终止月份 {to_month} 早于起始月份 {from_month}。",
        en="The last month, {to_month}, is before the first, {from_month}.",
    )

    def __init__(self, from_month: str, to_month: str) -> None:
        says = Text(zh="早于起始月份", en="is before from_month")
        where = FieldError("before_from_month", says, pointer="/inputs/to_month")
        super().__init__(errors=[where], from_month=from_month, to_month=to_month)


class JobSeekerNotFound(NotFound):
    code = "job_seeker_not_found"
    title = Text(zh="没有此求职登记", en="No such registration of a job-seeker")
    detail = Text(
        zh="没有求职登记 {job_seeker_id}。",
        en="There is no registration of a job-seeker {job_seeker_id}.",
    )


# ---- records of work


class EmploymentRecordNotFound(NotFound):
    code = "employment_record_not_found"
    title = Text(zh="没有此就业登记", en="No such employment record")
    detail = Text(
        zh="没有就业登记 {employment_record_id}。",
        en="There is no employment record {employment_record_id}.",
    )


class NotTheirStaff(Problem):
    code = "not_their_staff"
    status = 403
    title = Text(zh="不是本单位职工", en="Not the caller's staff")
    detail = Text(
        zh="就业登记 {employment_record_id} 属于其他用人单位。",
        en="The employment {employment_record_id} is with another employer.",
    )


class EmploymentRecordState(Conflict):
    code = "employment_record_state"
    title = Text(zh="就业登记状态不允许", en="The state of the record does not allow it")
    detail = Text(
        zh="就业登记 {employment_record_id} 状态为 {status}，不能执行 {event}。",
        en="The employment record {employment_record_id} is {status}, and does not allow {event}.",
    )


class EndImpossible(Refused):
    code = "employment_end_impossible"
    title = Text(zh="终止日期不成立", en="It can't have ended then")
    detail = Text(
        zh="终止日期 {ended_on} 须在就业日期 {start} 与今天之间。",
        en="The last day, {ended_on}, has to lie between the first, {start}, and today.",
    )

    def __init__(self, ended_on: str, start: str) -> None:
        says = Text(zh="不在就业日期与今天之间", en="is not between the first day and today")
        where = FieldError("not_within_employment", says, pointer="/ended_on")
        super().__init__(errors=[where], ended_on=ended_on, start=start)


class CorrectionImpossible(Refused):
    code = "employment_correction_impossible"
    title = Text(zh="更正后的登记不成立", en="The corrected record can't be so")
    detail = Text(
        zh="就业登记 {employment_record_id} 不能这样更正：{why}。",
        en="The employment record {employment_record_id} can't be corrected to this: {why}.",
    )


class UnemploymentNotFound(NotFound):
    code = "unemployment_registration_not_found"
    title = Text(zh="没有此失业登记", en="No such registration of unemployment")
    detail = Text(zh="没有失业登记 {id}。", en="There is no registration of unemployment {id}.")


class UnemploymentOver(Conflict):
    code = "unemployment_registration_over"
    title = Text(zh="失业登记已注销", en="The registration is cancelled already")
    detail = Text(
        zh="失业登记 {id} 已于 {since} 注销。",
        en="The registration of unemployment {id} was cancelled on {since}.",
    )


class HardshipNotFound(NotFound):
    code = "hardship_recognition_not_found"
    title = Text(zh="没有此就业困难认定", en="No such recognition of difficulty")
    detail = Text(
        zh="没有就业困难人员认定 {id}。",
        en="There is no recognition of employment difficulty {id}.",
    )


class HardshipOver(Conflict):
    code = "hardship_recognition_over"
    title = Text(zh="就业困难认定已终止", en="The recognition has ended already")
    detail = Text(
        zh="就业困难人员认定 {id} 已于 {since} 终止。",
        en="The recognition of employment difficulty {id} ended on {since}.",
    )


class EmploymentCertificateNotFound(NotFound):
    code = "employment_certificate_not_found"
    title = Text(zh="没有此就业创业证", en="No such employment certificate")
    detail = Text(zh="没有就业创业证 {id}。", en="There is no employment certificate {id}.")


class EmploymentCertificateState(Conflict):
    code = "employment_certificate_state"
    title = Text(zh="就业创业证状态不允许", en="The state of the certificate does not allow it")
    detail = Text(
        zh="就业创业证 {id} 状态为 {status}，不能执行 {event}。",
        en="The employment certificate {id} is {status}, which does not allow {event}.",
    )


class NothingRegistered(Refused):
    code = "nothing_registered"
    title = Text(zh="没有有效的就业或失业登记", en="No registration is in force")
    detail = Text(
        zh="{person_id} 没有有效的就业登记或失业登记，不能通过年检。",
        en="Neither an employment nor an unemployment of {person_id} is registered, and so the "
        "certificate does not pass its review.",
    )


class UnemployedGraduateNotFound(NotFound):
    code = "unemployed_graduate_not_found"
    title = Text(zh="没有此毕业生登记", en="No such registration of a graduate")
    detail = Text(zh="没有毕业生登记 {id}。", en="There is no registration of a graduate {id}.")


class UnemployedGraduateRegistered(Conflict):
    code = "unemployed_graduate_registered"
    title = Text(zh="毕业生已登记", en="The graduate is registered already")
    detail = Text(
        zh="{person_id} 已于 {day} 登记（{id}），每人登记一次。",
        en="{person_id} was registered on {day} ({id}); a graduate is registered once.",
    )


class NotAGraduateWithoutWork(Refused):
    code = "not_a_graduate_without_work"
    title = Text(zh="不是离校未就业高校毕业生", en="Not a graduate without work")
    detail = Text(zh="{person_id} 不能登记：{why}。", en="{person_id} can't be registered: {why}.")
