"""Shapes of social insurance: employers, relations, months, accounts, charges, declarations."""

from services.benefits.domain import insurance as words
from services.benefits.domain.form import CREDIT_CODE
from services.benefits.domain.insurance import (
    charge,
    declaration,
    insured_employer,
    ledger,
    payout_account,
    personal_data,
    relation,
)
from services.benefits.domain.insurance import month as months
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

FILE = 4_000_000
"""Characters of a file of 50,000 persons in base64."""


def credit_code(**more: object) -> fields.Text:
    return fields.Text(max=18, min=18, pattern=CREDIT_CODE, **more)


def kind(**more: object) -> fields.Enum:
    return fields.Enum(tuple(words.KINDS), **more)


# ---- employers


class InsuredEmployerNew(Schema):
    credit_code = credit_code(required=True, example="91990100MA0000001G")
    name = fields.Text(max=100, required=True, example="示范单位一")
    region_code = fields.Region(required=True, example="990100")
    nature = fields.Enum(insured_employer.NATURES, required=True, example="enterprise")
    industry_class = fields.Int(
        min=1, max=8, required=True, description="By risk, for work injury.", example=2
    )
    size = fields.Enum(
        insured_employer.SIZES, required=True, description="As reliefs ask.", example="small"
    )
    party_id = fields.Text(
        max=64, description="The employer's party; an employer's key says it by itself."
    )
    by_direct_debit = fields.Bool(
        load_default=False,
        description="三方协议委托扣款: a charge is taken off its account a day after it is made.",
    )


class InsuredEmployerView(Resource):
    object = fields.Object("insured_employer")
    credit_code = fields.Text(required=True, max=18)
    name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    nature = fields.Enum(insured_employer.NATURES, required=True)
    industry_class = fields.Int(required=True)
    size = fields.Enum(insured_employer.SIZES, required=True)
    party_id = fields.Text(max=64)
    registered_on = fields.Date(required=True)
    by_direct_debit = fields.Bool(required=True)


class InsuredEmployerFilters(ListQuery):
    region_code = fields.Region()
    credit_code = credit_code()


# ---- relations and months


class RelationView(Resource):
    object = fields.Object("insurance_relation")
    person_id = fields.Id("psn", required=True)
    person_name = fields.Text(required=True, max=100)
    kind = kind(required=True)
    category = fields.Enum(tuple(words.CATEGORIES), required=True)
    region_code = fields.Region(required=True)
    application_id = fields.Id("svc")
    employer_credit_code = fields.Text(max=18)
    wage_fen = fields.Fen(attribute="wage", required=True, description="As it was declared.")
    base_fen = fields.Fen(
        attribute="base", required=True, description="When it began; of residents a year's tier."
    )
    from_month = fields.Month(required=True)
    started_on = fields.Date(required=True)
    suspended_on = fields.Date()
    ended_on = fields.Date(description="The last day that is insured.")
    ended_for = fields.Enum(relation.ENDED_FOR)
    status = fields.Enum(relation.STATUSES, required=True)


class RelationFilters(ListQuery):
    person_id = fields.Id("psn")
    kind = kind()
    region_code = fields.Region()
    employer_credit_code = credit_code()
    status = fields.Enum(relation.STATUSES)


class ContributionMonthView(View):
    object = fields.Object("contribution_month")
    person_id = fields.Id("psn", required=True)
    kind = kind(required=True)
    month = fields.Month(required=True, description="Of residents the January of their year.")
    region_code = fields.Region(required=True)
    relation_id = fields.Id("isr")
    charge_id = fields.Id("ctc")
    category = fields.Enum(tuple(words.CATEGORIES), required=True)
    base_fen = fields.Fen(attribute="base", required=True)
    employer_fen = fields.Fen(attribute="employer", required=True)
    personal_fen = fields.Fen(attribute="personal", required=True)
    subsidy_fen = fields.Fen(attribute="subsidy", required=True)
    to_account_fen = fields.Fen(
        attribute="to_account", required=True, description="Of it, to the personal account."
    )
    origin = fields.Enum(months.ORIGINS, required=True)
    paid_on = fields.Date()
    status = fields.Enum(months.STATUSES, required=True)


