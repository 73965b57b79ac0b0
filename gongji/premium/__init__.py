"""Paying premiums from a personal account (个账代缴): relatives' resident insurance, inclusive
commercial insurance, and their refunds.
"""
