-- Stands in for Citus on a plain PostgreSQL: a spread table is one of hash partitions, so that
-- PostgreSQL itself refuses what would be unique on one worker only, and its plans show how many
-- shards a statement asks.

CREATE SCHEMA citus;
CREATE SCHEMA shards;
CREATE TABLE citus.pg_dist_node (groupid integer);
INSERT INTO citus.pg_dist_node VALUES (0), (1), (2);
CREATE TABLE citus.pg_dist_partition (logicalrelid regclass, spread_by text, together_with text);

CREATE FUNCTION citus.create_distributed_table(name text, by text, colocate_with text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    again text[];
    statement text;
BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = name::regclass) THEN
        RAISE EXCEPTION '% has triggers or foreign keys', name;
    END IF;
    again := ARRAY(
        SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', name, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = name::regclass AND contype IN ('p', 'u')
        UNION ALL
        SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = name::regclass
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    );
    FOR statement IN
        SELECT format('ALTER SEQUENCE %s OWNED BY NONE', objid::regclass) FROM pg_depend
        WHERE refobjid = name::regclass AND classid = 'pg_class'::regclass AND deptype = 'a'
            AND EXISTS (SELECT FROM pg_sequence WHERE seqrelid = objid)
    LOOP EXECUTE statement; END LOOP;
    EXECUTE format('ALTER TABLE %I SET SCHEMA shards', name);
    EXECUTE format('CREATE TABLE %1$I (LIKE shards.%1$I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)'
        ' PARTITION BY HASH (%2$I)', name, by);
    FOR n IN 0..7 LOOP
        EXECUTE format('CREATE TABLE shards.%I PARTITION OF %I'
            ' FOR VALUES WITH (MODULUS 8, REMAINDER %s)', name || '_' || n, name, n);
    END LOOP;
    EXECUTE format('INSERT INTO %1$I SELECT * FROM shards.%1$I', name);
    EXECUTE format('DROP TABLE shards.%I', name);
    FOREACH statement IN ARRAY again LOOP EXECUTE statement; END LOOP;
    INSERT INTO citus.pg_dist_partition VALUES (name::regclass, by, colocate_with);
END $$;

CREATE FUNCTION citus.citus_add_local_table_to_metadata(name text) RETURNS void LANGUAGE sql
AS $$ INSERT INTO citus.pg_dist_partition VALUES (name::regclass) $$;

CREATE FUNCTION citus.truncate_local_data_after_distributing_table(name text) RETURNS void
LANGUAGE sql AS $$ SELECT 1 $$;
