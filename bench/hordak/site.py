"""One act: moves an amount from one account to another, both locked, where it suffices."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from djmoney.money import Money

application = get_wsgi_application()

from hordak.models import Account  # noqa: E402  (Django is set up only now)


def ready(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def transfer(request: HttpRequest) -> HttpResponse:
    """`{payer, payee, amount}`: primary keys and yuan."""
    wanted = json.loads(request.body)
    keys = wanted["payer"], wanted["payee"]
    amount = Money(wanted["amount"], "CNY")
    with transaction.atomic():
        locked = Account.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        accounts = {account.pk: account for account in locked}
        payer, payee = (accounts[key] for key in keys)
        balance = payer.get_simple_balance()
        if balance["CNY"] < amount:
            return JsonResponse({"short": True}, status=HTTPStatus.CONFLICT)
        done = payer.transfer_to(payee, amount)
    return JsonResponse({"transfer": str(done.uuid)})


urlpatterns = [path("readyz", ready), path("transfer", transfer)]
