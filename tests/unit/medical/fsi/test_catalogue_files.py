"""Files of catalogue downloads: what stands in which column, what changed since when."""

import io
import zipfile
from datetime import date

import pytest

from services.medical.domain.catalogue import Item, TermsFrom
from services.medical.domain.catalogue_version import changed
from services.medical.faces.fsi import catalogue_files as form
from services.medical.faces.fsi.catalogue import FOLDER
from services.medical.faces.fsi.transactions.catalogue_downloads import NUMBERS
from services.medical.store import store
from services.medical.store.tables_files import interface_files
from sscsim.clock import SHANGHAI, read_instant
from sscsim.policy import PolicyError
from tests.unit.medical.fsi.conftest import His

WIDTHS = {"1301": 97, "1305": 20, "1306": 71, "1306A": 71, "1307": 24, "1309": 16}
TEST = "009925050100999"


def fetched(his: His, number: str, ver: str) -> tuple[list[list[str]], bytes]:
    """The rows of a download, and the file."""
    output = his.ask(number, {"data": {"ver": ver}})["output"]
    asked = {"file_qury_no": output["file_qury_no"], "filename": output["filename"]}
    answer = his.post(his.message("9102", {"fsDownloadIn": {**asked, "fixmedins_code": "plc"}}))
    assert answer.headers["Content-Type"] == "application/octet-stream", answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == [output["filename"].removesuffix(".zip")]
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    assert len(rows) == output["data_cnt"]
    return rows, answer.data


@pytest.mark.db
def test_rows_stand_in_the_columns_that_clients_read(his_on_each: His) -> None:
    his = his_on_each
    for number, width in WIDTHS.items():
        rows, _ = fetched(his, number, "v0000")
        assert rows, number
        assert {len(row) for row in rows} == {width}
        assert all(cell for row in rows for cell in row), "nothing is null, not empty"
    drug = next(row for row in fetched(his, "1301", "v0000")[0] if row[0].startswith("XJ01DH"))
    told = {at: cell for at, cell in enumerate(drug, start=1) if cell != "null"}
    assert told == {
        1: "XJ01DHX990A001050199005",
        4: "注射用美罗培南",
        7: "Meropenem for injection 0.5 g",
        8: "注射用美罗培南",
        14: "0.5g",
        24: "0",
        37: "2021-01-01",
        49: "瓶",
        57: "限医疗机构等级：二级、三级；限住院",
        58: "1",
        79: "1",
        80: "XJ01DHX990A001050199005v20210101",
        81: "2021-01-01 00:00:00",
        82: "2021-01-01 00:00:00",
        83: "v20210101",
        84: "v20210101",
        92: "02",
        96: "2021-01-01 00:00:00",
    }
    illness = next(row for row in fetched(his, "1307", "v0000")[0] if row[10] == "E11.900x901")
    assert (illness[6], illness[8], illness[11]) == ("E11", "E11.9", "2型糖尿病")
    chronic = fetched(his, "1309", "v0000")[0]
    assert chronic[0][:2] == ["M03900", "高血压病"]


@pytest.mark.db
def test_a_client_that_keeps_up_gets_each_change_once(his_on_each: His) -> None:
    his = his_on_each
    first, _ = fetched(his, "1301", "v0000")
    newest = max(row[82] for row in first)
    assert fetched(his, "1301", newest)[0] == []
    later, _ = fetched(his, "1301", "v20241231")
    assert [row for row in first if row[82] > "v20241231"] == later
    assert {row[82] for row in later} == {newest} == {"v20250101"}


def test_what_ended_is_told_as_invalid_from_the_day_after(his: His) -> None:
    bench = his.client.bench
    for day, valid, ver in (("2023-03-31", "1", "v20200301"), ("2023-04-01", "0", "v20230401")):
        bench.at(read_instant(f"{day}T10:00:00+08:00"))
        row = next(row for row in fetched(his, "1305", "v0000")[0] if row[0] == TEST)
        assert (row[6], row[14], row[12]) == (valid, ver, "2023-03-31")
    bench.at(read_instant("2020-02-29T10:00:00+08:00"))
    for number in NUMBERS:
        assert fetched(his, number, "v0000")[0] == [], "nothing had begun"


def test_the_same_file_is_for_everybody_and_kept_once(his: His) -> None:
    one, bytes_ = fetched(his, "1301", "v20240101")
    other = his.ask("1301", {"data": {"ver": "v20240101"}}, fixmedins_code="H99010000002")
    assert fetched(his, "1301", "v20240101") == (one, bytes_)
    with his.client.bench.entered(role="system"), store.read() as tx:
        [row] = tx.all(interface_files.select())
    assert (row.id, row.institution_code) == (other["output"]["file_qury_no"], "plc")
    his.client.bench.at(read_instant("2026-04-25T10:00:00+08:00"))
    again = his.ask("1301", {"data": {"ver": "v20240101"}})["output"]
    assert again["file_qury_no"] != row.id, "it would end within days"
    assert again["dld_end_time"] == "2026-05-25"
    assert row.kept_until.astimezone(SHANGHAI).date() == date(2026, 5, 1)


def test_repeated_it_is_the_same_answer(his: His) -> None:
    message = his.message("1305", {"data": {"ver": "v0000"}})
    assert his.post(message).data == his.post(message).data


def item(*terms: TermsFrom, until: date | None = None) -> Item:
    return Item("X", "drug", "甲", "A", "box", "invented", terms, until=until)


def test_the_day_on_which_an_item_last_changed() -> None:
    of_nation = TermsFrom(date(2021, 1, 1), item_class="A"), TermsFrom(date(2023, 1, 1))
    one = item(*of_nation, TermsFrom(date(2024, 1, 1), "990100"), until=date(2024, 6, 30))
    assert changed(one, date(2020, 12, 31)) is None
    assert changed(one, date(2022, 12, 31)) == date(2021, 1, 1)
    assert changed(one, date(2024, 6, 30)) == date(2023, 1, 1)
    assert changed(one, date(2024, 6, 30), "990100") == date(2024, 1, 1)
    assert changed(one, date(2024, 6, 30), "510100") == date(2023, 1, 1)
    assert changed(one, date(2025, 1, 1), "990100") == date(2024, 7, 1)


def test_every_download_has_a_form() -> None:
    assert set(form.forms().files) == set(NUMBERS)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('width: "97"', 'width: "96"', "there are 96 columns"),
        ('width: "97"', "width: wide", "needs a whole number"),
        ("rows: drug", "rows: herb", "'herb' is none of"),
        ('"92": class', '"92": colour', "'colour' is none of"),
        ('empty: ["1302"', 'empty: ["1301"', "is said to be empty"),
        ('empty: ["1302"', 'empty: ["1399"', "'1399' is none of"),
        ("ampoule: 支, ", "", "ampoule is missing"),
        ("source: catalogue_clients", "source: nobody", "'nobody' is none of"),
    ],
)
def test_a_broken_table_says_what_is_wrong(old: str, new: str, reason: str) -> None:
    text = (FOLDER / form.FILE).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(PolicyError) as refused:
        form.read(text.replace(old, new), form.FILE)
    assert reason in refused.value.reason
