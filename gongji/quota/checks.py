"""What must hold between quotas, draws, the accounts that pay them, and the clearings."""

from __future__ import annotations

from gongji.kernel.checks import Check

QUOTAS = (
    Check(
        "account",
        "账户 {id} 的共济额度余额是 {quota_fen} 分，其有效额度之和是 {expected_fen} 分",
        """
        SELECT a.id AS id, a.quota_fen AS quota_fen, coalesce(q.left_fen, 0) AS expected_fen
        FROM account a LEFT JOIN (
            SELECT giver_id, sum(amount_fen - drawn_fen) AS left_fen FROM quota
            WHERE ended_at IS NULL GROUP BY giver_id
        ) q ON q.giver_id = a.person_id
        WHERE a.quota_fen <> coalesce(q.left_fen, 0)
        """,
    ),
    Check(
        "account",
        "账户 {id} 的余额 {balance_fen} 分不足以支付共济额度余额 {quota_fen} 分",
        """
        SELECT id, balance_fen, quota_fen FROM account WHERE quota_fen > balance_fen
        """,
    ),
    Check(
        "quota",
        "额度 {id} 写明已用 {drawn_fen} 分，其未撤销的支取之和是 {expected_fen} 分",
        """
        SELECT q.id AS id, q.drawn_fen AS drawn_fen, coalesce(d.drawn_fen, 0) AS expected_fen
        FROM quota q LEFT JOIN (
            SELECT quota_id, sum(amount_fen) AS drawn_fen FROM quota_draw
            WHERE reversed_at IS NULL GROUP BY quota_id
        ) d ON d.quota_id = q.id
        WHERE q.drawn_fen <> coalesce(d.drawn_fen, 0)
        """,
    ),
    Check(
        "quota_draw",
        "支取 {id} 写明 {amount_fen} 分，付款账户上是 {booked_fen} 分，或入账的统筹区、使用人不符",
        """
        SELECT d.id AS id, d.amount_fen AS amount_fen, coalesce(b.booked_fen, 0) AS booked_fen
        FROM quota_draw d LEFT JOIN (
            SELECT l.id AS id,
                   -sum(CASE WHEN a.person_id = q.giver_id AND e.kind = 'quota_spend'
                             AND e.member_id = q.taker_id
                        THEN e.amount_fen ELSE 0 END) AS booked_fen,
                   sum(CASE WHEN e.account_id = 'platform:' || l.area
                       THEN e.amount_fen ELSE 0 END) AS gathered_fen
            FROM quota_draw l JOIN quota q ON q.id = l.quota_id
            JOIN entry e ON e.transfer_id = l.transfer_id
            LEFT JOIN account a ON a.id = e.account_id GROUP BY l.id
        ) b ON b.id = d.id
        WHERE d.amount_fen <> coalesce(b.booked_fen, 0)
           OR d.amount_fen <> coalesce(b.gathered_fen, 0)
        """,
    ),
    Check(
        "quota_draw",
        "支取 {id} 的撤销与冲正不相配：应由 {reversal_transfer_id} 冲正，账上是 {booked_id}",
        """
        SELECT d.id AS id, d.reversal_transfer_id AS reversal_transfer_id, r.id AS booked_id
        FROM quota_draw d LEFT JOIN transfer r ON r.reverses_id = d.transfer_id
        WHERE coalesce(d.reversal_transfer_id, '') <> coalesce(r.id, '')
        """,
    ),
    Check(
        "{new_entry}",
        "分录 {id} 记在 {account_id} 上，但没有一笔支取、撤销或清算是这笔转账",
        """
        SELECT e.id AS id, e.account_id AS account_id FROM {new_entry} e
        LEFT JOIN (
            SELECT transfer_id FROM quota_draw
            UNION ALL SELECT reversal_transfer_id FROM quota_draw
            UNION ALL SELECT transfer_id FROM quota_clearing
        ) known ON known.transfer_id = e.transfer_id
        WHERE known.transfer_id IS NULL
          AND (e.kind = 'quota_spend' OR e.account_id LIKE 'platform:%'
               OR e.account_id LIKE 'cleared:%')
        """,
    ),
    Check(
        "quota_draw",
        "统筹区 {area} 的应清算科目上是 {booked_fen} 分，支取减撤销减已清算是 {expected_fen} 分",
        """
        SELECT area, sum(booked_fen) AS booked_fen, sum(expected_fen) AS expected_fen FROM (
            SELECT substr(e.account_id, 10) AS area, e.amount_fen AS booked_fen, 0 AS expected_fen
            FROM (
                SELECT transfer_id FROM quota_draw
                UNION ALL SELECT reversal_transfer_id FROM quota_draw
                UNION ALL SELECT transfer_id FROM quota_clearing
            ) known JOIN entry e ON e.transfer_id = known.transfer_id
            WHERE e.account_id LIKE 'platform:%'
            UNION ALL
            SELECT area, 0, CASE WHEN reversed_at IS NULL THEN amount_fen ELSE 0 END FROM quota_draw
            UNION ALL
            SELECT area, 0, reversed_fen - drawn_fen FROM quota_clearing
        ) both_sides GROUP BY area HAVING sum(booked_fen) <> sum(expected_fen)
        """,
    ),
    Check(
        "quota_clearing",
        "{area} 的 {month} 清算金额是 {net_fen} 分，所含支取减撤销是 {expected_fen} 分，"
        "账上付出 {paid_fen} 分，三者应当相等",
        """
        SELECT c.area AS area, c.month AS month, c.drawn_fen - c.reversed_fen AS net_fen,
               coalesce(d.drawn_fen, 0) - coalesce(r.reversed_fen, 0) AS expected_fen,
               coalesce(p.paid_fen, 0) AS paid_fen
        FROM quota_clearing c
        LEFT JOIN (
            SELECT area, cleared_month AS month, sum(amount_fen) AS drawn_fen FROM quota_draw
            WHERE cleared_month IS NOT NULL GROUP BY area, cleared_month
        ) d ON d.area = c.area AND d.month = c.month
        LEFT JOIN (
            SELECT area, reversal_cleared_month AS month, sum(amount_fen) AS reversed_fen
            FROM quota_draw
            WHERE reversal_cleared_month IS NOT NULL GROUP BY area, reversal_cleared_month
        ) r ON r.area = c.area AND r.month = c.month
        LEFT JOIN (
            SELECT e.transfer_id AS transfer_id, e.account_id AS book, sum(e.amount_fen) AS paid_fen
            FROM entry e JOIN quota_clearing q ON q.transfer_id = e.transfer_id
            GROUP BY e.transfer_id, e.account_id
        ) p ON p.transfer_id = c.transfer_id AND p.book = 'cleared:' || c.area
        WHERE c.drawn_fen <> coalesce(d.drawn_fen, 0)
           OR c.reversed_fen <> coalesce(r.reversed_fen, 0)
           OR c.drawn_fen - c.reversed_fen <> coalesce(p.paid_fen, 0)
        """,
    ),
)
