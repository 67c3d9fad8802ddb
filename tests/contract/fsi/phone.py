"""Mobile payment at a clinic: a phone shows a code, an order is uploaded and paid (6101 to 6401).

林晓 of Chengdu at the level 3 hospital there: 980.00 of class A. 200.00 deductible, 50 % of 780.00
are 390.00 from the pool, her account pays 300.00, and 290.00 are cash.
"""

from typing import Any

from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.clinic import AMOXICILLIN, Clinic
from tests.contract.fsi.desk import HOSPITAL

LIN = "林晓"


class Phone(Clinic):
    def who(self, name: str = LIN) -> dict[str, str]:
        return {"idNo": self.facts[f"{name}.number"], "userName": name, "idType": "01"}

    def decoded(self, name: str = LIN) -> dict[str, Any]:
        """6101 of a fresh code: the node OutData."""
        electronic = resource_id("ecd", self.bench.seed, "card", self.facts[f"{name}.psn_no"], 1)
        given = {
            "orgId": "O1",
            "businessType": "01301",
            "businessInfo": self.code() if name == LIN else self.code_of(electronic),
            "operatorId": "0001",
            "operatorName": "窗口一",
            "officeId": "A03",
            "officeName": "内科",
        }
        told: dict[str, Any] = self.good("6101", {"InData": given})["OutData"]
        return told

    def upload(self, token: str, name: str = LIN, **more: Any) -> dict[str, Any]:
        """The input of 6201: 100 boxes of amoxicillin at 9.80."""
        lines = more.pop("lines", None) or [self.sent_line(name)]
        data = {
            "orgCodg": HOSPITAL,
            "psnNo": self.facts[f"{name}.psn_no"],
            "insutype": "310",
            "medOrgOrd": "DD1",
            "begntime": "2026-04-01 08:30:00",
            **self.who(name),
            "ecToken": token,
            "iptOtpNo": "MZ1",
            "deptName": "内科",
            "caty": "A03",
            "medType": "11",
            "feeType": "01",
            "medfeeSumamt": 980,
            "acctUsedFlag": "1",
            "diseCodg": "E78.500x901",
            "psnSetlway": "01",
            "chrgBchno": "B1",
            "fetts": 0,
            "matnType": "0",
            "extData": {"a": 1},
            "diseinfoList": [
                {
                    "diagType": "1",
                    "diagSrtNo": 1,
                    "diagCode": "E78.500x901",
                    "diagName": "高脂血症",
                    "diagDept": "内科",
                    "diseDorNo": "D001",
                    "diseDorName": "李安宁",
                    "diagTime": "2026-04-01 08:45:00",
                    "valiFlag": "1",
                }
            ],
            "feedetailList": lines,
            **more,
        }
        return {"data": data}

    def sent_line(self, name: str = LIN, **more: Any) -> dict[str, Any]:
        made = {
            "feedetlSn": "F1",
            "mdtrtId": "MZ1",
            "psnNo": self.facts[f"{name}.psn_no"],
            "chrgBchno": "B1",
            "rxCircFlag": "0",
            "feeOcurTime": "2026-04-01 08:50:00",
            "medListCodg": AMOXICILLIN,
            "medinsListCodg": "YP001",
            "cnt": 100,
            "pric": 9.8,
            "bilgDeptCodg": "A03",
            "bilgDeptName": "内科",
            "bilgDrCodg": "D001",
            "bilgDrName": "李安宁",
            "hospApprFlag": "0",
            "medType": "11",
            **more,
        }
        made.setdefault("detItemFeeSumamt", round(made["cnt"] * made["pric"], 2))
        return made

    def placed(self, token: str, name: str = LIN, **more: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.good("6201", self.upload(token, name, **more))["data"]
        return told

    def payment(self, order: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The input of 6202."""
        return {
            "data": {
                "payOrdId": order["payOrdId"],
                "payToken": order["payToken"],
                "orgCodg": HOSPITAL,
                "orgBizSer": "S1",
                "mdtrtId": order["extData"]["mdtrtId"],
                **more,
            }
        }

    def named(self, order: dict[str, Any], name: str = LIN, **more: Any) -> dict[str, Any]:
        """The input of 6301 and of 6401."""
        return {
            "data": {
                "payOrdId": order["payOrdId"],
                "orgCodg": HOSPITAL,
                "payToken": order["payToken"],
                **self.who(name),
                **more,
            }
        }

    def back(self, order: dict[str, Any], token: str, **more: Any) -> dict[str, Any]:
        """The input of 6203, of the whole."""
        return {
            "data": {
                "payOrdId": order["payOrdId"],
                "appRefdSn": "T1",
                "appRefdTime": "2026-04-01 10:00:00",
                "totlRefdAmt": 980,
                "psnAcctRefdAmt": 300,
                "fundRefdAmt": 390,
                "cashRefdAmt": 290,
                "ecToken": token,
                "refdType": "ALL",
                **more,
            }
        }

    def asked_for(self, order: dict[str, Any], name: str = LIN) -> dict[str, Any]:
        told: dict[str, Any] = self.good("6301", self.named(order, name))["data"]
        return told
