"""Personal accounts and accumulators, as callers send and get them."""

from services.medical.api.views_common import PERSON_ID, home, insurance
from services.medical.domain import account, vocabulary
from sscsim.web import ListQuery, Resource, Schema, View, fields


class AccountView(Resource):
    object = fields.Object("personal_account")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Whose book holds the account.")
    balance_fen = fields.Fen(required=True, attribute="balance")
    entry_count = fields.Int(min=0, required=True)


class CreditNew(Schema):
    amount_fen = fields.Fen(
        required=True, min=1, max=10**10, attribute="amount", example=20000, description="划入金额."
    )
    note = fields.Text(max=200, example="2026-04")


class AccountEntryView(Resource):
    object = fields.Object("account_journal")
    person_id = fields.Id("psn", required=True)
    kind = fields.Enum(
        account.ENTRY_KINDS,
        required=True,
        description="credit (划入), reversal and interest (利息) raise the balance, settlement "
        "lowers it.",
    )
    amount_fen = fields.Fen(required=True, attribute="amount", description="Without a sign.")
    balance_after_fen = fields.Fen(required=True, attribute="balance_after")
    refers_to = fields.Text(max=40, description="The settlement or reversal, or the account year.")
    note = fields.Text(max=200)


class DiseaseYearView(View):
    disease = fields.Enum(vocabulary.CHRONIC_DISEASES, required=True)
    deductible_used_fen = fields.Fen(required=True, attribute="deductible")
    pool_used_fen = fields.Fen(required=True, attribute="pool")


class AccumulatorView(Resource):
    object = fields.Object("accumulator")
    person_id = fields.Id("psn", required=True)
    insurance_kind = insurance(required=True)
    home_region_code = home(required=True)
    insurance_year = fields.Int(
        required=True, description="The year in which the insurance year began."
    )
    stays = fields.Int(min=0, required=True, description="Settled stays (住院次数).")
    pool_used_fen = fields.Fen(
        required=True,
        attribute="pool",
        description="Paid by the pool for stays and what shares their cap.",
    )
    outpatient_deductible_used_fen = fields.Fen(required=True, attribute="outpatient_deductible")
    outpatient_pool_used_fen = fields.Fen(
        required=True,
        attribute="outpatient_pool",
        description="Paid by the pool for outpatients and what shares their cap.",
    )
    large_amount_used_fen = fields.Fen(required=True, attribute="large_amount")
    big_illness_counted_fen = fields.Fen(required=True, attribute="big_illness_counted")
    assistance_used_fen = fields.Fen(required=True, attribute="assistance")
    pharmacy_deductible_used_fen = fields.Fen(required=True, attribute="pharmacy_deductible")
    pharmacy_pool_used_fen = fields.Fen(
        required=True,
        attribute="pharmacy_pool",
        description="Paid by the pool for purchases, where they share no cap with outpatients.",
    )
    chronic_pool_used_fen = fields.Fen(
        required=True,
        attribute="chronic_pool",
        description="Paid by the pool for chronic diseases, where they share no cap with stays.",
    )
    prenatal_pool_used_fen = fields.Fen(required=True, attribute="prenatal_pool")
    delivery_pool_fen = fields.Fen(
        required=True, attribute="delivery_pool", description="Paid within quotas of deliveries."
    )
    work_injury_fen = fields.Fen(
        required=True, attribute="work_injury", description="Paid by the fund of work injuries."
    )
    diseases = fields.List(
        fields.Nested(DiseaseYearView),
        required=True,
        description="Each chronic disease that was billed this year.",
    )


class AccumulatorFilters(ListQuery):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    insurance_kind = insurance()
    home_region_code = home()
    insurance_year = fields.QueryInt(min=1900, max=2200)