class ContributionMonthFilters(ListQuery):
    person_id = fields.Id("psn")
    kind = kind()
    status = fields.Enum(months.STATUSES)


# ---- accounts


class PensionAccountView(Resource):
    object = fields.Object("pension_account")
    person_id = fields.Id("psn", required=True)
    kind = fields.Enum(words.WITH_ACCOUNT, required=True)
    region_code = fields.Region(required=True)
    balance_fen = fields.Fen(attribute="balance", required=True)
    opened_on = fields.Date(required=True)
    closed_on = fields.Date()
    status = fields.Enum(ledger.STATUSES, required=True)


class PensionAccountFilters(ListQuery):
    person_id = fields.Id("psn")
    kind = fields.Enum(words.WITH_ACCOUNT)
    region_code = fields.Region()


class AccountEntryView(View):
    object = fields.Object("pension_account_entry")
    business_key = fields.Text(required=True, max=200, description="What it is for, once.")
    month = fields.Month(required=True, description="From which on it bears interest.")
    kind = fields.Enum(ledger.KINDS, required=True)
    amount_fen = fields.Fen(
        attribute="amount",
        required=True,
        min=-fields.MAX_FEN,
        description="Below zero: it goes out.",
    )
    posted_on = fields.Date(required=True)


class PayoutAccountView(Resource):
    object = fields.Object("payout_account")
    person_id = fields.Id("psn", required=True)
    scheme = fields.Enum(payout_account.SCHEMES, required=True)
    account_id = fields.Id("bka", required=True)
    from_month = fields.Month(required=True, description="From which on it holds.")
    application_id = fields.Id("svc", required=True)
    status = fields.Enum(payout_account.STATUSES, required=True)


class PayoutAccountFilters(ListQuery):
    person_id = fields.Id("psn")
    scheme = fields.Enum(payout_account.SCHEMES)
    status = fields.Enum(payout_account.STATUSES)


class DataChangeView(Resource):
    object = fields.Object("personal_data_change")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    field = fields.Enum(personal_data.FIELDS, required=True)
    application_id = fields.Id("svc", required=True)
    card_order_id = fields.Id("cdo", description="By which the card service does it.")
    status = fields.Enum(personal_data.STATUSES, required=True)


class DataChangeFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(personal_data.STATUSES)


# ---- charges


class ChargeView(Resource):
    object = fields.Object("contribution_charge")
    kind = fields.Enum(charge.KINDS, required=True)
    region_code = fields.Region(required=True)
    person_id = fields.Id("psn")
    credit_code = fields.Text(max=18)
    payer_name = fields.Text(required=True, max=100)
    application_id = fields.Id("svc")
    declaration_id = fields.Id("cdl")
    from_month = fields.Month(required=True)
    month = fields.Month(required=True, description="The last one that it is for.")
    persons = fields.Int(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, description="Without late fees.")
    subsidy_fen = fields.Fen(attribute="subsidy", required=True)
    late_fee_fen = fields.Fen(attribute="late_fee", required=True, description="Once it is paid.")
    pay_by = fields.Enum(charge.PAY_BY, required=True)
    due_on = fields.Date(required=True, description="The last day in time.")
    paid_on = fields.Date()
    tries = fields.Int(required=True)
    return_code = fields.Text(max=2, description="What the bank side said to a debit that failed.")
    status = fields.Enum(charge.STATUSES, required=True)


class ChargeFilters(ListQuery):
    person_id = fields.Id("psn")
    credit_code = credit_code()
    region_code = fields.Region()
    kind = fields.Enum(charge.KINDS)
    status = fields.Enum(charge.STATUSES)


