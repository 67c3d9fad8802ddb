"""The one list of services: name, address, first path segments, queues.

Compose file, gateway, worker and docs are compared with it by tests. Adding a service
starts here (CONTRIBUTING, "add a service").
"""

from dataclasses import dataclass

from sscsim.kernel import regions
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Service:
    """One Flask service behind the gateway.

    `segments`: first path segments after /v1 that the gateway routes to it.
    `queues`: Celery queues its jobs travel through; the first is the default.
    `messages`: paths of a message interface, whose callers bring no bearer key; what ends in a
    slash goes for all below it.
    """

    name: str
    port: int
    title: Text
    segments: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        return f"services.{self.name}"


GATEWAY_PORT = 8080
SIP2_PORT = 6001
"""Of the library machines; by agreement, since the protocol names none."""

PROVINCES = tuple(sorted({code for scheme in regions.SCHEMES for code in scheme.provinces}))
"""Provinces that joined a co-operation of a few: each has a queue of its own work."""


def province_queue(service: str, region_code: str) -> str:
    """The queue of a region's work in a service that has queues by province.

    >>> province_queue("settlement", "510100"), province_queue("settlement", "620100")
    ('settlement-510000', 'settlement')
    """
    province = region_code[:2] + "0000"
    return f"{service}-{province}" if province in PROVINCES else service


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
            "password-entries",
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
        (
            "service-items",
            "cooperation-items",
            "service-applications",
            "public-notices",
            "benefit-payments",
            "service-certificates",
            "review-settings",
            "job-seekers",
            "employment-records",
            "unemployment-registrations",
            "hardship-recognitions",
            "employment-certificates",
            "unemployed-graduates",
            "subsidies",
            "subsidy-grants",
            "internship-bases",
            "internships",
            "startup-loans",
            "annuity-accounts",
            "account-inheritances",
            "private-pensions",
            "private-pension-contributions",
            "private-pension-holdings",
            "private-pension-products",
            "benefit-recoveries",
            "job-vacancies",
            "job-referrals",
            "job-fairs",
            "job-fair-registrations",
            "card-orders",
            "form-fillings",
            "personnel-files",
            "file-transfers",
            "file-consultations",
            "graduates",
            "labour-mediations",
            "arbitration-cases",
            "inspection-cases",
            "labour-dues",
            "labour-contracts",
            "wage-projects",
            "wage-workers",
            "wage-sheets",
            "wage-lines",
            "work-injuries",
            "capacity-findings",
            "capacity-panels",
            "injury-grants",
            "injury-pensions",
            "injury-certifications",
            "offsite-cares",
            "injury-settlements",
            "assistive-devices",
            "injury-rates",
            "prevention-projects",
            "platform-orders",
            "platform-premiums",
            "subsidy-programmes",
            "fiscal-subsidy-batches",
            "training-courses",
            "trainings",
            "training-vouchers",
            "skill-certificates",
            "professional-titles",
            "title-ballots",
            "examinations",
            "exam-registrations",
            "insured-employers",
            "insurance-relations",
            "contribution-months",
            "contribution-charges",
            "contribution-declarations",
            "contribution-refunds",
            "contribution-corrections",
            "pension-accounts",
            "pension-estimates",
            "fund-projections",
            "pensions",
            "pension-runs",
            "pension-adjustments",
            "pension-certifications",
            "earlier-contributions",
            "survivor-benefits",
            "payout-accounts",
            "personal-data-changes",
            "insurance-transfers",
            "duplicate-refunds",
            "military-transfers",
            "unemployment-benefits",
            "unemployment-runs",
            "unemployment-checks",
            "unemployment-premiums",
            "unemployment-grants",
            "unemployment-death-benefits",
            "job-retention-refunds",
        ),
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
        ("/fsi/", "/CSB"),
    ),
    Service(
        "settlement",
        8084,
        Text(zh="跨区清算", en="Clearing between regions"),
        (
            "agreements",
            "cooperations",
            "clearing-schemes",
            "daily-reconciliations",
            "daily-differences",
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
        ("settlement", *(f"settlement-{province}" for province in PROVINCES)),
    ),
    Service(
        "transport",
        8085,
        Text(zh="公交地铁", en="Transit"),
        (
            "transit-networks",
            "fare-systems",
            "fare-quotes",
            "transit-issuers",
            "transit-cards",
            "transit-top-ups",
            "concession-grants",
            "transit-passes",
            "terminals",
            "taps",
            "gate-time",
            "gate-settings",
            "card-acceptances",
            "hot-list",
            "tap-uploads",
            "chip-record-uploads",
            "chip-records",
            "transit-journeys",
            "transit-authorisations",
            "transit-batches",
            "transit-batch-uploads",
            "transit-disputes",
            "concession-reimbursements",
        ),
        ("transport",),
    ),
    Service(
        "culture",
        8086,
        Text(zh="文旅", en="Library, parks and museums"),
        (
            "venues",
            "venue-slots",
            "venue-quotes",
            "venue-reservations",
            "venue-admissions",
            "pass-products",
            "travel-passes",
            "pass-revenue-months",
            "library-networks",
            "libraries",
            "library-terminals",
            "titles",
            "copies",
            "copy-transits",
            "readers",
            "reader-refunds",
            "reader-fees",
            "reader-payments",
            "loans",
            "holds",
            "paia",
        ),
        ("culture",),
    ),
)

FILE_PATHS: tuple[str, ...] = (
    "/v1/fiscal-subsidy-batches",
    "/v1/contribution-declarations",
    "/v1/transit-batch-uploads",
    "/v1/tap-uploads",
)
"""Paths, and what is below them, whose bodies carry files of lines: they may be larger."""

BY_NAME = {service.name: service for service in SERVICES}
BY_SEGMENT = {segment: service for service in SERVICES for segment in service.segments}
WEBHOOK_QUEUE = "webhooks"
"""Deliveries of events, which may meet slow endpoints."""

QUEUES = (*(queue for service in SERVICES for queue in service.queues), WEBHOOK_QUEUE)

DRIVER_QUEUE = "driver"
"""Steps of the drivers, outbox drains and the tick."""


def queue_for(service: str, queue: str | None) -> str:
    """The queue a job travels through; the service's own, when its row names one that is gone.

    A row may be older than the list of queues, and nobody would take it from that one.

    >>> queue_for("settlement", "settlement-510000"), queue_for("settlement", "settlement-north")
    ('settlement-510000', 'settlement')
    """
    return queue if queue in QUEUES else service


def takes_file(path: str) -> bool:
    """Whether a request to this path may carry a file of lines: a batch, or what came of one."""
    under = path.startswith(FILE_PATHS) and path.endswith("/result-file")
    return under or path in FILE_PATHS
