"""What is made outside: a bank's report and return, and a region's own daily file.

As an integrator writes them, from what the API shows: nothing here knows the inside.
"""

import base64
import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

Json = dict[str, Any]
Came = tuple[str, str, int]
"""Money that came in: the bank's serial, the notice that it quotes or "", and the amount in fen."""


def sent(content: str, **more: Any) -> Json:
    """The body of a call that hands the file over."""
    return {"content_base64": base64.b64encode(content.encode()).decode(), **more}


# ---- files with a control record


def controlled(head: Sequence[str], columns: Sequence[str], rows: Sequence[Json], of: str) -> str:
    """A CSV file with its control record: count, sum of the column `of` in fen, SHA-256."""
    body = _lines(head, columns, *([row[name] for name in columns] for row in rows))
    total = sum(int(row[of]) for row in rows)
    hashed = hashlib.sha256(body.encode()).hexdigest()
    return body + _lines(["END", len(rows), total, hashed])


def _lines(*records: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue()


def changed(file: str, change: Callable[[Json], None]) -> str:
    """A daily file with each of its lines changed as its sender sees it, and in order again."""
    head, columns, *rows, _ = csv.reader(io.StringIO(file))
    lines: list[Json] = [dict(zip(columns, row, strict=True)) for row in rows]
    for line in lines:
        change(line)
    return controlled(head, columns, lines, "clearing_fen")


# ---- a bank


def report(named: str, payee: str, payer: str, *came: Came) -> Json:
    """A day's report of the bank of `payee`, as CSV: what came in from `payer`."""
    columns = ("bank_serial", "payer_region_code", "notice_id", "amount_fen")
    values = [(serial, payer, notice, fen) for serial, notice, fen in came]
    rows = [dict(zip(columns, each, strict=True)) for each in values]
    return sent(controlled(("BANK", "1", named, payee), columns, rows, "amount_fen"), form="csv")


def going_back(named: str, payee: str, payer: str, serial: str, fen: int) -> Json:
    """A pacs.004 by which the bank of `payee` sends money back that it can't place."""
    yuan = f"{fen // 100}.{fen % 100:02}"
    return sent(_RETURN.format(named=named, payee=payee, payer=payer, serial=serial, yuan=yuan))


_RETURN: Final = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09"><PmtRtr>
<GrpHdr><MsgId>{named}</MsgId><CreDtTm>2026-06-01T12:00:00+08:00</CreDtTm><NbOfTxs>1</NbOfTxs>
<CtrlSum>{yuan}</CtrlSum><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
<TxInf><RtrId>{named}</RtrId><OrgnlGrpInf><OrgnlMsgId>NOTPROVIDED</OrgnlMsgId>
<OrgnlMsgNmId>pacs.009.001.08</OrgnlMsgNmId></OrgnlGrpInf>
<OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><OrgnlTxId>{serial}</OrgnlTxId>
<OrgnlIntrBkSttlmAmt Ccy="CNY">{yuan}</OrgnlIntrBkSttlmAmt>
<RtrdIntrBkSttlmAmt Ccy="CNY">{yuan}</RtrdIntrBkSttlmAmt>
<IntrBkSttlmDt>2026-06-01</IntrBkSttlmDt>
<InstgAgt><FinInstnId><Othr><Id>{payee}</Id><SchmeNm><Prtry>GB/T 2260</Prtry></SchmeNm></Othr>
</FinInstnId></InstgAgt>
<InstdAgt><FinInstnId><Othr><Id>{payer}</Id><SchmeNm><Prtry>GB/T 2260</Prtry></SchmeNm></Othr>
</FinInstnId></InstdAgt>
<RtrRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>unknown money</AddtlInf></RtrRsnInf></TxInf>
</PmtRtr></Document>
"""
