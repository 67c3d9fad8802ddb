"""The one list of services: name, address, first path segments, queues.

Compose file, gateway, worker and docs are compared with it by tests. Adding a service
starts here (CONTRIBUTING, "add a service").
"""

from dataclasses import dataclass

from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Service:
    """One Flask service behind the gateway.

    `segments`: first path segments after /v1 that the gateway routes to it.
    `queues`: Celery queues its jobs travel through; the first is the default.
    """

    name: str
    port: int
    title: Text
    segments: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        return f"services.{self.name}"


GATEWAY_PORT = 8080

SERVICES: tuple[Service, ...] = (
    Service(
        "card",
        8081,
        Text(zh="社会保障卡", en="Social security card"),
        (
            "persons",
            "enrolments",
            "entitlements",
            "cards",
            "verifications",
            "capabilities",
            "households",
            "family-links",
            "applications",
            "production-batches",
            "stock-orders",
            "stock-cards",
            "card-stocks",
            "bank-accounts",
            "bank-entries",
            "bank-holds",
            "bank-orders",
            "banks",
            "credit-files",
            "electronic-cards",
            "electronic-card-channels",
            "electronic-card-devices",
            "electronic-card-signings",
            "family-members",
            "codes",
            "code-scans",
            "code-payments",
            "code-revocations",
            "regions",
            "schemes",
        ),
        ("card",),
    ),
    Service(
        "benefits",
        8082,
        Text(zh="人社服务", en="HR and social-security services"),
        (),
        ("benefits",),
    ),
    Service(
        "medical",
        8083,
        Text(zh="医保结算", en="Medical settlement"),
        (
            "institutions",
            "catalogue-items",
            "diseases",
            "filings",
            "disease-registrations",
            "work-injury-recognitions",
            "visits",
            "settlements",
            "corrections",
            "personal-accounts",
            "manual-claims",
            "accumulators",
            "what-if",
            "reconciliations",
            "reconciliation-differences",
            "payment-applications",
        ),
        ("medical",),
    ),
    Service(
        "settlement",
        8084,
        Text(zh="跨区清算", en="Clearing between regions"),
        (
            "agreements",
            "cooperations",
            "clearing-schemes",
            "disputes",
            "exchanges",
            "claims",
            "clearing-cycles",
            "books",
            "journals",
            "advances",
            "advance-sizes",
            "advance-top-ups",
            "advance-usages",
        ),
        ("settlement", "settlement-chuan-yu", "settlement-hainan-guangdong"),
    ),
    Service("transport", 8085, Text(zh="公交地铁", en="Transit"), (), ("transport",)),
    Service("culture", 8086, Text(zh="文旅", en="Library, parks and museums"), (), ("culture",)),
)

BY_NAME = {service.name: service for service in SERVICES}
BY_SEGMENT = {segment: service for service in SERVICES for segment in service.segments}
WEBHOOK_QUEUE = "webhooks"
"""Deliveries of events, which may meet slow endpoints."""

QUEUES = (*(queue for service in SERVICES for queue in service.queues), WEBHOOK_QUEUE)

DRIVER_QUEUE = "driver"
"""Steps of the drivers, outbox drains and the tick."""
