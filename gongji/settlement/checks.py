"""What must hold between settlements, the ledger and the year counters."""

from __future__ import annotations

from gongji.kernel.checks import Check

SETTLEMENTS = (
    Check(
        "settlement",
        "结算 {id} 总额 {total_fen} 分，不等于统筹、本人、共济、现金之和 {legs_fen} 分",
        """
        SELECT id, total_fen, pool_fen + own_fen + mutual_fen + cash_fen AS legs_fen
        FROM settlement WHERE total_fen <> pool_fen + own_fen + mutual_fen + cash_fen
        """,
    ),
    Check(
        "settlement",
        "结算 {id} 写明统筹 {pool_fen}、本人 {own_fen}、共济 {mutual_fen} 分，"
        "账上是 {booked_pool_fen}、{booked_own_fen}、{booked_mutual_fen} 分",
        """
        SELECT s.id AS id, s.pool_fen AS pool_fen, s.own_fen AS own_fen,
               s.mutual_fen AS mutual_fen,
               coalesce(b.pool_fen, 0) AS booked_pool_fen, coalesce(b.own_fen, 0) AS booked_own_fen,
               coalesce(b.mutual_fen, 0) AS booked_mutual_fen
        FROM {new_settlement} s LEFT JOIN (
            SELECT l.id AS id,
                   -sum(CASE WHEN e.account_id LIKE 'fund:%' THEN e.amount_fen ELSE 0 END)
                       AS pool_fen,
                   -sum(CASE WHEN a.person_id = l.person_id AND e.binding_id IS NULL
                        THEN e.amount_fen ELSE 0 END) AS own_fen,
                   -sum(CASE WHEN a.id IS NOT NULL AND e.binding_id IS NOT NULL
                        THEN e.amount_fen ELSE 0 END) AS mutual_fen,
                   sum(CASE WHEN e.settlement_id = l.id THEN 0 ELSE 1 END) AS strangers
            FROM {new_settlement} l JOIN entry e ON e.transfer_id = l.transfer_id
            LEFT JOIN account a ON a.id = e.account_id GROUP BY l.id
        ) b ON b.id = s.id
        WHERE s.pool_fen <> coalesce(b.pool_fen, 0) OR s.own_fen <> coalesce(b.own_fen, 0)
           OR s.mutual_fen <> coalesce(b.mutual_fen, 0) OR coalesce(b.strangers, 0) > 0
        """,
    ),
    Check(
        "settlement",
        "结算 {id} 写明的共济付款人与账上不符：共济关系 {binding_id} 相差 {difference_fen} 分",
        """
        SELECT id, binding_id, sum(amount_fen) AS difference_fen FROM (
            SELECT s.id AS id, {payer_binding} AS binding_id, {payer_amount} AS amount_fen
            FROM {new_settlement} s, {payers}
            UNION ALL
            SELECT settlement_id, binding_id, amount_fen FROM {settled_entry} booked
            WHERE settlement_id IS NOT NULL AND binding_id IS NOT NULL
        ) told GROUP BY id, binding_id HAVING sum(amount_fen) <> 0
        """,
    ),
    Check(
        "settlement",
        "结算 {id} 与被它冲正的结算 {reverses_id} 不是一正一反",
        """
        SELECT r.id AS id, r.reverses_id AS reverses_id
        FROM settlement r
        LEFT JOIN settlement o ON o.person_id = r.person_id AND o.id = r.reverses_id
        WHERE r.reverses_id IS NOT NULL AND (o.id IS NULL
           OR r.total_fen <> -o.total_fen OR r.pool_fen <> -o.pool_fen OR r.own_fen <> -o.own_fen
           OR r.mutual_fen <> -o.mutual_fen OR r.cash_fen <> -o.cash_fen
           OR coalesce(o.reversed_by_id, '') <> r.id)
        UNION ALL
        SELECT o.id, o.reversed_by_id
        FROM settlement o
        LEFT JOIN settlement r ON r.person_id = o.person_id AND r.id = o.reversed_by_id
        WHERE o.reversed_by_id IS NOT NULL AND (r.id IS NULL OR coalesce(r.reverses_id, '') <> o.id)
        """,
    ),
    Check(
        "settlement",
        "结算 {id} 所依据的条款没有保存",
        """
        SELECT s.id AS id FROM {new_settlement} s
        LEFT JOIN settlement_basis b ON b.digest = s.basis_digest WHERE b.digest IS NULL
        """,
    ),
    Check(
        "settlement",
        "结算 {id} 收了起付线，但没有写明机构级别",
        """
        SELECT id FROM {new_settlement} n WHERE deductible_fen <> 0 AND tier_level IS NULL
        """,
    ),
    Check(
        "year_counter",
        "{person_id} 的 {year} 年 {pool} 累计与当年结算不符：起付线相差 {deductible_fen} 分"
        "（一级 {level_1_fen}、二级 {level_2_fen}、三级 {level_3_fen}），"
        "统筹支付相差 {paid_fen} 分",
        """
        SELECT person_id, year, pool, sum(deductible_fen) AS deductible_fen,
               sum(level_1_fen) AS level_1_fen, sum(level_2_fen) AS level_2_fen,
               sum(level_3_fen) AS level_3_fen, sum(paid_fen) AS paid_fen
        FROM (
            SELECT person_id, year, pool, deductible_fen - opening_deductible_fen AS deductible_fen,
                   deductible_1_fen AS level_1_fen, deductible_2_fen AS level_2_fen,
                   deductible_3_fen AS level_3_fen, paid_fen - opening_paid_fen AS paid_fen
            FROM year_counter
            UNION ALL
            SELECT s.person_id, s.year, i.kind || CASE WHEN s.benefit = 'TWO_DISEASES'
                   THEN '_two_diseases' WHEN s.benefit = 'CHRONIC' THEN '_chronic_q' ||
                   ((CAST(substr(CAST(s.counted_on AS VARCHAR(10)), 6, 2) AS INTEGER) + 2) / 3)
                   ELSE '_outpatient' END, -s.deductible_fen,
                   CASE WHEN s.tier_level = 1 THEN -s.deductible_fen ELSE 0 END,
                   CASE WHEN s.tier_level = 2 THEN -s.deductible_fen ELSE 0 END,
                   CASE WHEN s.tier_level = 3 THEN -s.deductible_fen ELSE 0 END,
                   -s.counted_pool_fen
            FROM settlement s JOIN insurance i ON i.id = s.insurance_id
            WHERE s.reverses_id IS NULL AND s.reversed_by_id IS NULL
        ) counted GROUP BY person_id, year, pool
        HAVING sum(deductible_fen) <> 0 OR sum(paid_fen) <> 0 OR sum(level_1_fen) <> 0
            OR sum(level_2_fen) <> 0 OR sum(level_3_fen) <> 0
        """,
    ),
)
