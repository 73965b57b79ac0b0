-- Accounts whose balances one transaction opened. Its triggers would go through all accounts for
-- each of them, so they stand aside.
SET session_replication_role = replica;

INSERT INTO hordak_account
    (id, uuid, name, type, is_bank_account, currencies, lft, rght, tree_id, level)
SELECT n, gen_random_uuid(), 'account ' || n, CASE n WHEN 0 THEN 'EQ' ELSE 'AS' END, false,
    '["CNY"]', 1, 2, n, 0
FROM generate_series(0, :accounts) n;

INSERT INTO hordak_transaction (id, uuid, timestamp, date, description)
VALUES (1, gen_random_uuid(), now(), current_date, 'opening');

INSERT INTO hordak_leg (uuid, transaction_id, account_id, debit, credit, currency, description)
SELECT gen_random_uuid(), 1, n, 1000000, NULL, 'CNY', '' FROM generate_series(1, :accounts) n
UNION ALL SELECT gen_random_uuid(), 1, 0, NULL, 1000000::numeric * :accounts, 'CNY', '';

SELECT setval(pg_get_serial_sequence('hordak_transaction', 'id'), 1);
VACUUM ANALYZE;
