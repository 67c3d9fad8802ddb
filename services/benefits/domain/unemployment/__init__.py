"""Unemployment insurance (失业保险): who gets the benefit, how long, how much, what besides.

Law on social insurance, articles 44 to 52; what provinces add stands in their figures.
"""
