"""A story of the wages of migrant workers, from the project's account onto the cards."""

from scenarios.benefits import Desk, labour
from scenarios.benefits.desk import DEMO_CITY
from tools.collections.story import Story, at_desk


def _sheet(desk: Desk) -> None:
    """Two workers of a project; the bank doesn't know one of the names, and is asked again."""
    contractor = desk.party("employer", name="Contractor")
    project = labour.opened_project(desk, contractor, DEMO_CITY, "XM-1")
    mason, smith = desk.cardholder(name="石工"), desk.cardholder(name="铁匠")
    for each in (mason, smith):
        desk.account(each)
    labour.registered(desk, contractor, project, mason, "石工")
    wrong = labour.registered(desk, contractor, project, smith, "铁将")
    desk.post(f"{project}/deposits", {"amount_fen": 1_000_000, "memo": "人工费用"}, contractor)
    form = {
        "project_number": "XM-1",
        "project_name": "示范工程",
        "wage_month": labour.ago(desk, 0)[:7],
        "sheet": [labour.wage(mason, 780_000), labour.wage(smith, 200_000)],
        "signed_sheet": labour.PROOF,
    }
    made = labour.sheet_of(desk, contractor, form)
    sheet = f"/v1/wage-sheets/{made['result']['wage_sheet_id']}"
    desk.advance(by="PT2M")
    desk.get(sheet)
    [line] = desk.listed("/v1/wage-lines", person_id=smith.id)
    desk.get(f"/v1/wage-lines/{line['id']}")
    worker = f"/v1/wage-workers/{wrong['id']}"
    desk.post(f"{worker}/correct", {"name": "铁匠"}, contractor)
    desk.get(worker)
    desk.post(f"/v1/wage-lines/{line['id']}/reissue", None, contractor)
    desk.advance(by="PT2M")
    desk.get(sheet)
    desk.post(f"{project}/complete", None, contractor)
    desk.advance(by="P31D")
    desk.post(f"{project}/close", None, contractor)


STORIES = (
    Story(
        "P",
        "Story P - wages of a building site onto the cards",
        "A contractor opens the account of a project, registers its workers and pays a sheet; one "
        "name is wrong and comes back, is corrected and paid again; the account is closed.",
        "story-p",
        at_desk("wages", _sheet),
    ),
)
