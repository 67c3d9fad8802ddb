"""How care elsewhere and assistive devices are shown."""

from services.benefits.domain.injury import finding, fitting, offsite, settled_bill
from sscsim.web import ListQuery, Resource, fields

_NONE = "0" * 26
OFFSITE = {"offsite_care_id": "ofc_" + _NONE}
SETTLEMENT = {"injury_settlement_id": "ist_" + _NONE}
DEVICE = {"assistive_device_id": "asd_" + _NONE}


class OffsiteCareView(Resource):
    object = fields.Object("offsite_care")
    person_id = fields.Id("psn", required=True)
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    region_code = fields.Region(required=True, description="That confirmed it.")
    reason = fields.Enum(offsite.OFFSITE_REASONS, required=True)
    care_region_code = fields.Region(required=True)
    hospital_name = fields.Text(required=True, max=100)
    from_date = fields.Date(required=True)
    to_date = fields.Date(description="Its last day; open without.")
    ended_on_date = fields.Date(attribute="ended_on")
    status = fields.Enum(offsite.OFFSITE_STATUSES, required=True)


class OffsiteCareFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    care_region_code = fields.Region()
    status = fields.Enum(offsite.OFFSITE_STATUSES)


class InjurySettlementView(Resource):
    object = fields.Object("injury_settlement")
    service_application_id = fields.Id(
        "svc", attribute="application_id", description="Absent: settled without one."
    )
    work_injury_id = fields.Id("inj", required=True, attribute="injury_id")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    care_region_code = fields.Region(required=True)
    visit_id = fields.Id("vis", required=True)
    settlement_id = fields.Id("stl", description="Of the medical service.")
    total_fen = fields.Fen(required=True, attribute="total")
    fund_pay_fen = fields.Fen(required=True, attribute="fund_pay")
    cash_pay_fen = fields.Fen(required=True, attribute="cash_pay")
    status = fields.Enum(settled_bill.SETTLEMENT_STATUSES, required=True)


class InjurySettlementFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    visit_id = fields.Id("vis")
    status = fields.Enum(settled_bill.SETTLEMENT_STATUSES)


class AssistiveDeviceView(Resource):
    object = fields.Object("assistive_device")
    person_id = fields.Id("psn", required=True)
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    work_injury_id = fields.Id("inj", required=True, attribute="injury_id")
    capacity_finding_id = fields.Id("lcf", required=True, attribute="finding_id")
    region_code = fields.Region(required=True)
    device = fields.Enum(finding.DEVICES, required=True)
    supplier_name = fields.Text(required=True, max=100)
    confirmed_on_date = fields.Date(required=True, attribute="confirmed_on")
    fitted_on_date = fields.Date(attribute="fitted_on")
    lasts_until_date = fields.Date(
        attribute="lasts_until", description="From this day on it can be replaced."
    )
    price_fen = fields.Fen(attribute="price")
    injury_grant_id = fields.Id("igr", attribute="grant_id", description="What the fund pays.")
    status = fields.Enum(fitting.DEVICE_STATUSES, required=True)


class AssistiveDeviceFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    device = fields.Enum(finding.DEVICES)
    status = fields.Enum(fitting.DEVICE_STATUSES)
