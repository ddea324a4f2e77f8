-- Which tables hold reference data of all offices is said once, in a table of its own, so that
-- a new subject adds a row here and leaves the functions alone.
CREATE TABLE reference_table (name text PRIMARY KEY);
INSERT INTO reference_table VALUES ('office'), ('topic'), ('holiday');

CREATE OR REPLACE FUNCTION read_facts(p_office text, p_reads jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	item jsonb;
	found_row jsonb;
	facts jsonb := '[]';
	name text;
BEGIN
	FOR item IN SELECT * FROM jsonb_array_elements(p_reads) LOOP
		found_row := NULL;
		name := item ->> 0;
		IF EXISTS (SELECT 1 FROM reference_table r WHERE r.name = item ->> 0) THEN
			EXECUTE format('SELECT data FROM %I WHERE office_id = ''ref'' AND id = $1', name)
				INTO found_row USING item ->> 1;
		ELSE
			EXECUTE format('SELECT data FROM %I WHERE office_id = $1 AND id = $2 FOR UPDATE', name)
				INTO found_row USING p_office, item ->> 1;
		END IF;
		facts := facts || jsonb_build_array(found_row);
	END LOOP;
	RETURN facts;
END $$;
