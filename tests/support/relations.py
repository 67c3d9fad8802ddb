"""Personnel files, disputes, contracts and wages in the states that a call needs, each new."""

from collections.abc import Callable
from typing import Any

from scenarios import road
from scenarios.benefits import labour, personnel_files
from scenarios.benefits.desk import DEMO_CITY, Desk
from scenarios.client import Client

Parts = tuple[str, Any, Callable[[], Any], Any, Any]
"""Path, body, look, once, before: what a money case is made of."""


class Relations:
    """Makes whatever is asked for, by the calls of the journeys; owner acts as the employer."""

    def __init__(self, owner: Client, name: str) -> None:
        self.desk = Desk(owner, name)
        self.number = 0

    def act(self, path: str, verb: str, body: Any = None) -> Any:
        return self.desk.post(f"{path}/{verb}", body)

    def result(self, code: str, inputs: Any, who: Any = None, **more: Any) -> Any:
        """What came of an application; an employer's own where nobody is named."""
        if who is not None:
            return self.desk.apply(code, who, inputs, region_code=DEMO_CITY)["result"]
        body = {"item_code": code, "region_code": DEMO_CITY, "inputs": inputs, **more}
        return self.desk.post("/v1/service-applications", body)["result"]

    def _own(self) -> int:
        """Three digits that tell this maker's numbers from another's."""
        return sum(map(ord, self.desk.name)) % 1000

    # ---- files

    def letter(self) -> str:
        form = personnel_files.wanted()
        found = self.result("HRSS-075", form, self.desk.cardholder())
        return f"/v1/file-transfers/{found['file_transfer_id']}"

    def sent(self) -> str:
        path = self.letter()
        self.act(path, "send", {"documents": personnel_files.DOCUMENTS})
        return path

    def received(self) -> str:
        path = self.sent()
        self.act(path, "receive", {"documents_counted": len(personnel_files.DOCUMENTS)})
        return path

    def loan(self) -> str:
        subject = self.desk.cardholder()
        personnel_files.kept_here(self.desk, subject)
        readers = [self.desk.cardholder(name=name) for name in ("王一", "王二")]
        form = {
            "unit_credit_code": labour.EMPLOYER,
            "subject_number": subject.person["social_security_number"],
            "purpose": "promotion",
            "way": "borrow",
            "readers": [personnel_files.reader(each) for each in readers],
            "unit_letter": personnel_files.LETTER,
        }
        found = self.result("HRSS-076", form)
        return f"/v1/file-consultations/{found['file_consultation_id']}"

    def graduate(self) -> str:
        self.number += 1
        year = int(self.desk.get("/sandbox/v1/clock")["now"][:4]) - 1
        form = {
            "school_name": "示范学院",
            "diploma_number": f"510011{year}06{self._own():03d}{self.number:03d}",
            "graduated_on_date": f"{year}-06-30",
            "education": "bachelor",
            "destination": "unemployed",
            "destination_region_code": DEMO_CITY,
        }
        found = self.result("HRSS-078", form, self.desk.cardholder())
        return f"/v1/graduates/{found['graduate_id']}"

    # ---- disputes

    def mediation(self) -> str:
        worker = self.desk.cardholder()
        found = self.result("HRSS-079", labour.dispute(self.desk), worker)
        return f"/v1/labour-mediations/{found['labour_mediation_id']}"

    def agreed(self) -> Any:
        body = {"amount_fen": 900_000, "agreement": "一次付清"}
        return self.act(self.mediation(), "agree", body)

    def due(self) -> str:
        return f"/v1/labour-dues/{self.agreed()['due_id']}"

    def case(self) -> str:
        form = labour.dispute(self.desk, was_mediated=False)
        found = self.result("HRSS-080", form, self.desk.cardholder())
        return f"/v1/arbitration-cases/{found['arbitration_case_id']}"

    def served(self) -> str:
        path = self.case()
        self.act(path, "serve", {"hearing_on": "2030-01-08"})
        return path

    def heard(self) -> str:
        path = self.served()
        self.act(path, "hear")
        return path

    def awarded(self) -> str:
        path = self.heard()
        self.act(path, "award", {"award": [{"claim": "wages", "amount_fen": 1_000_000}]})
        return path

    def inspection(self) -> str:
        form = {
            "employer_credit_code": labour.EMPLOYER,
            "employer_name": "示范建设有限公司",
            "violation": "overtime",
            "happened_until_date": labour.ago(self.desk, 20),
            "people_concerned": 3,
            "facts": "长期超时加班没有调休。",
        }
        found = self.result("HRSS-081", form, self.desk.cardholder())
        return f"/v1/inspection-cases/{found['inspection_case_id']}"

    # ---- contracts and wages

    def contract(self) -> tuple[str, Any]:
        """A contract that waits for the signature, and the worker."""
        worker = self.desk.cardholder()
        form = {
            "employer_credit_code": labour.EMPLOYER,
            "worker_number": worker.person["social_security_number"],
            "contract_kind": "fixed_term",
            "start_date": labour.ago(self.desk, 5),
            "end_date": labour.ago(self.desk, -360),
            "post": "厨师",
            "monthly_wage_fen": 600_000,
            "contract_sha256": "ab" * 32,
        }
        found = self.result("HRSS-083", form)
        return f"/v1/labour-contracts/{found['labour_contract_id']}", worker

    def in_force(self) -> str:
        path, worker = self.contract()
        self.act(path, "sign", {"electronic_code": self.desk.code(worker)})
        return path

    def project(self) -> tuple[str, str]:
        """A project with money on its account: its path and its number."""
        self.number += 1
        number = f"{self.desk.name}-{self.number}"
        path = labour.opened_project(self.desk, self.desk.owner, DEMO_CITY, number)
        self.act(path, "deposits", {"amount_fen": 1_000_000})
        return path, number

    def worker(self) -> str:
        path, _ = self.project()
        who = self.desk.cardholder(name="石工")
        made = labour.registered(self.desk, self.desk.owner, path, who, "石工")
        return f"/v1/wage-workers/{made['id']}"

    def sheet(self, who: Any) -> str:
        """A sheet with one line for a registered worker."""
        path, number = self.project()
        labour.registered(self.desk, self.desk.owner, path, who, "石工")
        form = {
            "project_number": number,
            "project_name": "示范工程",
            "wage_month": labour.ago(self.desk, 0)[:7],
            "sheet": [labour.wage(who, 500_000)],
            "signed_sheet": labour.PROOF,
        }
        return f"/v1/wage-sheets/{self.result('HRSS-082', form)['wage_sheet_id']}"

    def line(self) -> str:
        who = self.desk.cardholder(name="石工")
        sheet = self.sheet(who).rsplit("/", 1)[1]
        [line] = self.desk.listed("/v1/wage-lines", sheet_id=sheet)
        return f"/v1/wage-lines/{line['id']}"

    def returned_line(self) -> str:
        """No account takes the wage; the worker has one now."""
        path = self.line()
        road.advanced(self.desk.owner, by="PT2M")
        return path