class ChargePartView(View):
    object = fields.Object("contribution_charge_part")
    kind = kind(required=True)
    month = fields.Month(required=True)
    employer_fen = fields.Fen(attribute="employer", required=True)
    personal_fen = fields.Fen(attribute="personal", required=True)
    subsidy_fen = fields.Fen(attribute="subsidy", required=True)
    late_fee_fen = fields.Fen(attribute="late_fee", required=True)


class ChargePartsView(View):
    data = fields.List(fields.Nested(ChargePartView), required=True)


class ChargeExplanationView(View):
    object = fields.Object("contribution_charge_explanation")
    charge_id = fields.Id("ctc", required=True)
    explanation = fields.Nested(ExplanationView, required=True)


class ChargeByCode(Schema):
    electronic_code = fields.Text(
        required=True,
        max=3000,
        description="What the electronic card shows.",
        example="eyJ2IjoxfQ.text-of-a-code",
    )
    password = fields.Text(max=6, pattern="[0-9]{6}", example="471592")
    face = fields.Enum(("match", "mismatch"))


class RefundNew(Schema):
    person_id = fields.Id("psn", required=True, example=ZHOU_MING.person_id(SEED))
    kind = kind(required=True, example="employee_pension")
    month = fields.Month(required=True, example="2026-03")
    right_wage_fen = fields.Fen(
        attribute="right_wage",
        min=1,
        description="On which the month should have been paid: what was too much goes back. "
        "Absent: all of it.",
    )


class CorrectionView(Resource):
    object = fields.Object("contribution_correction")
    person_id = fields.Id("psn", required=True)
    kind = kind(required=True)
    month = fields.Month(required=True)
    region_code = fields.Region(required=True)
    charge_id = fields.Id("ctc", required=True)
    base_fen = fields.Fen(attribute="base", required=True, description="On which it was paid.")
    right_base_fen = fields.Fen(attribute="right_base", required=True)
    employer_fen = fields.Fen(attribute="employer", required=True, description="That went back.")
    personal_fen = fields.Fen(attribute="personal", required=True)
    account_fen = fields.Fen(
        attribute="account", required=True, description="That left the personal account."
    )
    corrected_on = fields.Date(required=True)
    explanation = fields.Nested(ExplanationView, required=True)


class CorrectionFilters(ListQuery):
    person_id = fields.Id("psn")
    kind = kind()
    region_code = fields.Region()


# ---- declarations


class DeclarationNew(Schema):
    employer_credit_code = credit_code(required=True, example="91990100MA0000001G")
    region_code = fields.Region(required=True, example="990100")
    contribution_month = fields.Month(required=True, example="2026-03")
    content_base64 = fields.Base64(
        max=FILE,
        required=True,
        description="UTF-8, a person a line: `number|social security number|change|wage in "
        "yuan|from month or empty`, of up to 50,000.",
    )


class DeclarationView(Resource):
    object = fields.Object("contribution_declaration")
    application_id = fields.Id("svc")
    credit_code = fields.Text(required=True, max=18)
    employer_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    sha256 = fields.Text(required=True, max=64, description="Of its lines as they came.")
    lines_count = fields.Int(required=True)
    charge_id = fields.Id("ctc", description="What its month is paid by.")
    declared_on = fields.Date(required=True)
    status = fields.Enum(declaration.STATUSES, required=True)


class DeclarationFilters(ListQuery):
    credit_code = credit_code()
    region_code = fields.Region()
    month = fields.Month()
    status = fields.Enum(declaration.STATUSES)


class DeclarationLineView(View):
    object = fields.Object("contribution_declaration_line")
    number = fields.Int(required=True)
    person_id = fields.Id("psn", required=True)
    social_security_number = fields.Text(required=True, max=18)
    change = fields.Enum(declaration.CHANGES, required=True)
    wage_fen = fields.Fen(attribute="wage", required=True)
    from_month = fields.Month(required=True)
