"""What must hold between the running figures and the entries that they add up."""

from __future__ import annotations

from gongji.kernel.checks import Check

FIGURES = (
    Check(
        "{moved_year}",
        "账户 {account_id} 的 {year} 年累计与分录不符：划入相差 {credited_fen}、支出相差"
        " {spent_fen}、退回相差 {refunded_fen}、当年资金相差 {current_fen} 分，或起止序号不符",
        """
        SELECT account_id, year, sum(credited_fen) AS credited_fen, sum(spent_fen) AS spent_fen,
               sum(refunded_fen) AS refunded_fen, sum(current_fen) AS current_fen
        FROM (
            SELECT account_id, year, credited_fen, spent_fen, refunded_fen, current_fen,
                   first_version, last_version, NULL AS version
            FROM {moved_year} kept
            UNION ALL
            SELECT account_id, year, -{credited}, -{spent}, -{refunded}, -current_fen,
                   NULL, NULL, version
            FROM {moved_entry} moved WHERE version IS NOT NULL
        ) counted GROUP BY account_id, year
        HAVING sum(credited_fen) <> 0 OR sum(spent_fen) <> 0 OR sum(refunded_fen) <> 0
            OR sum(current_fen) <> 0
            OR coalesce(min(first_version), 0) <> coalesce(min(version), 0)
            OR coalesce(max(last_version), 0) <> coalesce(max(version), 0)
        """,
    ),
    Check(
        "{moved_day}",
        "账户 {account_id} 在 {day} 的累计（场景“{scene}”，使用人“{member_id}”）与分录不符："
        "划入相差 {credited_fen}、支出相差 {spent_fen}、退回相差 {refunded_fen}、当年资金相差"
        " {current_fen} 分，或起止序号不符",
        """
        SELECT account_id, day, scene, member_id, relation, sum(credited_fen) AS credited_fen,
               sum(spent_fen) AS spent_fen, sum(refunded_fen) AS refunded_fen,
               sum(current_fen) AS current_fen
        FROM (
            SELECT account_id, day, scene, member_id, relation, credited_fen, spent_fen,
                   refunded_fen, current_fen, first_version, last_version, NULL AS version
            FROM {moved_day} kept
            UNION ALL
            SELECT account_id, {day_of_entry}, coalesce(scene, ''), coalesce(member_id, ''),
                   coalesce(relation, ''), -{credited}, -{spent}, -{refunded}, -current_fen,
                   NULL, NULL, version
            FROM {moved_entry} moved WHERE version IS NOT NULL
        ) counted GROUP BY account_id, day, scene, member_id, relation
        HAVING sum(credited_fen) <> 0 OR sum(spent_fen) <> 0 OR sum(refunded_fen) <> 0
            OR sum(current_fen) <> 0
            OR coalesce(min(first_version), 0) <> coalesce(min(version), 0)
            OR coalesce(max(last_version), 0) <> coalesce(max(version), 0)
        """,
    ),
    Check(
        "{bound_month}",
        "共济关系 {binding_id} 从 {month} 起一个月的已用金额与分录相差 {difference_fen} 分",
        """
        SELECT binding_id, month, sum(used_fen) AS difference_fen FROM (
            SELECT binding_id, month, used_fen FROM {bound_month} kept
            UNION ALL
            SELECT binding_id, {month_of_entry}, amount_fen
            FROM {bound_entry} bound WHERE version IS NOT NULL AND binding_id IS NOT NULL
        ) counted GROUP BY binding_id, month HAVING sum(used_fen) <> 0
        """,
    ),
)
