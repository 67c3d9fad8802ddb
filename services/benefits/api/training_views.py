"""Courses, vouchers, certificates, titles and examinations as the API shows them."""

from services.benefits.domain.training import course, exam, skill_certificate, voucher
from services.benefits.domain.training import title as titles
from sscsim.web import ListQuery, Resource, Schema, View, fields

_NONE = "0" * 26
COURSE = {"course_id": "trc_" + _NONE}
TRAINING = {"training_id": "trn_" + _NONE}
VOUCHER = {"voucher_id": "vch_" + _NONE}
SKILL = {"skill_certificate_id": "skc_" + _NONE}
TITLE = {"title_id": "ttl_" + _NONE}
EXAM = {"examination_id": "exm_" + _NONE}
REGISTRATION = {"exam_registration_id": "exr_" + _NONE}
PERSON_ID = "psn_" + _NONE
CREDENTIALS = (
    "card_id",
    "card_number",
    "card_identification_code",
    "electronic_code",
    "region_code",
)


class CourseCard(Schema):
    """One of card_id, card_number, card_identification_code and electronic_code."""

    card_id = fields.Id("card", example="card_" + _NONE)
    card_number = fields.Text(max=9)
    card_identification_code = fields.Text(max=32)
    electronic_code = fields.Text(max=3000)
    region_code = fields.Region(description="Of the card number, where several regions have it.")


# ---- courses


class CourseNew(Schema):
    region_code = fields.Region(required=True, example="990100")
    course_code = fields.Text(
        required=True, max=30, pattern="[0-9A-Za-z-]{1,30}", example="KC-CHEF-01"
    )
    title = fields.Text(required=True, max=100, example="中式烹调师（初级）培训")
    provider_name = fields.Text(required=True, max=100, example="示范培训学校")
    occupation = fields.Text(required=True, max=60, example="中式烹调师")
    shift = fields.Enum(course.SHIFTS, required=True, example="day")
    starts_on_date = fields.Date(required=True, attribute="starts_on", example="2026-05-04")
    ends_on_date = fields.Date(required=True, attribute="ends_on", example="2026-05-15")
    places = fields.Int(required=True, min=1, max=10_000, example=30)
    days_needed = fields.Int(
        required=True,
        min=1,
        max=1_000,
        description="On so many days one has to sign in.",
        example=2,
    )
    fee_fen = fields.Fen(required=True, min=1, attribute="fee", example=120_000)


class CourseView(Resource):
    object = fields.Object("training_course")
    region_code = fields.Region(required=True)
    course_code = fields.Text(required=True, max=30)
    title = fields.Text(required=True, max=100)
    provider_name = fields.Text(required=True, max=100)
    occupation = fields.Text(required=True, max=60)
    shift = fields.Enum(course.SHIFTS, required=True)
    starts_on_date = fields.Date(required=True, attribute="starts_on")
    ends_on_date = fields.Date(required=True, attribute="ends_on")
    places = fields.Int(required=True)
    days_needed = fields.Int(required=True)
    fee_fen = fields.Fen(required=True, attribute="fee")


class CourseFilters(ListQuery):
    region_code = fields.Region()
    course_code = fields.Text(max=30)


class TrainingEnding(Schema):
    outcome = fields.Enum((course.PASSED, course.DROPPED), required=True, example="passed")


class TrainingView(Resource):
    object = fields.Object("training")
    course_id = fields.Id("trc", required=True)
    course_code = fields.Text(required=True, max=30)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    application_id = fields.Id("svc", required=True)
    person_category = fields.Text(required=True, max=20)
    days = fields.Int(required=True, description="On so many days they signed in.")
    enrolled_on_date = fields.Date(required=True, attribute="enrolled_on")
    ended_on_date = fields.Date(attribute="ended_on")
    status = fields.Enum(course.STATUSES, required=True)


class TrainingFilters(ListQuery):
    person_id = fields.Id("psn")
    course_id = fields.Id("trc")
    status = fields.Enum(course.STATUSES)


