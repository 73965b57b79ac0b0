"""What must hold between bindings, holds and the money that relatives used."""

from __future__ import annotations

from gongji.kernel.checks import Check

FAMILY = (
    Check(
        "account",
        "账户 {id} 的预留额是 {held_fen} 分，其共济关系的预留之和是 {expected_fen} 分",
        """
        SELECT a.id AS id, a.held_fen AS held_fen, coalesce(h.held_fen, 0) AS expected_fen
        FROM account a LEFT JOIN (
            SELECT authorizer_id, sum(hold_fen) AS held_fen FROM binding
            WHERE ended_at IS NULL GROUP BY authorizer_id
        ) h ON h.authorizer_id = a.person_id
        WHERE a.held_fen <> coalesce(h.held_fen, 0)
        """,
    ),
    Check(
        "{new_entry}",
        "分录 {id} 的共济支付所依据的共济关系 {binding_id} 不存在、不属于双方，或当时无效",
        """
        SELECT e.id AS id, e.binding_id AS binding_id
        FROM {new_entry} e LEFT JOIN account a ON a.id = e.account_id
        LEFT JOIN binding b ON b.id = e.binding_id
        LEFT JOIN settlement s ON s.id = e.settlement_id
        WHERE (e.kind = 'family_spend' OR e.binding_id IS NOT NULL) AND (
            b.id IS NULL OR a.id IS NULL OR e.member_id IS NULL
            OR b.authorizer_id <> a.person_id OR b.beneficiary_id <> e.member_id
            OR s.person_id <> e.member_id
            OR e.counted_on < b.starts_on OR e.counted_on > b.ends_on
            OR (e.kind = 'family_spend' AND e.version > b.ended_version)
        )
        """,
    ),
    Check(
        "binding",
        "{side} {person_id} 有 {bindings} 条有效的共济关系占着同一个位置 {slot}：{first} 等",
        """
        SELECT '共济人' AS side, authorizer_id AS person_id, authorizer_slot AS slot,
               count(*) AS bindings, min(id) AS first
        FROM binding WHERE ended_at IS NULL GROUP BY authorizer_id, authorizer_slot
        HAVING count(*) > 1
        UNION ALL
        SELECT '使用人', beneficiary_id, beneficiary_slot, count(*), min(id)
        FROM binding WHERE ended_at IS NULL GROUP BY beneficiary_id, beneficiary_slot
        HAVING count(*) > 1
        """,
    ),
    Check(
        "binding",
        "{authorizer_id} 与 {beneficiary_id} 之间有 {bindings} 条有效的共济关系：{first} 等",
        """
        SELECT authorizer_id, beneficiary_id, count(*) AS bindings, min(id) AS first
        FROM binding WHERE ended_at IS NULL AND ends_on >= :today
        GROUP BY authorizer_id, beneficiary_id HAVING count(*) > 1
        """,
    ),
)
