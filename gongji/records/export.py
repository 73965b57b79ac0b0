"""All data kept about a person, in one JSON file for them; other people stay masked in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import marshmallow as ma
from sqlalchemy import select

from gongji.account import queries
from gongji.account.schemas import AccountView, EntryView
from gongji.account.service import account
from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest
from gongji.app.responses import Download, to_json
from gongji.auth import budgets
from gongji.auth.budgets import Budget
from gongji.chronic.models import Qualification, Registration
from gongji.documents.models import Verification
from gongji.family.models import Side
from gongji.family.queries import bindings
from gongji.family.schemas import BindingView
from gongji.kernel.clock import rfc3339
from gongji.notices.messages import Wanted, messages
from gongji.notices.schemas import MessageView
from gongji.people.access import ONESELF, access_log, note_access
from gongji.people.facts import insurances_of, person
from gongji.people.looks import EXPORTED
from gongji.premium.queries import payments
from gongji.premium.schemas import PaymentView
from gongji.quota.queries import quotas
from gongji.quota.schemas import QuotaView
from gongji.records.consents import consents
from gongji.records.schemas import (
    AccessView,
    ConsentView,
    DocumentView,
    ExportedInsuranceView,
    ExportedQualificationView,
    ExportedRegistrationView,
    PersonView,
)
from gongji.settlement.queries import my_receipts
from gongji.settlement.schemas import ReceiptView

BATCH = 1000
"""Rows that one query reads."""


def export(ctx: Context) -> Download:
    """The caller's person, insurances, account, entries, bindings, quotas, consents, bills,
    premiums, qualifications, messages, documents and access log. Only their own ID number and
    phone are clear.

    Raises TOO_MANY_REQUESTS after five in a day.
    """
    budgets.spend(ctx, budgets.draw(Budget.EXPORT, ctx.actor.id))
    note_access(ctx, ctx.actor.id, EXPORTED, actor=ONESELF)
    content = {
        "exported_at": rfc3339(ctx.now),
        "person": PersonView().dump(person(ctx.db, ctx.actor.id)),
        "insurances": _dump(ExportedInsuranceView, insurances_of(ctx.db, ctx.actor.id)),
        "account": AccountView().dump(account(ctx)),
        "entries": _dump(
            EntryView, _all(lambda page: queries.entries(ctx, queries.Filter(), page))
        ),
        "bindings": _dump(BindingView, _bindings_of_both_sides(ctx)),
        "quotas": _dump(QuotaView, _all(lambda page: quotas(ctx, None, page))),
        "consents": _dump(ConsentView, consents(ctx)),
        "visits": _dump(ReceiptView, my_receipts(ctx)),
        "premiums": _dump(PaymentView, _all(lambda page: payments(ctx, page))),
        "chronic": _dump(ExportedQualificationView, _own(ctx, Qualification)),
        "registrations": _dump(ExportedRegistrationView, _own(ctx, Registration)),
        "messages": _dump(MessageView, _all(lambda page: messages(ctx, Wanted(), page))),
        "documents": _dump(DocumentView, _own(ctx, Verification)),
        "access_log": _dump(AccessView, _all(lambda page: access_log(ctx, page))),
    }
    return Download("my-data.json", "application/json", lambda: to_json(content))


def _bindings_of_both_sides(ctx: Context) -> list[Any]:
    """Each as its side sees it."""

    def of(side: Side) -> list[Any]:
        return _all(lambda page: bindings(ctx, role=side, status=None, page=page))

    return [row for side in Side for row in of(side)]


def _own(ctx: Context, table: type[Qualification | Registration | Verification]) -> list[Any]:
    return list(ctx.db.execute(select(table).where(table.person_id == ctx.actor.id)).scalars())


def _all(look: Callable[[PageRequest], Page[Any]]) -> list[Any]:
    """Every page of a list."""
    page = look(PageRequest(BATCH))
    rows = list(page.items)
    while page.next is not None:
        page = look(PageRequest(BATCH, page.next))
        rows += page.items
    return rows


def _dump(view: type[ma.Schema], rows: list[Any]) -> Any:
    return view(many=True).dump(rows)
