"""What callers send and get: files of a month, payment messages, messages of banks."""

from services.settlement.api.views import SIGNED, insurance
from services.settlement.domain.bank_messages import MESSAGES, REPORT_FORMS, RETURN_FORMS
from services.settlement.domain.clearing_files import FORMATS
from services.settlement.domain.membership import Rule
from sscsim.web import ListQuery, Resource, Schema, View, fields

_FORM = "csv as `Accept: text/csv` does."


def _payer(**kwargs: object) -> fields.Region:
    return fields.Region(attribute="payer", example="510100", **kwargs)


def _payee(**kwargs: object) -> fields.Region:
    return fields.Region(attribute="payee", example="500000", **kwargs)


# ---- which there are


class ListedStatementView(View):
    name = fields.Text(required=True, description="Of its file, without the ending.")
    statement_id = fields.Id("stm", required=True)
    statement_version = fields.Int(required=True)
    payer_region_code = _payer(required=True)
    payee_region_code = _payee(required=True)
    claims = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    is_current = fields.Bool(required=True)
    is_carried = fields.Bool(required=True, description="Its claims went on to a later month.")


class ListedNoticeView(View):
    notice_id = fields.Id("ntc", required=True)
    kind = fields.Enum(("payment", "receipt"), required=True)
    region_code = fields.Region(attribute="region", required=True, description="Who is told.")
    counterpart_region_code = fields.Region(attribute="counterpart", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    issued_at = fields.Instant(required=True)


class ClearingFilesView(View):
    object = fields.Object("clearing_files")
    cycle_id = fields.Id("cyc", required=True)
    month = fields.Month(required=True)
    statements = fields.List(fields.Nested(ListedStatementView), required=True, max=200_000)
    notices = fields.List(fields.Nested(ListedNoticeView), required=True, max=200_000)


# ---- files


class StatementFileAsked(Schema):
    payer_region_code = fields.Region(required=True, example="510100")
    payee_region_code = fields.Region(required=True, example="500000")
    statement_version = fields.QueryInt(
        min=1, max=1_000_000, description="The current one unless another is asked for."
    )
    format = fields.Enum(FORMATS, description=_FORM)


class NoticeFileAsked(Schema):
    format = fields.Enum(FORMATS, description=_FORM)


class TrailerView(View):
    count = fields.Int(required=True, description="How many lines there are.")
    sum_fen = fields.Fen(required=True, **SIGNED)
    sha256 = fields.Text(
        required=True, max=64, description="Of the bytes of the CSV before its trailer."
    )


class StatementHeadView(View):
    form = fields.Text(required=True, max=20)
    month = fields.Month(required=True)
    payer_region_code = fields.Region(required=True)
    payee_region_code = fields.Region(required=True)
    statement_version = fields.Text(required=True, max=10)


class ClaimLineView(View):
    claim_id = fields.Id("clm", required=True)
    settlement_id = fields.Text(
        required=True, max=60, description="An audit's claim has a number behind it."
    )
    insurance_kind = insurance(required=True)
    is_prior_year = fields.Bool(required=True)
    rule = fields.Enum([rule.value for rule in Rule], description="Why it is in this month.")
    institution_id = fields.Id("ins", required=True)
    person_id = fields.Text(required=True, max=40)
    settled_at = fields.Instant(required=True)
    takes_back_claim_id = fields.Id(
        "clm", description="The claim that it reverses, takes a part of, or prices again."
    )
    hifp_fen = fields.Fen(required=True, **SIGNED)
    hifob_fen = fields.Fen(required=True, **SIGNED)
    hifmi_fen = fields.Fen(required=True, **SIGNED)
    cvlserv_fen = fields.Fen(required=True, **SIGNED)
    maf_fen = fields.Fen(required=True, **SIGNED)
    oth_fen = fields.Fen(required=True, **SIGNED)
    account_pay_fen = fields.Fen(required=True, **SIGNED)
    deducted_fen = fields.Fen(required=True, description="Taken off by audits.", **SIGNED)
    total_fen = fields.Fen(required=True, description="What is left of it.", **SIGNED)


class StatementFileView(View):
    file = fields.Nested(StatementHeadView, required=True)
    lines = fields.List(fields.Nested(ClaimLineView), required=True, max=1_000_000)
    trailer = fields.Nested(TrailerView, required=True)


class NoticeHeadView(View):
    form = fields.Text(required=True, max=20)
    month = fields.Month(required=True)
    notice_id = fields.Id("ntc", required=True)
    kind = fields.Enum(("payment", "receipt"), required=True)
    payer_region_code = fields.Region(required=True)
    payee_region_code = fields.Region(required=True)
    bank_serial = fields.Text(required=True, max=24, description="What the payer's bank quotes.")
    issued_at = fields.Instant(required=True)
    pay_by_date = fields.Date(required=True)


class NoticeLineView(View):
    statement_id = fields.Id("stm", required=True)
    payer_region_code = fields.Region(required=True)
    payee_region_code = fields.Region(required=True)
    insurance_kind = insurance(required=True)
    is_prior_year = fields.Bool(required=True)
    claims = fields.Int(required=True)
    total_fen = fields.Fen(
        required=True, description="Below zero where it lowers what is paid.", **SIGNED
    )


class NoticeFileView(View):
    file = fields.Nested(NoticeHeadView, required=True)
    lines = fields.List(fields.Nested(NoticeLineView), required=True, max=100_000)
    trailer = fields.Nested(TrailerView, required=True)


# ---- messages


class PaymentMessageAsked(Schema):
    payer_region_code = fields.Region(required=True, example="510100")


class BankReportAsked(Schema):
    date = fields.Date(required=True, description="A day that is over.", example="2026-04-01")


def _content(said: str) -> fields.Base64:
    return fields.Base64(max=1_400_000, required=True, description=said, example="SERSfA==")


class BankReportSent(Schema):
    form = fields.Enum(REPORT_FORMS, load_default="camt.053", example="camt.053")
    content_base64 = _content("The report: camt.053.001.08, or CSV with a control record.")


class BankReturnSent(Schema):
    content_base64 = _content("The message: pacs.004.001.09.")


class MessageEntryView(View):
    bank_serial = fields.Text(required=True, max=24)
    receipt_id = fields.Id("rcp", required=True)
    is_new = fields.Bool(required=True, description="Its receipt was made by this message.")


class BankMessageView(Resource):
    object = fields.Object("bank_message")
    cycle_id = fields.Id("cyc", required=True)
    kind = fields.Enum(MESSAGES, required=True)
    form = fields.Enum((*REPORT_FORMS, *RETURN_FORMS), required=True)
    region_code = fields.Region(attribute="region", required=True, description="Whose bank.")
    message_id = fields.Text(required=True, max=35)
    sha256 = fields.Text(required=True, max=64, description="Of the bytes that came.")
    entry_count = fields.Int(attribute="count", required=True)
    total_fen = fields.Fen(attribute="total", required=True)
    skipped_count = fields.Int(
        attribute="skipped", required=True, description="Entries that no region paid."
    )
    entries = fields.List(fields.Nested(MessageEntryView), required=True, max=1_000)


class BankMessageFilters(ListQuery):
    kind = fields.Enum(MESSAGES)
