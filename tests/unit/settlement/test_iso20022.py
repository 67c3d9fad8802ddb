"""ISO 20022 messages: of the right shape, read as they were written, bad ones refused."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settlement.domain.bank_messages import MAX_BYTES, MessageFault
from services.settlement.domain.iso20022 import camt053, pacs004, pacs009
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from tests.support.iso20022 import faults, texts

NOTICE = "ntc_" + "0" * 26
AT = datetime(2026, 5, 31, 9, tzinfo=CHINA)

_fen = st.integers(1, 10**14).map(Money)
_regions = st.sampled_from(["510100", "500000", "990100", "100000"])
_instants = st.integers(1_577_836_800, 4_070_908_800).map(
    lambda s: datetime.fromtimestamp(s, CHINA)
)
_days = st.dates(date(2020, 1, 1), date(2099, 1, 1))
_ids = st.text("0123456789ABCDEF-", min_size=1, max_size=30)
_serials = st.text("0123456789ABCDEF", min_size=1, max_size=20)
_notices = st.text("0123456789ABCDEF", min_size=26, max_size=26).map("ntc_".__add__)

_payments = st.builds(
    pacs009.Payment,
    _ids,
    _instants,
    st.lists(
        st.builds(
            pacs009.Transfer, _notices, _serials, _fen, _days, _regions, _regions,
            st.lists(_ids, max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)  # fmt: skip
_returns = st.builds(
    pacs004.PaymentReturn,
    _ids,
    _instants,
    st.lists(
        st.builds(
            pacs004.Returned, _ids, st.none() | _ids, st.none() | _notices, _serials, _fen, _days,
            _regions, _regions, st.sampled_from(["wrong_amount", "unknown_serial"]),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)  # fmt: skip
_signed = st.integers(-(10**14), 10**14).map(Money)
_between = st.builds(
    camt053.Entry, _ids, _signed.filter(bool), _instants, st.just("L6"), _serials,
    st.none() | _notices, _regions,
)  # fmt: skip
_other = st.builds(camt053.Entry, _ids, _signed.filter(bool), _instants, st.just("L4"))
_reports = st.builds(
    camt053.DayReport, _ids, _instants, _regions, st.just("R:510100:bank.treasury"), _days,
    _signed, st.lists(_between | _other, max_size=4).map(tuple),
).filter(lambda report: abs(report.closing.fen) < 10**15)  # fmt: skip


@given(_payments)
def test_payments_are_read_as_they_were_written(payment: pacs009.Payment):
    content = pacs009.write(payment)
    assert faults(content) == []
    assert pacs009.read(content) == payment
    assert pacs009.write(payment) == content


@given(_returns)
def test_returns_are_read_as_they_were_written(back: pacs004.PaymentReturn):
    content = pacs004.write(back)
    assert faults(content) == []
    assert pacs004.read(content) == back
    assert pacs004.write(back) == content


@given(_reports)
def test_reports_are_read_as_they_were_written(report: camt053.DayReport):
    content = camt053.write(report)
    assert faults(content) == []
    assert camt053.read(content) == report
    assert camt053.write(report) == content


def test_what_a_shape_finds():
    """The check of the checks: a message that is wrong in each way."""
    good = pacs009.write(
        pacs009.Payment("M", AT, (pacs009.Transfer(NOTICE, "S", Money(5), AT.date(), "510100",
                                                   "500000"),))
    )  # fmt: skip
    wrong = [
        (b"<SttlmMtd>CLRG</SttlmMtd>", b"", "SttlmMtd is missing"),
        (b"<NbOfTxs>1", b"<NbOfTxs>2", "NbOfTxs is not 1"),
        (b"<CtrlSum>0.05", b"<CtrlSum>0.06", "CtrlSum is not the sum"),
        (b'Ccy="CNY"', b'Ccy="USD"', "not in CNY"),
        (b">0.05</IntrBkSttlmAmt>", b">0.5</IntrBkSttlmAmt>", "has not two decimals"),
        (b"<MsgId>M</MsgId>", b"<MsgId>M</MsgId><MsgId>M</MsgId>", "MsgId stands 2 times"),
        (b"<EndToEndId>", b"<EndToEndId>" + b"x" * 30, "characters"),
        (b"<InstrId>S</InstrId>", b"<Extra/><InstrId>S</InstrId>", "InstrId is missing"),
    ]
    for old, new, said in wrong:
        assert old in good
        assert any(said in fault for fault in faults(good.replace(old, new))), said


# ---- messages that come in

ENTRY = camt053.Entry("1", Money(700), AT, "L6", "ABC", NOTICE, "510100")
PAID = camt053.Entry("2", Money(-900), AT, "L4")
DAY = camt053.write(
    camt053.DayReport("STM-1", AT, "500000", "ACC", AT.date(), Money(1_000), (ENTRY, PAID))
)
BACK = pacs004.write(
    pacs004.PaymentReturn(
        "RTR-1", AT,
        (pacs004.Returned("R1", "PAY", NOTICE, "ABC", Money(700), AT.date(), "510100", "500000",
                          "wrong_amount"),),
    )
)  # fmt: skip
BOMB = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 1000 + b'"><!ENTITY z "&x;&x;&x;">]>'
XXE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def test_what_a_report_says():
    found = camt053.taken(DAY)
    assert (found.message_id, found.region, found.total, found.skipped) == (
        "STM-1", "500000", Money(700), 1,
    )  # fmt: skip
    [credit] = found.credits
    assert (credit.bank_serial, credit.payer, credit.notice_id) == ("ABC", "510100", NOTICE)


def test_what_nobody_needs_is_passed_over():
    more = DAY.replace(b"<Ccy>CNY</Ccy>", b"<Ccy>CNY</Ccy><Nm>Treasury</Nm>")
    assert camt053.taken(more) == camt053.taken(DAY)


def prolog(insert: bytes) -> bytes:
    start, _, rest = DAY.partition(b"\n")
    return start + insert + rest


REPORTS: list[tuple[bytes, str]] = [
    (b"", "malformed"),
    (b"not xml", "malformed"),
    (DAY[:-20], "malformed"),
    (DAY + b"<more/>", "malformed"),
    (DAY.replace(b">ABC<", b">&nobody;<"), "malformed"),
    (DAY.replace(b'encoding="UTF-8"', b'encoding="KOI-99"'), "encoding"),
    (prolog(BOMB), "doctype"),
    (prolog(XXE), "doctype"),
    (prolog(b"<!DOCTYPE Document>"), "doctype"),
    (b"<a>" * 40 + b"</a>" * 40, "depth"),
    (DAY + b" " * MAX_BYTES, "too_large"),
    (BACK, "message"),
    (DAY.replace(b"camt.053.001.08", b"camt.053.001.02"), "message"),
    (DAY.replace(b"<NbOfNtries>2", b"<NbOfNtries>3"), "count"),
    (DAY.replace(b"<NbOfNtries>2", b"<NbOfNtries>two"), "count"),
    (DAY.replace(b"<Sum>16.00", b"<Sum>16.01"), "sum"),
    (DAY.replace(b'"CNY">8.00', b'"CNY">8.01'), "balance"),
    (DAY.replace(b"<MsgId>STM-1</MsgId>", b""), "missing"),
    (DAY.replace(b"<MsgId>STM-1", b"<MsgId>"), "message_id"),
    (DAY.replace(b"<Cd>CLBD", b"<Cd>XXXX"), "missing"),
    (DAY.replace(b"<Cd>BOOK", b"<Cd>PDNG", 1), "not_booked"),
    (DAY.replace(b'Ccy="CNY">7.00', b'Ccy="USD">7.00', 1), "currency"),
    (DAY.replace(b'"CNY">7.00', b'"CNY">7', 1), "amount"),
    (DAY.replace(b'"CNY">7.00', b'"CNY">-7.00', 1), "amount"),
    (DAY.replace(b">CRDT<", b">XXXX<"), "direction"),
    (DAY.replace(b">ABC<", b">A B<"), "bank_serial"),
    (DAY.replace(NOTICE.encode(), b"somebody"), "notice_id"),
    (DAY.replace(b"<Id>500000</Id>", b"<Id>Chongqing</Id>"), "region"),
    (DAY.replace(b"</TxDtls>", b"</TxDtls><TxDtls/>"), "batch"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code"), REPORTS)
def test_a_bad_report_is_refused_whole(content: bytes, code: str):
    with pytest.raises(MessageFault) as caught:
        camt053.taken(content)
    assert caught.value.code == code, caught.value
    assert caught.value.zh
    assert caught.value.en


def test_a_serial_stands_in_one_entry():
    twice = camt053.DayReport("S", AT, "500000", "ACC", AT.date(), Money(0), (ENTRY, ENTRY))
    with pytest.raises(MessageFault, match=r"Ntry\[2\]: has the serial of .*Ntry\[1\]"):
        camt053.taken(camt053.write(twice))


RETURNS: list[tuple[bytes, str]] = [
    (DAY, "message"),
    (BACK.replace(b"<NbOfTxs>1", b"<NbOfTxs>2"), "count"),
    (BACK.replace(b"<CtrlSum>7.00", b"<CtrlSum>7.01"), "sum"),
    (BACK.replace(b"<OrgnlTxId>ABC</OrgnlTxId>", b""), "missing"),
    (BACK.replace(b"<Cd>AM09</Cd>", b""), "reason"),
    (BACK.replace(b"<Id>500000</Id>", b""), "region"),
    (BACK.replace(NOTICE.encode(), b"somebody"), "notice_id"),
    (BACK[: BACK.index(b"<TxInf>")] + b"</PmtRtr></Document>", "missing"),
]


@pytest.mark.parametrize(("content", "code"), RETURNS)
def test_a_bad_return_is_refused_whole(content: bytes, code: str):
    with pytest.raises(MessageFault) as caught:
        pacs004.taken(content)
    assert caught.value.code == code, caught.value


@pytest.mark.parametrize("good", [DAY, BACK])
@given(at=st.integers(0, 10_000), value=st.integers(0, 255))
def test_bytes_at_random_give_a_message_or_a_fault(good: bytes, at: int, value: int):
    content = bytearray(good)
    content[at % len(content)] = value
    read: Any = camt053.taken if good is DAY else pacs004.taken
    try:
        assert read(bytes(content)).message_id
    except MessageFault as fault:
        assert fault.code  # either is good; anything else fails


def test_the_names_of_regions_are_not_what_counts():
    assert texts(BACK, "InstgAgt/FinInstnId/Nm") == ["重庆市"]
    assert pacs004.taken(BACK.replace("重庆市".encode(), b"?")).region == "500000"
