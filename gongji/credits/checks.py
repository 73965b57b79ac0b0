"""What must hold between the monthly credits and the ledger."""

from __future__ import annotations

from gongji.kernel.checks import Check

CREDITS = (
    Check(
        "{new_credit}",
        "账户 {account_id} 的 {month} 划账所指的转账 {transfer_id} 没有相应的一笔划入",
        """
        SELECT m.account_id AS account_id, m.month AS month, m.transfer_id AS transfer_id
        FROM {new_credit} m LEFT JOIN {new_entry} e ON e.transfer_id = m.transfer_id
            AND e.account_id = m.account_id AND e.kind = 'credit' AND e.amount_fen > 0
        GROUP BY m.account_id, m.month, m.transfer_id HAVING count(e.id) <> 1
        """,
    ),
    Check(
        "{new_credit}",
        "转账 {id} 是每月划账，却不属于任何账户的任何月份",
        """
        SELECT t.id AS id FROM {new_transfer} t LEFT JOIN {new_credit} m ON m.transfer_id = t.id
        WHERE t.kind = 'credit' AND m.account_id IS NULL
        """,
    ),
    Check(
        "credit_import",
        "{started_at} 开始的划账文件已处理 {rows_done} 行，入账 {booked} 行、拒绝 {refused} 行",
        """
        SELECT started_at, rows_done, booked, refused FROM (
            SELECT i.started_at, i.rows_done, i.booked,
                (SELECT count(*) FROM credit_import_refusal r WHERE r.digest = i.digest) AS refused
            FROM credit_import i) files
        WHERE rows_done <> booked + refused
        """,
    ),
)
