"""Which tables a Citus cluster spreads over its workers, and why the others stay together.

`deploy/citus/distribute.sql` does what is written here. A sale is one transaction of both kinds of
tables, which the script makes Citus commit in two phases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.kernel.db import Base


@dataclass(frozen=True, slots=True)
class Spread:
    """`by` is the column whose value says on which worker a row lies."""

    by: str
    why: str


SPREAD: Mapping[str, Spread] = {
    "fsi_message": Spread("msgid", "the largest table; a message is asked for by its number alone"),
    "settlement": Spread("person_id", "the second largest; a bill is its patient's"),
    "message": Spread("person_id", "grows with every bill; a message is its reader's"),
}
"""Two thirds of what a sale stores."""

LOCKED = "several people's rows are locked in one statement, which Citus refuses across workers"
LEDGER = "a trigger guards it or writes it, and the job of the month writes it set by set"
PERSONS = "small beside the bills, and what is unique in it is unique among all people"
PASSING = "its rows are deleted after days or weeks"
SETTINGS = "small: the same for everybody"

KEPT: Mapping[str, str] = {
    "account": LOCKED,
    "binding": LOCKED + "; its two people may lie on two workers",
    "visit": "a visit is locked with its batches, and its number is unique at its institution",
    "charge_batch": "locked with its visit",
    "entry": LEDGER + "; partition-by-year.sql parts it instead",
    "transfer": LEDGER,
    "account_day": LEDGER,
    "account_year": LEDGER,
    "binding_month": LEDGER,
    "monthly_credit": LEDGER,
    "access_log": "a trigger keeps its rows from being changed",
    "year_counter": "locked together with the accounts of a bill",
    "person": PERSONS,
    "insurance": PERSONS,
    "insurance_code": PASSING,
    "chronic_qualification": PERSONS,
    "chronic_extension": PERSONS,
    "benefit_registration": PERSONS,
    "registry_event": PERSONS,
    "phone_change": PERSONS,
    "platform_link": PERSONS,
    "known_device": PERSONS,
    "verification": PERSONS,
    "quota": LOCKED,
    "quota_draw": "written with a transfer, and unique by the number of the platform",
    "quota_clearing": SETTINGS,
    "premium_payment": "written with a transfer, in one season of the year",
    "premium_reminder": PERSONS,
    "premium_elsewhere": PERSONS,
    "access_pending": PASSING,
    "credit_import": "one row for each file",
    "credit_import_refusal": "the refused lines of files",
    "fsi_identified": PASSING,
    "fsi_used_nonce": PASSING,
    "fsi_call": PASSING,
    "fsi_file": PASSING,
    "fsi_filing": PERSONS,
    "fsi_sign_in": "one row for each operator and day",
    "login_session": PASSING,
    "refresh_token": PASSING,
    "outbox_text": PASSING,
    "pace": PASSING,
    "request_key": PASSING,
    "sms_code": PASSING,
    "settlement_basis": SETTINGS,
    "policy_edition": SETTINGS,
    "catalogue_item": SETTINGS,
    "institution": SETTINGS,
    "institution_key": SETTINGS,
    "institution_trust": SETTINGS,
    "institution_act": "a trigger keeps its rows from being changed",
    "office": SETTINGS,
    "maintenance": SETTINGS,
    "notice": SETTINGS,
    "premium_clearing": SETTINGS,
    "premium_product": SETTINGS,
    "database_mark": SETTINGS,
    "key_check": SETTINGS,
    "job_run": SETTINGS,
    "worker_lease": SETTINGS,
    "sandbox_login_code": SETTINGS,
    "sandbox_persona": SETTINGS,
    "sandbox_policy_row": SETTINGS,
    "sandbox_quota_elsewhere": SETTINGS,
    "sandbox_registry_kinship": SETTINGS,
    "sandbox_registry_person": SETTINGS,
    "sandbox_state": SETTINGS,
    "sandbox_text": SETTINGS,
}
"""The tables that stay on the coordinator as they are."""


def unknown_tables() -> set[str]:
    """Tables of the program for which it is not said whether they are spread, and the reverse."""
    return set(Base.metadata.tables) ^ (set(SPREAD) | set(KEPT))
