"""The errors of training, certificates, titles and examinations, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class TrainingCourseNotFound(NotFound):
    code = "training_course_not_found"
    title = Text(zh="没有此培训课程", en="No such training course")
    detail = Text(zh="没有培训课程 {course_id}。", en="There is no training course {course_id}.")


class TrainingNotFound(NotFound):
    code = "training_not_found"
    title = Text(zh="没有此培训报名", en="No such enrolment in a course")
    detail = Text(
        zh="没有培训报名 {training_id}。", en="There is no enrolment in a course {training_id}."
    )


class TrainingVoucherNotFound(NotFound):
    code = "training_voucher_not_found"
    title = Text(zh="没有此培训券", en="No such training voucher")
    detail = Text(zh="没有培训券 {voucher_id}。", en="There is no training voucher {voucher_id}.")


class SkillCertificateNotFound(NotFound):
    code = "skill_certificate_not_found"
    title = Text(zh="没有此技能证书", en="No such skill certificate")
    detail = Text(
        zh="没有技能证书 {certificate_id}。", en="There is no skill certificate {certificate_id}."
    )


class TitleNotFound(NotFound):
    code = "professional_title_not_found"
    title = Text(zh="没有此职称", en="No such professional title")
    detail = Text(zh="没有职称 {title_id}。", en="There is no professional title {title_id}.")


class ExaminationNotFound(NotFound):
    code = "examination_not_found"
    title = Text(zh="没有此考试", en="No such examination")
    detail = Text(zh="没有考试 {examination_id}。", en="There is no examination {examination_id}.")


class ExamRegistrationNotFound(NotFound):
    code = "exam_registration_not_found"
    title = Text(zh="没有此考试报名", en="No such registration for an examination")
    detail = Text(
        zh="没有考试报名 {registration_id}。",
        en="There is no registration for an examination {registration_id}.",
    )


class CourseCodeTaken(Conflict):
    code = "course_code_taken"
    title = Text(zh="课程代码已使用", en="The code of the course is taken")
    detail = Text(
        zh="课程代码 {course_code} 已使用。", en="There is a course {course_code} already."
    )


class ExamCodeTaken(Conflict):
    code = "exam_code_taken"
    title = Text(zh="考试代码已使用", en="The code of the examination is taken")
    detail = Text(
        zh="考试代码 {exam_code} 已使用。", en="There is an examination {exam_code} already."
    )


class SkillCertificateNumberTaken(Conflict):
    code = "skill_certificate_number_taken"
    title = Text(zh="证书编号已使用", en="The number of the certificate is taken")
    detail = Text(zh="证书编号 {number} 已使用。", en="There is a certificate {number} already.")


class CourseDatesWrong(Refused):
    code = "course_dates_wrong"
    title = Text(zh="开课日期颠倒", en="The days of the course are the wrong way round")
    detail = Text(zh="结束日期早于开班日期。", en="The course ends before it begins.")


class CourseTooShort(Refused):
    code = "course_too_short"
    title = Text(zh="课程天数不足", en="The course is too short")
    detail = Text(
        zh="课程没有 {days} 天，无法要求出勤 {days} 天。",
        en="The course has not the {days} days on which it wants people to be there.",
    )


class CourseInPast(Refused):
    code = "course_in_past"
    title = Text(zh="开班日期已过", en="The course would begin in the past")
    detail = Text(
        zh="开班日期 {day} 早于今天。", en="The course would begin on {day}, which is before today."
    )


class CourseNotToday(Conflict):
    code = "course_not_today"
    title = Text(zh="今天没有该课程", en="The course is not held today")
    detail = Text(
        zh="课程 {course_code} 于 {first} 至 {last} 举行。",
        en="The course {course_code} is held from {first} to {last}.",
    )


class NotInCourse(Refused):
    code = "not_in_course"
    title = Text(zh="持卡人未报名该课程", en="The cardholder is not enrolled in this course")
    detail = Text(
        zh="持卡人未报名课程 {course_code}。",
        en="The cardholder is not enrolled in the course {course_code}.",
    )


class SignedInToday(Conflict):
    code = "signed_in_today"
    title = Text(zh="今天已签到", en="Signed in today already")
    detail = Text(zh="今天已签到。", en="They signed in today already.")


class TrainingState(Conflict):
    code = "training_state"
    title = Text(zh="培训报名当前状态不允许", en="The enrolment's state doesn't allow it")
    detail = Text(
        zh="培训报名 {training_id} 当前状态为 {status}。",
        en="The enrolment {training_id} is {status}.",
    )


class AttendanceTooLow(Refused):
    code = "attendance_too_low"
    title = Text(zh="出勤不足", en="Too few days of attendance")
    detail = Text(
        zh="出勤 {days} 天，不足 {needed} 天。",
        en="Attended on {days} days, of the {needed} needed.",
    )


class CertificateOfTomorrow(Refused):
    code = "certificate_of_tomorrow"
    title = Text(zh="发证日期晚于今天", en="The certificate is dated after today")
    detail = Text(zh="发证日期 {day} 晚于今天。", en="The certificate is dated {day}, after today.")


class LevelHeldAlready(Refused):
    code = "skill_level_held_already"
    title = Text(zh="已持有同级或更高等级证书", en="A certificate of this level or above is held")
    detail = Text(
        zh="已持有证书 {number}（{level}）。",
        en="The person holds the certificate {number} ({level}).",
    )


class SkillCertificateState(Conflict):
    code = "skill_certificate_revoked"
    title = Text(zh="证书已撤销", en="The certificate was revoked")
    detail = Text(zh="证书 {number} 已撤销。", en="The certificate {number} was revoked.")


class TitleState(Conflict):
    code = "professional_title_revoked"
    title = Text(zh="职称已撤销", en="The title was revoked")
    detail = Text(zh="职称 {number} 已撤销。", en="The title {number} was revoked.")


class DeadPerson(Refused):
    code = "recipient_deceased"
    title = Text(zh="当事人已死亡", en="The person has died")
    detail = Text(zh="{person_id} 已死亡，不能办理。", en="{person_id} has died.")


class BallotImpossible(Refused):
    code = "ballot_impossible"
    title = Text(zh="票数不合理", en="The votes don't add up")
    detail = Text(
        zh="应到 {seats}、出席 {present}、赞成 {in_favour} 不合理。",
        en="{seats} seats, {present} present and {in_favour} in favour don't go together.",
    )


class BallotTwice(Conflict):
    code = "ballot_twice"
    title = Text(zh="已有表决结果", en="The board voted already")
    detail = Text(zh="评审委员会已表决该申报。", en="The board voted on this application already.")


class BallotNotWanted(Conflict):
    code = "ballot_not_wanted"
    title = Text(zh="该办件不待表决", en="The application waits for no vote")
    detail = Text(
        zh="办件 {application_id} 不是待表决的职称评审。",
        en="The application {application_id} is no title review that waits for a vote.",
    )


class BoardVoteWanted(Conflict):
    code = "board_vote_wanted"
    title = Text(zh="须先经评审委员会表决", en="The board has to vote first")
    detail = Text(
        zh="评审委员会尚未表决该申报。", en="The board has not voted on this application."
    )


class ExamDatesWrong(Refused):
    code = "exam_dates_wrong"
    title = Text(zh="考试日期顺序不对", en="The days of the examination are in the wrong order")
    detail = Text(
        zh="须依次为报名开始、报名截止、退费截止、考试日期。",
        en="Opening, closing, last day of refunds and the day itself follow each other.",
    )


class ExamSubjectsTwice(Refused):
    code = "exam_subjects_twice"
    title = Text(zh="科目重复", en="A subject stands twice")
    detail = Text(zh="科目重复。", en="A subject stands twice.")


class ExamRegistrationState(Conflict):
    code = "exam_registration_state"
    title = Text(zh="考试报名当前状态不允许", en="The registration's state doesn't allow it")
    detail = Text(
        zh="考试报名 {registration_id} 当前状态为 {status}。",
        en="The registration {registration_id} is {status}.",
    )


class ExamFeeLate(Conflict):
    code = "exam_fee_late"
    title = Text(zh="缴费时间已过", en="The time for the fee is over")
    detail = Text(zh="缴费截止日为 {day}。", en="The fee had to be paid by {day}.")


class ExamRefundLate(Conflict):
    code = "exam_refund_late"
    title = Text(zh="退费时间已过", en="The time for a refund is over")
    detail = Text(zh="退费截止日为 {day}。", en="The fee was given back until {day}.")


class ExamPayWay(Refused):
    code = "exam_pay_way"
    title = Text(zh="缴费方式与报名不符", en="Another way to pay was chosen")
    detail = Text(
        zh="报名时选择的缴费方式为 {pay_by}。", en="The way chosen at registration is {pay_by}."
    )


class ExamNotToday(Conflict):
    code = "exam_not_today"
    title = Text(zh="今天没有该考试", en="The examination is not held today")
    detail = Text(
        zh="考试 {exam_code} 于 {day} 举行。", en="The examination {exam_code} is held on {day}."
    )


class NotAdmitted(Refused):
    code = "not_admitted_to_exam"
    title = Text(zh="持卡人未取得准考资格", en="The cardholder is not admitted to this examination")
    detail = Text(
        zh="持卡人未报名考试 {exam_code} 或未缴费。",
        en="The cardholder has no registration for {exam_code}, or has not paid.",
    )


class FaceNotMatched(Refused):
    code = "face_not_matched"
    title = Text(zh="人证不一致", en="The face is not the cardholder's")
    detail = Text(zh="人脸比对与持卡人不一致。", en="The face does not match the cardholder's.")


class ScoresDontFit(Refused):
    code = "scores_dont_fit"
    title = Text(zh="科目与报名不符", en="The subjects are not those registered for")
    detail = Text(zh="报名科目为：{subjects}。", en="Registered for: {subjects}.")
