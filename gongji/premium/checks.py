"""What must hold between premiums, the ledger, and the one payment per person and year."""

from __future__ import annotations

from gongji.kernel.checks import Check

PREMIUMS = (
    Check(
        "premium_payment",
        "缴费 {id} 写明 {amount_fen} 分，付款账户上是 {booked_fen} 分，或入账的产品、人员不符",
        """
        SELECT p.id AS id, p.amount_fen AS amount_fen, coalesce(b.booked_fen, 0) AS booked_fen
        FROM {new_payment} p LEFT JOIN (
            SELECT l.id AS id,
                   -sum(CASE WHEN a.person_id = l.payer_id THEN e.amount_fen ELSE 0 END)
                       AS booked_fen,
                   sum(CASE WHEN e.account_id = 'premium:' || l.product || ':' || l.year
                       THEN e.amount_fen ELSE 0 END) AS gathered_fen,
                   sum(CASE WHEN coalesce(e.payment_id, '') <> l.id
                            OR coalesce(e.member_id, l.person_id) <> l.person_id
                       THEN 1 ELSE 0 END) AS strangers
            FROM {new_payment} l JOIN entry e ON e.transfer_id = l.transfer_id
            LEFT JOIN account a ON a.id = e.account_id GROUP BY l.id
        ) b ON b.id = p.id
        WHERE p.amount_fen <> coalesce(b.booked_fen, 0)
           OR p.amount_fen <> coalesce(b.gathered_fen, 0) OR coalesce(b.strangers, 0) > 0
        """,
    ),
    Check(
        "premium_payment",
        "缴费 {id} 的退费与冲正不相配：应由 {refund_transfer_id} 冲正，账上是 {booked_id}",
        """
        SELECT p.id AS id, p.refund_transfer_id AS refund_transfer_id, r.id AS booked_id
        FROM premium_payment p LEFT JOIN transfer r ON r.reverses_id = p.transfer_id
        WHERE coalesce(p.refund_transfer_id, '') <> coalesce(r.id, '')
        """,
    ),
    Check(
        "premium_payment",
        "{person_id} 的 {year} 年 {product} 有 {payments} 笔有效缴费：{first} 等",
        """
        SELECT person_id, year, product, count(*) AS payments, min(id) AS first
        FROM premium_payment WHERE refunded_at IS NULL
        GROUP BY person_id, year, product HAVING count(*) > 1
        """,
    ),
    Check(
        "{new_entry}",
        "分录 {id} 记作缴费，但缴费 {payment_id} 并没有这笔转账",
        """
        SELECT e.id AS id, e.payment_id AS payment_id
        FROM {new_entry} e LEFT JOIN premium_payment p ON p.id = e.payment_id
        WHERE (e.payment_id IS NOT NULL OR e.kind IN ('premium', 'insurance'))
          AND e.transfer_id <> coalesce(p.transfer_id, '')
          AND e.transfer_id <> coalesce(p.refund_transfer_id, '')
        """,
    ),
)
