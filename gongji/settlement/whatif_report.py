"""The outcome of a draft (政策测算) as plain text in Chinese, to be printed."""

from __future__ import annotations

from collections.abc import Iterator

from gongji.kernel.money import Money, total
from gongji.kernel.wording import say
from gongji.labels import INSURANCES, area_name
from gongji.policy.editions import Edition
from gongji.policy_listing.differences import changes
from gongji.settlement.whatif import WhatIf

OF_POOL = "pool.", "chronic.", "dual."
"""How the keys begin that a pool leg may depend on."""

SCOPE = "只测算统筹支付：个人账户、家庭共济与现金各付多少取决于当时的余额，不在测算之内。没有记账。"


def head(found: WhatIf) -> Iterator[str]:
    """The period, and what is measured."""
    yield say("{first}至{last}的结算", first=found.first, last=found.last)
    yield SCOPE


def patients(found: WhatIf) -> Iterator[str]:
    """How many bills change, and who would pay less or more."""
    better = [more for more in found.patients.values() if more.fen > 0]
    worse = [-more for more in found.patients.values() if more.fen < 0]
    same = len(found.patients) - len(better) - len(worse)
    yield f"账单：测算 {found.compared:,} 张，其中 {found.changed:,} 张有变化"
    if found.reversed:
        yield f"　　　已撤销 {found.reversed:,} 张，不作比较"
    if found.undecided:
        yield f"　　　{found.undecided:,} 张没有留存当天的情况，无法测算"
    sentence = "患者：{better} 人少付，共 {gain}；{worse} 人多付，共 {loss}；{same} 人不变"
    yield say(
        sentence,
        better=f"{len(better):,}",
        gain=total(*better),
        worse=f"{len(worse):,}",
        loss=total(*worse),
        same=f"{same:,}",
    )


def funds(found: WhatIf) -> Iterator[str]:
    """What the pools of each area would pay."""
    yield "统筹基金支付（参保地　险种　账单　实际　草案　增减）"
    for (area, insurance), fund in sorted(found.funds.items()):
        head = f"{area_name(area)}　{INSURANCES[insurance]}　{fund.bills:,} 张"
        yield f"  {head}　{_pair(fund.paid, fund.drafted)}"
    paid = total(*(fund.paid for fund in found.funds.values()))
    drafted = total(*(fund.drafted for fund in found.funds.values()))
    yield f"  合计　{found.compared:,} 张　{_pair(paid, drafted)}"


def largest(found: WhatIf) -> Iterator[str]:
    """The bills that change most."""
    columns = "结算编号　日期　参保地　险种　费用　实际　草案　增减"
    yield f"变化最大的 {len(found.largest)} 张账单（{columns}）"
    for change in found.largest:
        bill, told = change.bill, change.bill.circumstances
        assert told, "a bill without circumstances is not compared"
        where = f"{area_name(told.insurance_area)}　{INSURANCES[told.insurance_kind]}"
        sentence = "  {id}　{on}　{where}　{total}　{pair}"
        pair = _pair(bill.pool, change.drafted)
        yield say(sentence, id=bill.id, on=bill.on, where=where, total=bill.total, pair=pair)


def _pair(paid: Money, drafted: Money) -> str:
    more = drafted - paid
    sign = "+" if more.fen > 0 else ""
    return say("{paid}　{drafted}　{sign}{more}", paid=paid, drafted=drafted, sign=sign, more=more)


SECTIONS = head, patients, funds, largest


def printed(found: WhatIf, current: Edition, draft: Edition) -> str:
    """The outcome, and what else the draft changes, which is not measured."""
    told = "\n\n".join("\n".join(section(found)) for section in SECTIONS)
    beyond = {one.title: None for one in changes(current, draft) if not one.key.startswith(OF_POOL)}
    if beyond:
        told += f"\n\n草案还改动了（不影响统筹支付，未测算）：{'、'.join(beyond)}"
    return f"政策测算：版本 {current.version} → 草案 {draft.version}\n{told}"
