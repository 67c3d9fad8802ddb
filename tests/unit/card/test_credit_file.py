"""Credit files: what is read, what is written, and every way in which a file can be bad."""

import pytest

from services.card.domain import credit_file
from services.card.domain.credit_file import CreditBatch, CreditLine, FileFault, ReturnedLine
from sscsim.kernel.money import Money

LINES = (
    CreditLine(1, "林晓", "6299900000000000425", Money.yuan("800.00"), "2026-03"),
    CreditLine(2, "周明", "6299900000000000011", Money.yuan("120.50"), ""),
)
BATCH = CreditBatch("CD-2026-0001", "示范民政局", "minimum_living", LINES)
GOOD = credit_file.write(BATCH)


def fault(content: str | bytes) -> tuple[int, str]:
    with pytest.raises(FileFault) as caught:
        credit_file.read(content.encode() if isinstance(content, str) else content)
    return caught.value.line, caught.value.code


def test_what_is_written_is_read():
    assert credit_file.read(GOOD.encode()) == BATCH
    assert BATCH.total == Money.yuan("920.50")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (GOOD.replace("|2|920.50|", "|3|920.50|"), (1, "count")),
        (GOOD.replace("|2|920.50|", "|2|920.51|"), (1, "sum")),
        (GOOD.replace("T|2|920.50", "T|2|920.51"), (4, "trailer")),
        (GOOD[: GOOD.index("D|2")], (2, "truncated")),
        (GOOD[:-1], (4, "truncated")),
        ("", (0, "truncated")),
        (GOOD.encode("gb18030"), (1, "encoding")),
        ("\ufeff" + GOOD, (1, "encoding")),
        (GOOD.replace("\n", "\r\n"), (1, "line_end")),
        (GOOD.replace("D|2|", "D|3|"), (3, "sequence")),
        (GOOD.replace("D|2|", "X|2|"), (3, "fields")),
        (GOOD.replace("|周明|", "||"), (3, "name")),
        (GOOD.replace("6299900000000000011", "6299900000000000012"), (3, "account_number")),
        (GOOD.replace("|120.50|", "|120.5|"), (3, "amount")),
        (GOOD.replace("|120.50|", "|0.00|"), (3, "amount")),
        (GOOD.replace("周明", "周鸣"), (1, "checksum")),
        (GOOD.replace("H|CD-2026-0001", "H|cd 1"), (1, "batch_no")),
        (GOOD.replace("H|", "I|"), (1, "header")),
        ("H|A-1|x|y|0|0.00|e3b0c44298fc1c14\nT|0|0.00\n", (2, "empty")),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(content, where):
    assert fault(content) == where


def test_a_return_must_be_about_the_batch():
    amounts = [line.amount for line in LINES]
    codes = [ReturnedLine(1, "00", ""), ReturnedLine(2, "02", "name mismatch")]
    good = credit_file.write_return("CD-2026-0001", BATCH.total, codes)
    assert credit_file.read_return(good.encode(), "CD-2026-0001", amounts) == codes
    for bad, code in [
        (good.replace("CD-2026-0001", "CD-2026-0002"), "batch_no"),
        (good.replace("|R|2|", "|R|1|"), "count"),
        (good.replace("R|2|02|", "R|2|77|"), "return_code"),
        (good.replace("R|2|02|", "R|3|02|"), "fields"),
        (good.replace("name mismatch", "name"), "checksum"),
    ]:
        with pytest.raises(FileFault) as caught:
            credit_file.read_return(bad.encode(), "CD-2026-0001", amounts)
        assert caught.value.code == code
