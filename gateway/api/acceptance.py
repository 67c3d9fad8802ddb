"""What a vendor's acceptance would ask, ticked off from what its system sent."""

from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from flask import request

from gateway import acceptance_report, browsing
from gateway.api.policies import handed_on
from gateway.problems import ServiceUnavailable
from sscsim import clock, control, peers, world
from sscsim.web import Blueprint, Schema, View, fields

acceptance = Blueprint(
    "acceptance",
    tag="Acceptance",
    description="What an acceptance of a hospital system asks, ticked off from its messages.",
)
_INNER = "/internal/v1/hospital-interface/acceptance"


class AcceptanceQuery(Schema):
    kind = fields.Enum(
        ("hospital", "pharmacy", "both"),
        load_default="both",
        description="What the system is made for; `both` asks for everything.",
    )
    party_id = fields.Id(
        "pty", description="Whose traffic; of all parties when left out. A party sees its own."
    )
    institution_code = fields.Text(
        max=12,
        pattern="[HP][0-9]{11}",
        description="Of one institution: whoever names a world only is no party.",
        example="H51010000003",
    )
    format = fields.Enum(
        ("json", "junit", "html"), description="As data, for a pipeline, or a page to print."
    )


class EvidenceView(View):
    infno = fields.Text(required=True, max=6)
    msgid = fields.Text(required=True, max=30)
    institution_code = fields.Text(required=True, max=12)


class AcceptanceItemView(View):
    key = fields.Text(required=True, max=40)
    title = fields.Text(required=True, max=200)
    needs = fields.Text(required=True, max=400, description="What proves it.")
    status = fields.Enum(("passed", "missing"), required=True)
    evidence = fields.List(fields.Nested(EvidenceView), required=True)


class AcceptanceReport(View):
    """What is ticked off. `source`: the list of items is ours, so it is `assumed`."""

    object = fields.Object("acceptance")
    source = fields.Text(required=True)
    language = fields.Text(required=True)
    sandbox_id = fields.Id("sbx", required=True)
    seed = fields.Text(required=True)
    generation = fields.Int(required=True)
    version = fields.Text(required=True, description="Of the simulator.")
    sandbox_time = fields.Text(required=True)
    is_accepted = fields.Bool(required=True, description="Whether nothing is missing.")
    messages = fields.Int(required=True, description="How many kept messages were looked at.")
    items = fields.List(fields.Nested(AcceptanceItemView), required=True)
    digest = fields.Text(
        required=True, max=64, description="SHA-256 of the report's canonical JSON without it."
    )


@acceptance.get(
    "/sandbox/v1/acceptance",
    answer=AcceptanceReport,
    also=("text/html", "application/xml"),
    query=AcceptanceQuery,
    problems=(ServiceUnavailable,),
)
def get_acceptance(query: dict[str, Any]) -> Any:
    """Tick off, from what a hospital system sent, what a cross-province acceptance asks.

    Reading, outpatient, inpatient, pharmacy, reversal, a lost answer handled, reconciliation, month
    end, and settlements across provinces both ways; each with the messages that prove it, or
    what is still to be sent. As JSON, as JUnit by `format=junit`, or as a page to print (`Accept:
    text/html`).
    """
    form = query.pop("format", None)
    form = form or ("html" if browsing.wants_page(request.environ) else "json")
    at = world.current()
    if at.role != "owner":
        query["party_id"] = at.party_id
    try:
        found = peers.call("medical", "GET", f"{_INNER}?{urlencode(query)}")
    except peers.Refused as refused:
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable("medical") from None
    report = acceptance_report.with_digest(_report(found))
    if form == "junit":
        return acceptance_report.junit(report)
    return acceptance_report.page(report) if form == "html" else report


def _report(found: dict[str, Any]) -> dict[str, Any]:
    at = world.current()
    row = control.worlds.row(at.sandbox)
    said = "zh" if at.language == "zh-CN" else "en"
    items = [
        {**item, "title": item["title"][said], "needs": item["needs"][said]}
        for item in found["items"]
    ]
    return {
        "object": "acceptance",
        "source": found["source"],
        "language": at.language,
        "sandbox_id": at.sandbox,
        "seed": row.seed if row is not None else at.seed,
        "generation": at.generation,
        "version": version("ssc-simulator"),
        "sandbox_time": clock.shown(at.now),
        "is_accepted": all(item["status"] == "passed" for item in items),
        "messages": found["messages"],
        "items": items,
    }
