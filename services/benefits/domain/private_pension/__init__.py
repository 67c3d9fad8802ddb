"""The private pension (个人养老金): an account of one's own, deducted now and taxed at payout.

State Council 2022 no. 7 and what the ministries added: one information account on the national
platform and one funds account at one bank; a limit a year; products of four classes.
"""