def every_kind(owner: Client) -> None:
    """A thing of every kind."""
    made = Relations(owner, "rare")
    made.received()
    made.loan()
    made.graduate()
    made.due()
    made.awarded()
    made.inspection()
    made.in_force()
    made.line()


# ---- money drills


def _made(town: Any) -> Relations:
    """One maker a world: its numbers go on."""
    found: Relations | None = town.of_relations
    if found is None:
        found = Relations(town.owner, "money-relations")
        town.of_relations = found
    return found


def create_wage_deposit(town: Any) -> Parts:
    path, _ = _made(town).project()
    look = lambda: town.get(path)["deposited_fen"]  # noqa: E731
    return f"{path}/deposits", {"amount_fen": 300_000}, look, 1_300_000, 1_000_000


def pay_labour_due(town: Any) -> Parts:
    path = _made(town).due()
    person = town.get(path)["person_id"]
    look = town.count("/v1/benefit-payments", person_id=person)
    return f"{path}/pay", None, look, 1, 0


def reissue_wage(town: Any) -> Parts:
    path = _made(town).returned_line()
    person = town.get(path)["person_id"]
    look = town.count("/v1/benefit-payments", person_id=person)
    return f"{path}/reissue", None, look, 2, 1


CASES: dict[str, Callable[[Any], Parts]] = {
    "createWageDeposit": create_wage_deposit,
    "payLabourDue": pay_labour_due,
    "reissueWage": reissue_wage,
}
