"""The reader's account by the model of PAIA."""

import pytest

from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db


def test_what_a_patron_has_and_owes(desk: Desk) -> None:
    lin = desk.lin()
    patron = desk.get(f"/v1/paia/{lin}")
    assert patron == {"name": "林晓", "status": 0, "type": ["urn:ssc:library-network:cy"]}
    [doc] = desk.get(f"/v1/paia/{lin}/items")["doc"]
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    assert (doc["status"], doc["duedate"], doc["queue"]) == (3, loan["due_date"], 0)
    assert doc["item"] == f"urn:ssc:copy:{loan['copy_id']}"
    assert doc["endtime"] == "2026-05-02T00:00:00+08:00"
    assert desk.get(f"/v1/paia/{lin}/fees") == {"amount": "0.00 CNY", "fee": []}
    desk.after_days(34)
    desk.give_back("cql", loan["barcode"])
    owes = desk.get(f"/v1/paia/{lin}/fees")
    assert owes["amount"] == "0.40 CNY"
    assert owes["fee"][0]["feetype"] == "overdue"
    assert desk.client.get("/v1/paia/rdr_" + "0" * 26).json["code"] == "reader_not_found"


def test_request_renew_cancel_say_of_each_what_became_of_it(desk: Desk) -> None:
    lin = desk.lin()
    first, second = desk.everywhere(1), desk.everywhere(2)
    at = {"storageid": "urn:ssc:library:cdpl"}
    edition = f"urn:ssc:title:{first['id']}"
    copy = desk.copy_of(second, "cql")
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    lent = f"urn:ssc:title:{loan['title_id']}"
    wishes = [
        {"edition": edition, **at},
        {"edition": lent, **at},
        {"item": f"urn:ssc:copy:{copy['id']}", **at},
        {"edition": "urn:ssc:title:ttl_" + "0" * 26, **at},
    ]
    done = desk.done(f"/v1/paia/{lin}/request", {"doc": wishes})["doc"]
    assert [doc["status"] for doc in done] == [4, 5, 4, 5]
    assert done[1]["error"].startswith("hold_refused")
    assert done[3]["error"].startswith("title_not_found")
    assert desk.broken() == {}
    renewed = desk.done(
        f"/v1/paia/{lin}/renew", {"doc": [{"edition": lent}, {"edition": edition}]}
    )["doc"]
    assert [doc["status"] for doc in renewed] == [3, 5]
    assert (renewed[0]["renewals"], renewed[0]["duedate"]) == (1, "2026-05-31")
    again = desk.done(
        f"/v1/paia/{lin}/renew", {"doc": [{"item": f"urn:ssc:copy:{loan['copy_id']}"}]}
    )
    assert again["doc"][0]["error"].startswith("renewal_refused")
    gone = desk.done(f"/v1/paia/{lin}/cancel", {"doc": [{"edition": edition}, {"edition": lent}]})
    assert [doc["status"] for doc in gone["doc"]] == [0, 5]
    assert len(desk.get(f"/v1/paia/{lin}/items")["doc"]) == 2
    wrong = desk.post(f"/v1/paia/{lin}/renew", {"doc": [{}]})
    assert (wrong.status_code, wrong.json["code"]) == (422, "exactly_one_needed")
    assert desk.broken() == {}


def test_an_app_of_a_holder_sees_its_holder_only(desk: Desk) -> None:
    from sscsim.demo_people import LIN_XIAO, SEED, ZHOU_MING

    lin = desk.lin()
    as_lin = {"role": "holder", "subject": LIN_XIAO.person_id(SEED)}
    as_zhou = {"role": "holder", "subject": ZHOU_MING.person_id(SEED)}
    assert desk.get(f"/v1/paia/{lin}/items", **as_lin)["doc"]
    for path in (f"/v1/paia/{lin}/items", f"/v1/readers/{lin}", f"/v1/paia/{lin}"):
        assert desk.client.get(path, **as_zhou).status_code == 404
    assert desk.get("/v1/loans", **as_zhou)["data"] == []
    [loan] = desk.get("/v1/loans", **as_lin)["data"]
    assert desk.done(f"/v1/loans/{loan['id']}/renew", **as_lin)["renewals"] == 1
    assert desk.get("/v1/titles?q=shan", **as_lin)["object"] == "list"
    title = desk.everywhere(2)["id"]
    body = {"reader_id": lin, "title_id": title, "pickup_library_id": "cql"}
    assert desk.refused("/v1/holds", body, 404, **as_zhou)["code"] == "object_not_found"
    assert desk.done("/v1/holds", body, **as_lin)["status"] == "ready"