class VoucherView(Resource):
    object = fields.Object("training_voucher")
    code = fields.Text(required=True, max=30)
    person_id = fields.Id("psn", required=True)
    year = fields.Int(required=True)
    region_code = fields.Region(required=True)
    application_id = fields.Id("svc", required=True)
    person_category = fields.Text(required=True, max=20)
    worth_fen = fields.Fen(required=True, attribute="worth")
    until_date = fields.Date(required=True, description="Last day on which it is redeemed.")
    training_id = fields.Id("trn")
    course_code = fields.Text(max=30)
    paid_fen = fields.Fen(attribute="paid", description="To the provider.")
    benefit_payment_id = fields.Id("bpy", attribute="payment_id")
    status = fields.Enum(voucher.STATUSES, required=True)


class VoucherFilters(ListQuery):
    person_id = fields.Id("psn")
    code = fields.Text(max=30)
    status = fields.Enum(voucher.STATUSES)


# ---- certificates and titles


class SkillCertificateNew(Schema):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    region_code = fields.Region(required=True, example="990100")
    number = fields.Text(
        required=True, max=30, pattern="[0-9A-Z]{1,30}", example="S000099010001234567"
    )
    occupation = fields.Text(required=True, max=60, example="中式烹调师")
    level = fields.Enum(skill_certificate.LEVELS, required=True, example="primary")
    issued_on_date = fields.Date(required=True, attribute="issued_on", example="2026-03-02")
    issuer_name = fields.Text(required=True, max=100, example="示范技能评价中心")


