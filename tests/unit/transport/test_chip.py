"""Records on the chip: bytes as they lie there, and there and back again."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transport.domain import chip
from services.transport.domain.chip import (
    ApplicationBlock,
    ChipRecordWrong,
    JourneyRecord,
    PurseRecord,
)
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

AT = datetime(2026, 4, 1, 8, 5, 9, tzinfo=CHINA)
PURSE = PurseRecord(258, Money(360), "compound_purchase", "000000000042", AT)
PURSE_BYTES = bytes.fromhex("0102 000000 00000168 09 000000000042 20260401080509")
JOURNEY = JourneyRecord(
    "exit", "0000000000000042", "metro", "10000100000005", Money(360), Money(9640), AT,
    "1000", "1234567890123456",
)  # fmt: skip
JOURNEY_BYTES = bytes.fromhex(
    "04 0000000000000042 01 10000100000005 00000168 000025a8 20260401080509 1000"
    "1234567890123456 000000000000"
)
BLOCK = ApplicationBlock(0, "1000", "3104991234567890123", date(2026, 4, 1), date(2036, 3, 31))
BLOCK_BYTES = bytes.fromhex("00 00 1000 000000000000 03104991234567890123 20260401 20360331")


def test_bytes_as_they_lie_on_the_card() -> None:
    assert (len(PURSE_BYTES), len(JOURNEY_BYTES), len(BLOCK_BYTES)) == (23, 48, 28)
    assert PURSE.encode() == PURSE_BYTES
    assert JOURNEY.encode() == JOURNEY_BYTES
    assert BLOCK.encode() == BLOCK_BYTES
    assert PurseRecord.decode(PURSE_BYTES) == PURSE
    assert JourneyRecord.decode(JOURNEY_BYTES) == JOURNEY
    assert ApplicationBlock.decode(BLOCK_BYTES) == BLOCK
    # The places that readers of such cards name: city at 0x02, number at 0x0A, days at 0x14, 0x18
    assert (BLOCK_BYTES[2:4].hex(), BLOCK_BYTES[0x14:0x18].hex()) == ("1000", "20260401")
    assert BLOCK_BYTES[0x0A:0x14].hex() == "0" + BLOCK.number
    assert chip.balance(bytes.fromhex("000025a8")) == Money(9640)


def numbers(length: int) -> Any:
    return st.text("0123456789", min_size=length, max_size=length)


amounts = st.integers(0, 2**32 - 1).map(Money)
moments = st.integers(0, 70 * 365 * 86_400).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=CHINA) + timedelta(seconds=seconds)
)


@given(
    st.builds(
        PurseRecord, st.integers(0, 65_535), amounts, st.sampled_from([*chip.PURSE_TYPES.values()]),
        numbers(12), moments, st.binary(min_size=3, max_size=3),
    )
)  # fmt: skip
def test_a_purse_record_there_and_back(record: PurseRecord) -> None:
    assert PurseRecord.decode(record.encode()) == record


@given(
    st.builds(
        JourneyRecord, st.sampled_from([*chip.JOURNEY_TYPES.values()]), numbers(16),
        st.sampled_from([*chip.JOURNEY_KINDS.values()]), numbers(14), amounts, amounts, moments,
        numbers(4), numbers(16), st.binary(min_size=6, max_size=6),
    )
)  # fmt: skip
def test_a_journey_record_there_and_back(record: JourneyRecord) -> None:
    assert JourneyRecord.decode(record.encode()) == record


@given(
    st.builds(
        ApplicationBlock, st.integers(0, 255), numbers(4), numbers(19), st.dates(date(1900, 1, 1)),
        st.dates(date(1900, 1, 1)),
        st.tuples(st.binary(min_size=1, max_size=1), st.binary(min_size=6, max_size=6)),
    )
)  # fmt: skip
def test_an_application_block_there_and_back(block: ApplicationBlock) -> None:
    assert ApplicationBlock.decode(block.encode()) == block


@given(st.binary(min_size=0, max_size=60))
def test_any_bytes_are_read_or_refused(record: bytes) -> None:
    for kind in (PurseRecord, JourneyRecord, ApplicationBlock):
        try:
            read = kind.decode(record)
        except ChipRecordWrong:
            continue
        assert read.encode() == record


@pytest.mark.parametrize("at", range(23))
def test_a_byte_that_is_no_digit_is_refused_where_digits_stand(at: int) -> None:
    spoiled = PURSE_BYTES[:at] + b"\xff" + PURSE_BYTES[at + 1 :]
    if at < 9:  # sequence, reserved and amount may be any bytes
        assert PurseRecord.decode(spoiled).encode() == spoiled
    else:
        with pytest.raises(ChipRecordWrong):
            PurseRecord.decode(spoiled)


@pytest.mark.parametrize(
    "record",
    [
        replace(PURSE, sequence=65_536),
        replace(PURSE, sequence=-1),
        replace(PURSE, amount=Money(-1)),
        replace(PURSE, amount=Money(2**32)),
        replace(PURSE, type="refund"),
        replace(PURSE, terminal="42"),
        replace(PURSE, terminal="00000000004A"),
        replace(PURSE, terminal="０" * 12),
        replace(PURSE, at=AT.replace(tzinfo=None)),
        replace(PURSE, at=AT.replace(microsecond=1)),
        replace(PURSE, reserved=b""),
        replace(BLOCK, number="1"),
        replace(JOURNEY, city="510100"),
    ],
)
def test_what_no_record_can_hold_is_refused(record: Any) -> None:
    with pytest.raises(ChipRecordWrong):
        record.encode()
