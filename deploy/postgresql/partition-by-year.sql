-- Parts the tables of entries and of bills by year, in a loaded gongji database on PostgreSQL.
--
-- Before: make a backup, stop gongji, have as much free room as both tables take. As their owner:
--     psql --set ON_ERROR_STOP=1 --file deploy/postgresql/partition-by-year.sql DATABASE
-- Each year becomes a table of the schema gongji_years, such as gongji_years.entry_2025. There is
-- one for every year that has rows, for this one and the two after it, and one for all others, so
-- that nothing is refused when nobody has thought of the next year. docs/scale.md says how a year
-- is added, put away and brought back.
--
-- What is unique in these tables is from then on unique within a year: PostgreSQL has no index over
-- partitions. Across years the locks of the program hold it, as before: an account's version rises
-- with every entry, a bill is locked while it is reversed, a visit while it is settled. `gongji
-- reconcile` finds what would break it.

BEGIN;
SET LOCAL statement_timeout = 0;

CREATE SCHEMA gongji_years;
COMMENT ON SCHEMA gongji_years IS 'entry and settlement by year; made by partition-by-year.sql';

CREATE FUNCTION pg_temp.part(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    this_year integer := extract(year FROM now() AT TIME ZONE 'Asia/Shanghai');
    years integer[];
    one integer;
    afterwards text[];
    statement text;
BEGIN
    EXECUTE format('LOCK TABLE %I', name);
    EXECUTE format('SELECT array_agg(DISTINCT year) FROM %I', name) INTO years;

    -- What the table has, to be said again of the new one: the year joins whatever is unique.
    afterwards := ARRAY(
        SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', name, conname,
            CASE WHEN contype = 'f' THEN pg_get_constraintdef(oid)
                ELSE regexp_replace(pg_get_constraintdef(oid), '\)$', ', year)') END)
        FROM pg_constraint WHERE conrelid = name::regclass AND contype IN ('p', 'u', 'f')
            AND confrelid <> conrelid
        ORDER BY contype = 'f'
    ) || ARRAY(
        SELECT CASE WHEN indisunique
            THEN regexp_replace(pg_get_indexdef(indexrelid), '(USING btree \([^)]*)\)', '\1, year)')
            ELSE pg_get_indexdef(indexrelid) END
        FROM pg_index WHERE indrelid = name::regclass
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ) || ARRAY(
        SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgrelid = name::regclass AND NOT tgisinternal
    ) || ARRAY(
        SELECT format('GRANT %s ON %I TO %s', privilege_type, name,
            CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
        FROM pg_class, aclexplode(relacl)
        WHERE pg_class.oid = name::regclass AND grantee <> relowner
    ) || ARRAY(
        SELECT format('ALTER SEQUENCE %s OWNED BY %I.%I', pg_depend.objid::regclass, name, attname)
        FROM pg_depend JOIN pg_sequence ON seqrelid = pg_depend.objid
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE refobjid = name::regclass AND deptype = 'a'
    );
    FOR statement IN
        SELECT format('ALTER SEQUENCE %s OWNED BY NONE', objid::regclass)
        FROM pg_depend JOIN pg_sequence ON seqrelid = objid
        WHERE refobjid = name::regclass AND deptype = 'a'
    LOOP EXECUTE statement; END LOOP;

    EXECUTE format('ALTER TABLE %I SET SCHEMA gongji_years', name);
    EXECUTE format(
        'CREATE TABLE %1$I (LIKE gongji_years.%1$I INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
        ' INCLUDING STORAGE) PARTITION BY RANGE (year)', name);
    FOR one IN
        SELECT DISTINCT made FROM unnest(years || ARRAY[this_year, this_year + 1, this_year + 2])
            AS made ORDER BY made
    LOOP
        EXECUTE format('CREATE TABLE gongji_years.%I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
            name || '_' || one, name, one, one + 1);
    END LOOP;
    EXECUTE format('CREATE TABLE gongji_years.%I PARTITION OF %I DEFAULT',
        name || '_other', name);
    EXECUTE format('INSERT INTO %1$I SELECT * FROM gongji_years.%1$I', name);
    EXECUTE format('DROP TABLE gongji_years.%I', name);
    FOREACH statement IN ARRAY afterwards LOOP EXECUTE statement; END LOOP;

    -- A statement on a year's own table passes the triggers of the whole table by.
    FOR statement IN
        SELECT replace(pg_get_triggerdef(pg_trigger.oid), format(' ON public.%I ', name),
            format(' ON %s ', inhrelid::regclass))
        FROM pg_trigger JOIN pg_inherits ON inhparent = tgrelid
        WHERE tgrelid = name::regclass AND NOT tgisinternal AND tgtype & 1 = 0
    LOOP EXECUTE statement; END LOOP;
END $$;

SELECT pg_temp.part('entry');
SELECT pg_temp.part('settlement');

COMMIT;
ANALYZE entry, settlement;
