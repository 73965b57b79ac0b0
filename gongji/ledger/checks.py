"""What must hold in the ledger: transfers balance, accounts follow entries, reversals cancel.

Sums over all entries of an account are taken from its years, which gongji.ledger.figure_checks
compares with the entries.
"""

from __future__ import annotations

from gongji.kernel.checks import Check

LEDGER = (
    Check(
        "{new_transfer}",
        "转账 {id} 没有分录，或者分录之和为 {sum_fen} 分而不是 0",
        """
        SELECT t.id AS id, sum(e.amount_fen) AS sum_fen
        FROM {new_transfer} t LEFT JOIN {new_entry} e ON e.transfer_id = t.id
        GROUP BY t.id HAVING sum(e.amount_fen) IS NULL OR sum(e.amount_fen) <> 0
        """,
    ),
    Check(
        "{new_entry}",
        "分录 {id} 记在 {account_id} 上，账户、序号、变动后余额三者不相配",
        """
        SELECT e.id AS id, e.account_id AS account_id
        FROM {new_entry} e LEFT JOIN account a ON a.id = e.account_id
        WHERE (a.id IS NULL) <> (e.version IS NULL)
           OR (a.id IS NULL) <> (e.balance_after_fen IS NULL)
           OR (a.id IS NULL) <> (e.kind = 'book')
        """,
    ),
    Check(
        "{new_entry}",
        "分录 {id} 记在 {account_id} 上，没有这种科目",
        """
        SELECT id, account_id FROM {new_entry} booked
        WHERE version IS NULL
          AND account_id NOT LIKE 'fund:%' AND account_id NOT LIKE 'institution:%'
          AND account_id NOT LIKE 'premium:%' AND account_id NOT LIKE 'contribution:%'
          AND account_id NOT LIKE 'elsewhere:%' AND account_id NOT LIKE 'platform:%'
          AND account_id NOT LIKE 'cleared:%'
        """,
    ),
    Check(
        "{moved_account}",
        "账户 {id} 的余额是 {balance_fen} 分，期初加全部分录是 {expected_fen} 分",
        """
        SELECT a.id AS id, a.balance_fen AS balance_fen,
               a.opening_fen + coalesce(s.moved_fen, 0) AS expected_fen
        FROM {moved_account} a LEFT JOIN (
            SELECT account_id, sum(credited_fen - spent_fen + refunded_fen) AS moved_fen
            FROM {moved_year} moved GROUP BY account_id
        ) s ON s.account_id = a.id
        WHERE a.balance_fen <> a.opening_fen + coalesce(s.moved_fen, 0) OR a.balance_fen < 0
        """,
    ),
    Check(
        "{moved_account}",
        "账户 {id} 的版本是 {version}，分录有 {entries} 条、最大序号 {last}，三者应当相等",
        """
        SELECT a.id AS id, a.version AS version, coalesce(s.entries, 0) AS entries,
               coalesce(s.last, 0) AS last
        FROM {moved_account} a LEFT JOIN (
            SELECT account_id, count(*) AS entries, max(version) AS last FROM {moved_entry} moved
            WHERE version IS NOT NULL GROUP BY account_id
        ) s ON s.account_id = a.id
        WHERE a.version <> coalesce(s.entries, 0) OR a.version <> coalesce(s.last, 0)
        """,
    ),
    Check(
        "{moved_entry}",
        "分录 {id}（账户 {account_id}）的变动后余额是 {balance_after_fen} 分，逐笔累计是"
        " {expected_fen} 分",
        """
        SELECT id, account_id, balance_after_fen, expected_fen FROM (
            SELECT e.id AS id, e.account_id AS account_id,
                   e.balance_after_fen AS balance_after_fen,
                   a.opening_fen + sum(e.amount_fen)
                       OVER (PARTITION BY e.account_id ORDER BY e.version) AS expected_fen
            FROM {moved_entry} e JOIN account a ON a.id = e.account_id
            WHERE e.version IS NOT NULL
        ) running WHERE balance_after_fen <> expected_fen OR balance_after_fen < 0
        """,
    ),
    Check(
        "{moved_account}",
        "账户 {id} 的 {year} 年当年资金是 {current_fen} 分，逐笔累计是 {expected_fen} 分",
        """
        SELECT a.id AS id, a.current_year AS year, a.current_fen AS current_fen,
               coalesce(s.current_fen, 0) AS expected_fen
        FROM {moved_account} a LEFT JOIN (
            SELECT y.account_id AS account_id, sum(y.current_fen) AS current_fen
            FROM {moved_year} y JOIN account o ON o.id = y.account_id
            WHERE y.year >= o.current_year GROUP BY y.account_id
        ) s ON s.account_id = a.id
        WHERE a.current_fen <> coalesce(s.current_fen, 0)
        """,
    ),
    Check(
        "{new_transfer}",
        "转账 {id} 冲正 {reverses_id}，但账户 {account_id} 上相差 {difference_fen} 分",
        """
        SELECT id, reverses_id, account_id, sum(amount_fen) AS difference_fen FROM (
            SELECT r.id AS id, r.reverses_id AS reverses_id, e.account_id AS account_id,
                   e.amount_fen AS amount_fen
            FROM {new_transfer} r JOIN {new_entry} e ON e.transfer_id = r.id
            WHERE r.reverses_id IS NOT NULL
            UNION ALL
            SELECT r.id, r.reverses_id, e.account_id, e.amount_fen
            FROM {new_transfer} r JOIN entry e ON e.transfer_id = r.reverses_id
        ) pairs GROUP BY id, reverses_id, account_id HAVING sum(amount_fen) <> 0
        """,
    ),
)
