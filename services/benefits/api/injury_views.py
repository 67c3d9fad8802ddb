"""How work injuries and what rests on them are shown."""

from services.benefits.domain.injury import finding, recognition
from sscsim.web import ListQuery, Resource, Schema, fields

_NONE = "0" * 26
INJURY = {"work_injury_id": "inj_" + _NONE}
FINDING = {"capacity_finding_id": "lcf_" + _NONE}


class WorkInjuryView(Resource):
    object = fields.Object("work_injury")
    number = fields.Text(required=True, max=40, description="认定决定书编号.")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="That recognised it.")
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    employer_credit_code = fields.Text(required=True, max=18)
    platform_order_id = fields.Id("pfo", description="Of whoever is insured by the order.")
    injury_kind = fields.Enum(recognition.KINDS, required=True)
    injured_on_date = fields.Date(required=True, attribute="injured_on")
    died_on_date = fields.Date(attribute="died_on")
    place = fields.Text(required=True, max=200)
    diagnosis = fields.Text(required=True, max=500)
    applied_on_date = fields.Date(required=True, attribute="applied_on")
    recognised_on_date = fields.Date(required=True, attribute="recognised_on")
    decide_by_date = fields.Date(
        required=True, attribute="decide_by", description="Last day for it by the regulation."
    )
    is_insured = fields.Bool(required=True, description="Else the employer pays it all.")
    fund_from_date = fields.Date(
        attribute="fund_from", description="The employer applied late: it bears what arose before."
    )
    declared_wage_fen = fields.Fen(
        attribute="declared_wage", description="A month, as applied for."
    )
    confirmed_wage_fen = fields.Fen(attribute="confirmed_wage", description="The agency's word.")
    stop_work_until_date = fields.Date(
        required=True,
        attribute="stop_work_until",
        description="停工留薪期: to this day as a rule, the employer pays on.",
    )
    stop_work_extended_on_date = fields.Date(attribute="stop_work_extended_on")
    contested_on_date = fields.Date(attribute="contested_on")
    ended_on_date = fields.Date(attribute="ended_on")
    ended_for = fields.Enum(recognition.ENDED_FOR)
    status = fields.Enum(recognition.INJURY_STATUSES, required=True)


class WorkInjuryFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    number = fields.Text(max=40)
    employer_credit_code = fields.Text(max=18)
    status = fields.Enum(recognition.INJURY_STATUSES)


class InjuryWage(Schema):
    average_wage_fen = fields.Fen(
        required=True,
        min=1,
        max=100_000_000,
        attribute="average_wage",
        description="Average contribution wage of the twelve months before, a month.",
        example=650_000,
    )


class StopWorkExtension(Schema):
    months = fields.Int(required=True, min=1, max=120, example=6)


class InjuryContest(Schema):
    reason = fields.Text(required=True, max=400, example="受伤时不在工作岗位")


class InjuryContestDecision(Schema):
    outcome = fields.Enum(("upheld", "overturned"), required=True, example="upheld")


# ---- labour capacity


class CapacityPanelNew(Schema):
    service_application_id = fields.Id("svc", required=True, example="svc_" + _NONE)
    experts = fields.Enum(
        tuple(str(number) for number in finding.PANELS),
        required=True,
        description="How many they were.",
        example="3",
    )
    grade = fields.Int(min=1, max=10, description="伤残等级; left out: none.", example=7)
    care_level = fields.Enum(finding.CARE_WORDS, required=True, example="none")
    devices = fields.List(
        fields.Enum(finding.DEVICES), max=7, description="辅助器具 that are needed.", example=[]
    )


class CapacityPanelView(Resource):
    object = fields.Object("capacity_panel")
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    region_code = fields.Region(required=True)
    experts = fields.Int(required=True)
    grade = fields.Int()
    care_level = fields.Enum(finding.CARE_WORDS, required=True)
    devices = fields.List(fields.Enum(finding.DEVICES), required=True)
    concluded_on_date = fields.Date(required=True, attribute="concluded_on")


class CapacityFindingView(Resource):
    object = fields.Object("capacity_finding")
    number = fields.Text(required=True, max=40, description="鉴定结论书编号.")
    work_injury_id = fields.Id("inj", required=True, attribute="injury_id")
    person_id = fields.Id("psn", required=True)
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    region_code = fields.Region(required=True)
    kind = fields.Enum(finding.APPRAISAL_KINDS, required=True)
    grade = fields.Int(description="1 to 10, the heaviest first; absent: none.")
    care_level = fields.Enum(finding.CARE_WORDS, required=True)
    devices = fields.List(fields.Enum(finding.DEVICES), required=True)
    concluded_on_date = fields.Date(required=True, attribute="concluded_on")
    contest_until_date = fields.Date(
        attribute="contest_until", description="Last day to ask for another appraisal."
    )
    status = fields.Enum(finding.FINDING_STATUSES, required=True)


class CapacityFindingFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    number = fields.Text(max=40)
    status = fields.Enum(finding.FINDING_STATUSES)
