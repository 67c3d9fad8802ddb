"""Finding a service item, and its form, as an app sees them."""

import jsonschema
import pytest

from services.benefits import create_app
from services.benefits.api import forms
from services.benefits.store import catalogue

pytestmark = pytest.mark.db


@pytest.fixture
def client(bench):
    return bench.client(create_app())


def codes(client, query: str) -> list[str]:
    answer = client.get(f"/v1/service-items?limit=200&{query}")
    assert answer.status_code == 200, answer.json
    return [row["code"] for row in answer.json["data"]]


def test_all_95_are_listed_by_code_in_pages(client) -> None:
    first = client.get("/v1/service-items?limit=60").json
    rest = client.get(f"/v1/service-items?limit=60&cursor={first['next_cursor']}").json
    listed = [row["code"] for row in (*first["data"], *rest["data"])]
    assert listed == [f"HRSS-{number:03}" for number in range(1, 96)]
    assert rest["has_more"] is False
    assert {row["origin"] for row in first["data"]} == {"reconstruction"}
    other = client.get(f"/v1/service-items?limit=60&kind=query&cursor={first['next_cursor']}")
    assert other.json["code"] == "cursor_mismatch"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("求职创业补贴", ["HRSS-009"]),
        ("失业 申领 丧葬", ["HRSS-017"]),
        ("qiuzhidengji", ["HRSS-001"]),
        ("qzdj", ["HRSS-001"]),
        ("qiuzdj", ["HRSS-001"]),
        ("QIUZHI dengji", ["HRSS-001"]),
        ("chongzhi", ["HRSS-088"]),
        ("job seeker", ["HRSS-001"]),
        ("arbitration", ["HRSS-080"]),
        ("ｈｒｓｓ－００９", ["HRSS-009"]),
        ("personal-rights-record", ["HRSS-058"]),
        ("sybxj shenling", ["HRSS-013"]),
        ("%25", []),
        ("没有这样的事", []),
        ("zzzz", []),
    ],
)
def test_words_in_chinese_pinyin_and_english_find_an_item(client, words, found) -> None:
    assert codes(client, f"q={words}") == found


def test_filters_narrow_and_join(client) -> None:
    everything = client.get("/v1/service-items?limit=200").json["data"]
    for query, kept in {
        "domain=annuity": lambda row: row["domain"] == "annuity",
        "function_class=medical_settlement": lambda row: row["code"] == "HRSS-045",
        "kind=certification": lambda row: row["kind"] == "certification",
        "scheme=yue-qiong": lambda row: "yue-qiong" in row["schemes"],
        "actor=trade_union": lambda row: "trade_union" in row["actors"],
        "applicant=hospital": lambda row: "hospital" in row["applicants"],
        "confidence=low": lambda row: row["confidence"] == "low",
        "in_official_95=named": lambda row: row["in_official_95"] == "named",
        "depth=full": lambda row: row["depth"] == "full",
    }.items():
        expected = [row["code"] for row in everything if kept(row)]
        assert expected
        assert codes(client, query) == expected
    assert codes(client, "domain=work_injury&kind=query") == []
    assert codes(client, "depth=planned") == [], "all of them work"
    assert codes(client, "q=查询&scheme=yue-qiong") == ["HRSS-086"]


@pytest.mark.parametrize(
    "query", ["domain=nothing", "kind=Query", "scheme=chuanyu", "q=", f"q={'x' * 61}", "page=2"]
)
def test_what_is_no_filter_is_refused(client, query) -> None:
    answer = client.get(f"/v1/service-items?{query}")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == query.partition("=")[0]


def test_an_item_shows_its_form_with_an_example_that_is_accepted(client) -> None:
    answer = client.get("/v1/service-items/HRSS-012")
    form = answer.json["form"]
    jsonschema.validate(form["example"], form["json_schema"], jsonschema.Draft202012Validator)
    assert [each["name"] for each in form["inputs"]] == list(catalogue_form("HRSS-012"))
    assert forms.load(catalogue.items()["HRSS-012"], form["example"])["amount_fen"].fen == 10000000
    assert answer.json["deadline"] == {
        "unit": "working",
        "basis": "No statutory limit found",
        "status": "assumed",
    }


def catalogue_form(code: str) -> list[str]:
    return [each.name for each in catalogue.items()[code].form]


def test_an_item_speaks_the_callers_language_and_has_an_etag(client) -> None:
    shown = client.get("/v1/service-items/HRSS-060", language="zh-CN")
    assert shown.json["decision"]["sentence"].startswith("转入地审核")
    tag = shown.headers["ETag"]
    same = client.get(
        "/v1/service-items/HRSS-060", headers={"If-None-Match": tag}, language="zh-CN"
    )
    assert same.status_code == 304
    other = client.get("/v1/service-items/HRSS-060", headers={"If-None-Match": tag}, language="en")
    assert other.json["deadline"]["by_scheme"][0]["days"] == 10


@pytest.mark.parametrize("code", ["HRSS-000", "HRSS-096", "hrss-001", "x"])
def test_there_are_no_others(client, code) -> None:
    answer = client.get(f"/v1/service-items/{code}")
    assert (answer.status_code, answer.json["code"]) == (404, "service_item_not_found")


def test_what_regions_handle_for_each_other_is_listed_with_who_says_so(client) -> None:
    listed = client.get("/v1/cooperation-items?scheme=chuan-yu&limit=200").json["data"]
    assert len(listed) > 30
    by_code = {row["item_code"]: row for row in listed}
    assert by_code["HRSS-060"]["since_date"] == "2021-12-01"
    assert by_code["HRSS-060"]["source"]["status"] == "press"
    assert by_code["HRSS-002"]["confidence"] == "low"
    assert by_code["HRSS-002"]["source"]["status"] == "assumed"
    sure = client.get("/v1/cooperation-items?scheme=chuan-yu&confidence=high&limit=200").json
    assert {row["item_code"] for row in sure["data"]} >= {"HRSS-022", "HRSS-043", "HRSS-053"}
    of_one = client.get("/v1/cooperation-items?item_code=HRSS-084").json["data"]
    assert [row["scheme"] for row in of_one] == [
        "chuan-yu",
        "yue-qiong",
        "yangtze-delta",
        "nationwide",
    ]


def test_the_catalogue_is_no_secret_of_a_person(client) -> None:
    """An app that acts for one cardholder reads it too."""
    answer = client.get("/v1/service-items/HRSS-001", role="holder", subject="psn_" + "0" * 26)
    assert answer.status_code == 200