class SkillCertificateView(Resource):
    object = fields.Object("skill_certificate")
    number = fields.Text(required=True, max=30)
    kind = fields.Enum(skill_certificate.KINDS, required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    issuer_name = fields.Text(required=True, max=100)
    occupation = fields.Text(required=True, max=100)
    level = fields.Enum(skill_certificate.LEVELS, description="Of the eight grades (新八级工).")
    issued_on_date = fields.Date(required=True, attribute="issued_on")
    status = fields.Enum(skill_certificate.STATUSES, required=True)
    revoked_reason = fields.Text(max=400)


class SkillCertificateFilters(ListQuery):
    person_id = fields.Id("psn")
    number = fields.Text(max=30)
    status = fields.Enum(skill_certificate.STATUSES)


class SkillCertificateClaim(Schema):
    number = fields.Text(
        required=True, max=30, pattern="[0-9A-Z]{1,30}", example="S000099010001234567"
    )
    person_id = fields.Id("psn", description="Whose it is said to be.", example=PERSON_ID)
    level = fields.Enum(skill_certificate.LEVELS, example="primary")


class SkillCertificateFinding(View):
    number = fields.Text(required=True, max=30)
    finding = fields.Enum(
        skill_certificate.FINDINGS,
        required=True,
        description="`differs`: there is one, of somebody else or of another level.",
    )
    kind = fields.Enum(skill_certificate.KINDS)
    level = fields.Enum(skill_certificate.LEVELS)
    issued_on_date = fields.Date(attribute="issued_on")


class Revocation(Schema):
    reason = fields.Text(required=True, max=400, example="评价过程违规")


class TitleView(Resource):
    object = fields.Object("professional_title")
    number = fields.Text(required=True, max=40)
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", required=True)
    region_code = fields.Region(required=True)
    level = fields.Enum(titles.LEVELS, required=True)
    series = fields.Text(required=True, max=60)
    speciality = fields.Text(required=True, max=60)
    granted_on_date = fields.Date(required=True, attribute="granted_on")
    recognised_in = fields.List(
        fields.Region(), required=True, description="Provinces that take it as their own (互认)."
    )
    status = fields.Enum(titles.STATUSES, required=True)
    revoked_reason = fields.Text(max=400)


class TitleFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(titles.STATUSES)


class BallotNew(Schema):
    service_application_id = fields.Id("svc", required=True, example="svc_" + _NONE)
    seats = fields.Int(required=True, min=1, max=99, description="Of the board.", example=9)
    present = fields.Int(required=True, min=0, max=99, description="Who voted.", example=7)
    in_favour = fields.Int(required=True, min=0, max=99, example=6)


class BallotView(Resource):
    object = fields.Object("title_ballot")
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    region_code = fields.Region(required=True)
    seats = fields.Int(required=True)
    present = fields.Int(required=True)
    in_favour = fields.Int(required=True)
    voted_on_date = fields.Date(required=True, attribute="voted_on")


# ---- examinations


class ExaminationNew(Schema):
    region_code = fields.Region(required=True, description="Where it is taken.", example="990100")
    exam_code = fields.Text(
        required=True, max=30, pattern="[0-9A-Za-z-]{1,30}", example="KS-2026-01"
    )
    title = fields.Text(required=True, max=100, example="示范专业技术人员资格考试")
    subjects = fields.List(
        fields.Text(max=60), required=True, min=1, max=10, example=["专业实务", "法规"]
    )
    least_education = fields.Enum(exam.EDUCATION, required=True, example="college")
    least_years = fields.Int(
        required=True, min=0, max=60, description="In the profession.", example=2
    )
    fee_fen = fields.Fen(required=True, min=1, attribute="fee", example=12_200)
    seats = fields.Int(required=True, min=1, max=1_000_000, example=500)
    pass_mark = fields.Int(required=True, min=0, max=1_000, example=60)
    opens_on_date = fields.Date(required=True, attribute="opens_on", example="2026-04-01")
    closes_on_date = fields.Date(required=True, attribute="closes_on", example="2026-04-20")
    refund_until_date = fields.Date(required=True, attribute="refund_until", example="2026-05-10")
    held_on_date = fields.Date(required=True, attribute="held_on", example="2026-06-06")


class ExaminationView(Resource):
    object = fields.Object("examination")
    region_code = fields.Region(required=True)
    exam_code = fields.Text(required=True, max=30)
    title = fields.Text(required=True, max=100)
    subjects = fields.List(fields.Text(max=60), required=True)
    least_education = fields.Enum(exam.EDUCATION, required=True)
    least_years = fields.Int(required=True)
    fee_fen = fields.Fen(required=True, attribute="fee")
    seats = fields.Int(required=True)
    pass_mark = fields.Int(required=True)
    opens_on_date = fields.Date(required=True, attribute="opens_on")
    closes_on_date = fields.Date(required=True, attribute="closes_on")
    refund_until_date = fields.Date(required=True, attribute="refund_until")
    held_on_date = fields.Date(required=True, attribute="held_on")


class ExaminationFilters(ListQuery):
    region_code = fields.Region()
    exam_code = fields.Text(max=30)


class ExamEntry(CourseCard):
    face = fields.Enum(
        ("match", "mismatch"),
        required=True,
        description="Outcome of the comparison of faces: you decide it, we simulate no camera.",
        example="match",
    )


class FeePayment(Schema):
    """By the bank password of the card's account, or by a payment code of the electronic card,
    confirmed by its password or face, as was chosen at registration."""

    password = fields.Text(max=6, pattern="[0-9]{6}", example="471592")
    electronic_code = fields.Text(max=3000)
    face = fields.Enum(("match", "mismatch"))


class Score(Schema):
    subject = fields.Text(required=True, max=60, example="专业实务")
    score = fields.Int(required=True, min=0, max=1_000, example=82)


class Scores(Schema):
    scores = fields.List(
        fields.Nested(Score),
        required=True,
        min=1,
        max=10,
        example=[{"subject": "专业实务", "score": 82}],
    )


class ScoreView(View):
    subject = fields.Text(required=True, max=60)
    score = fields.Int(required=True)


class ScoresView(fields.List):
    """Kept by subject; shown as a list, or not at all before there are any."""

    def _serialize(self, value, attr, obj, **kwargs):  # type: ignore[no-untyped-def]  # marshmallow's own signature
        if not value:
            return None
        rows = [{"subject": name, "score": value[name]} for name in sorted(value)]
        return super()._serialize(rows, attr, obj, **kwargs)


class RegistrationView(Resource):
    object = fields.Object("exam_registration")
    examination_id = fields.Id("exm", required=True)
    exam_code = fields.Text(required=True, max=30)
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", required=True)
    region_code = fields.Region(required=True)
    subjects = fields.List(fields.Text(max=60), required=True)
    pay_by = fields.Enum(exam.PAY_BY, required=True)
    fee_fen = fields.Fen(required=True, attribute="fee")
    fee_reference = fields.Text(max=40, description="Entry or payment at the bank side.")
    admission_number = fields.Text(max=60, description="准考证号: there once the fee is paid.")
    scores = ScoresView(fields.Nested(ScoreView))
    is_passed = fields.Bool()
    skill_certificate_id = fields.Id("skc", attribute="certificate_id")
    status = fields.Enum(exam.STATUSES, required=True)


class RegistrationFilters(ListQuery):
    person_id = fields.Id("psn")
    examination_id = fields.Id("exm")
    status = fields.Enum(exam.STATUSES)
