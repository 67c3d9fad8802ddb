"""card: persons, insurance enrolment, social security cards and their verification."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.card.api.applications import applications
    from services.card.api.bank_accounts import bank_accounts
    from services.card.api.bank_money import bank_money
    from services.card.api.banks import banks
    from services.card.api.cards import cards
    from services.card.api.codes import codes
    from services.card.api.credit_files import credit_files
    from services.card.api.electronic_cards import electronic_cards
    from services.card.api.entitlements import entitlements
    from services.card.api.households import households
    from services.card.api.internal import internal
    from services.card.api.internal_applicants import internal_applicants
    from services.card.api.internal_bank import internal_bank
    from services.card.api.internal_codes import internal_codes
    from services.card.api.internal_desk import internal_desk
    from services.card.api.internal_holders import internal_holders
    from services.card.api.internal_insurance import internal_insurance
    from services.card.api.internal_population import internal_population
    from services.card.api.password_entries import password_entries
    from services.card.api.persons import persons
    from services.card.api.production import batches
    from services.card.api.schemes import schemes
    from services.card.api.stock import stock
    from services.card.api.verifications import verifications
    from services.card.flows import owners
    from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
    from services.card.flows.bank.invariants import FIGURES
    from services.card.flows.invariants import CHECKS
    from services.card.store import store
    from sscsim import web

    return web.create_app(
        "card",
        blueprints=[
            persons,
            cards,
            entitlements,
            verifications,
            households,
            applications,
            batches,
            stock,
            bank_accounts,
            bank_money,
            banks,
            credit_files,
            electronic_cards,
            codes,
            schemes,
            password_entries,
            internal,
            internal_applicants,
            internal_bank,
            internal_codes,
            internal_desk,
            internal_insurance,
            internal_holders,
            internal_population,
        ],
        store=store,
        checks=[*CHECKS, *BANK_CHECKS],
        owners=web.Owners(
            store,
            of=owners.OF,
            number=owners.with_number,
            credentials=owners.CREDENTIALS,
            open=owners.OPEN,
            others=owners.OTHERS,
        ),
        figures=[*FIGURES],
    )
