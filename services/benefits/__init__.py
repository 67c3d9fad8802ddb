"""benefits: HR and social-security services, from the catalogue to what comes of an application."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.benefits.api.account_inheritances import account_inheritances
    from services.benefits.api.annuities import annuities
    from services.benefits.api.applications import applications
    from services.benefits.api.capacity_findings import capacity_findings
    from services.benefits.api.card_orders import card_orders
    from services.benefits.api.certificates import certificates
    from services.benefits.api.contributions import contributions
    from services.benefits.api.earlier_contributions import earlier_contributions
    from services.benefits.api.employment_certificates import employment_certificates
    from services.benefits.api.employment_records import employment_records
    from services.benefits.api.examinations import examinations
    from services.benefits.api.fiscal_subsidies import fiscal_subsidies
    from services.benefits.api.form_fillings import form_fillings
    from services.benefits.api.fund_projections import fund_projections
    from services.benefits.api.hardship_recognitions import hardship_recognitions
    from services.benefits.api.injury_care import injury_care
    from services.benefits.api.injury_fund import injury_fund
    from services.benefits.api.injury_payouts import injury_payouts
    from services.benefits.api.insurance import insurance
    from services.benefits.api.insurance_transfers import insurance_transfers
    from services.benefits.api.internal import internal
    from services.benefits.api.internships import internships
    from services.benefits.api.job_fairs import job_fairs
    from services.benefits.api.job_referrals import job_referrals
    from services.benefits.api.job_retention import job_retention
    from services.benefits.api.job_seekers import job_seekers
    from services.benefits.api.job_vacancies import job_vacancies
    from services.benefits.api.labour_contracts import labour_contracts
    from services.benefits.api.labour_disputes import labour_disputes
    from services.benefits.api.labour_inspection import labour_inspection
    from services.benefits.api.military_transfers import military_transfers
    from services.benefits.api.notices import notices
    from services.benefits.api.payments import payments
    from services.benefits.api.pension_estimates import pension_estimates
    from services.benefits.api.pension_runs import pension_runs
    from services.benefits.api.pensions import pensions
    from services.benefits.api.personnel_files import personnel_files
    from services.benefits.api.platform_orders import platform_orders
    from services.benefits.api.private_pension_products import private_pension_products
    from services.benefits.api.private_pensions import private_pensions
    from services.benefits.api.recoveries import recoveries
    from services.benefits.api.reviews import reviews
    from services.benefits.api.service_items import service_items
    from services.benefits.api.skills import skills
    from services.benefits.api.startup_loans import startup_loans
    from services.benefits.api.subsidies import subsidies
    from services.benefits.api.subsidy_grants import subsidy_grants
    from services.benefits.api.survivor_benefits import survivor_benefits
    from services.benefits.api.training import training
    from services.benefits.api.unemployed_graduates import unemployed_graduates
    from services.benefits.api.unemployment import unemployment
    from services.benefits.api.unemployment_registrations import unemployment_registrations
    from services.benefits.api.wage_payouts import wage_payouts
    from services.benefits.api.work_injuries import work_injuries
    from services.benefits.flows import owners
    from services.benefits.flows.invariants import CHECKS, FIGURES
    from services.benefits.store import store
    from sscsim import web

    return web.create_app(
        "benefits",
        blueprints=[
            service_items,
            applications,
            reviews,
            notices,
            payments,
            certificates,
            job_seekers,
            training,
            skills,
            examinations,
            employment_records,
            unemployment_registrations,
            hardship_recognitions,
            employment_certificates,
            unemployed_graduates,
            subsidies,
            subsidy_grants,
            internships,
            startup_loans,
            recoveries,
            job_vacancies,
            job_referrals,
            job_fairs,
            card_orders,
            form_fillings,
            personnel_files,
            labour_disputes,
            labour_inspection,
            labour_contracts,
            wage_payouts,
            annuities,
            account_inheritances,
            private_pensions,
            private_pension_products,
            fiscal_subsidies,
            insurance,
            contributions,
            pension_estimates,
            fund_projections,
            pensions,
            pension_runs,
            earlier_contributions,
            work_injuries,
            capacity_findings,
            injury_payouts,
            injury_care,
            injury_fund,
            platform_orders,
            survivor_benefits,
            insurance_transfers,
            military_transfers,
            unemployment,
            job_retention,
            internal,
        ],
        store=store,
        checks=CHECKS,
        figures=FIGURES,
        owners=web.Owners(store, of=owners.OF, open=owners.OPEN, others=owners.OTHERS),
    )
