-- Spreads a loaded gongji database over the workers of a Citus 13 cluster.
--
-- Before: make a backup, stop gongji, add the workers with citus_add_node. On the coordinator:
--     psql --set ON_ERROR_STOP=1 --file deploy/citus/distribute.sql DATABASE
-- gongji is then started on the coordinator's address. docs/scale.md says what to expect.
--
-- gongji/ops/distribution.py says of each table why it is spread or stays on the coordinator.

BEGIN;
SET LOCAL citus.multi_shard_modify_mode = 'sequential';

DO $$ BEGIN
    IF to_regclass('gongji_citus.commit_together') IS NOT NULL THEN
        RAISE EXCEPTION 'This database is spread already.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_dist_node WHERE groupid <> 0) THEN
        RAISE EXCEPTION 'The cluster has no workers: add them with citus_add_node.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_dist_node WHERE groupid = 0) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'The workers do not know the coordinator.',
            HINT = 'SELECT citus_set_coordinator_host(ADDRESS, PORT), as workers reach it.';
    END IF;
END $$;

-- A foreign key may not point from a worker to the coordinator. The program writes these rows in
-- the transaction that has read what they refer to, and deletes none of it.

ALTER TABLE fsi_message DROP CONSTRAINT fk_fsi_message_institution_code;
ALTER TABLE message DROP CONSTRAINT fk_message_person_id;
ALTER TABLE settlement DROP CONSTRAINT fk_settlement_institution_code;
ALTER TABLE settlement DROP CONSTRAINT fk_settlement_insurance_id;
ALTER TABLE settlement DROP CONSTRAINT fk_settlement_person_id;
ALTER TABLE settlement DROP CONSTRAINT fk_settlement_transfer_id;
ALTER TABLE settlement DROP CONSTRAINT fk_settlement_reverses_id;

-- What is unique must hold the column by which the table is spread. A visit and a reversed bill
-- are of one person, so nothing is unique that was not; ids are drawn with 80 random bits.

ALTER TABLE settlement DROP CONSTRAINT pk_settlement;
ALTER TABLE settlement ADD CONSTRAINT pk_settlement PRIMARY KEY (id, person_id);
ALTER TABLE settlement DROP CONSTRAINT uq_settlement_reverses_id;
ALTER TABLE settlement ADD CONSTRAINT uq_settlement_reverses_id UNIQUE (reverses_id, person_id);
DROP INDEX uq_settlement_standing;
CREATE UNIQUE INDEX uq_settlement_standing ON settlement (visit_id, batch_number, person_id)
    WHERE reverses_id IS NULL AND reversed_by_id IS NULL;
DROP INDEX ix_settlement_seq;
CREATE UNIQUE INDEX ix_settlement_seq ON settlement (seq, person_id) WHERE false;

ALTER TABLE message DROP CONSTRAINT pk_message;
ALTER TABLE message ADD CONSTRAINT pk_message PRIMARY KEY (id, person_id);
DROP INDEX ix_message_seq;
CREATE UNIQUE INDEX ix_message_seq ON message (seq, person_id) WHERE false;

SELECT create_distributed_table('settlement', 'person_id', colocate_with => 'none');
SELECT create_distributed_table('message', 'person_id', colocate_with => 'settlement');
SELECT create_distributed_table('fsi_message', 'msgid', colocate_with => 'none');

ALTER TABLE settlement ADD CONSTRAINT fk_settlement_reverses_id
    FOREIGN KEY (reverses_id, person_id) REFERENCES settlement (id, person_id);

-- The sandbox empties all tables and makes triggers anew in one transaction, which Citus takes only
-- if it asks one shard after the other. A sale asks one shard in any case.

SET LOCAL citus.enable_ddl_propagation = off;
DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET citus.multi_shard_modify_mode = %L',
        current_database(), 'sequential');
END $$;
SET LOCAL citus.enable_ddl_propagation = on;

-- Citus commits in two phases only what it has written itself. The other tables of a sale are plain
-- tables of the coordinator, so the first statement that writes one of them in a transaction lets
-- Citus write a table of its own, in which no row is ever found. From then on every worker of that
-- transaction is prepared before the coordinator commits: money and bill never part.

CREATE SCHEMA gongji_citus;
CREATE TABLE gongji_citus.commit_together (id integer PRIMARY KEY, used integer);
SELECT citus_add_local_table_to_metadata('gongji_citus.commit_together');
GRANT USAGE ON SCHEMA gongji_citus TO PUBLIC;
GRANT SELECT, UPDATE ON gongji_citus.commit_together TO PUBLIC;

CREATE FUNCTION gongji_citus.commit_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('gongji_citus.together', true) IS DISTINCT FROM 'yes' THEN
        UPDATE gongji_citus.commit_together SET used = 1 WHERE id = 0;
        PERFORM set_config('gongji_citus.together', 'yes', true);
    END IF;
    RETURN NULL;
END $$;

DO $$ DECLARE name text; BEGIN
    FOR name IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND NOT relispartition
            AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = pg_class.oid)
            AND relname <> 'alembic_version'
    LOOP
        EXECUTE format(
            'CREATE TRIGGER commit_together AFTER INSERT OR UPDATE OR DELETE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION gongji_citus.commit_together()', name);
    END LOOP;
END $$;

COMMIT;

-- The coordinator still keeps its own copy of what went to the workers.

SELECT truncate_local_data_after_distributing_table('settlement');
SELECT truncate_local_data_after_distributing_table('message');
SELECT truncate_local_data_after_distributing_table('fsi_message');
ANALYZE settlement, message, fsi_message;
