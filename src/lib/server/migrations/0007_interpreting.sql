-- Interpreter lines (reference data), kept talks and uses for the yearly figures.

CREATE TABLE line (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX line_version ON line (office_id, version);
INSERT INTO reference_table VALUES ('line');

CREATE TABLE talk (
	LIKE synced INCLUDING ALL,
	PRIMARY KEY (office_id, id),
	CONSTRAINT talk_was_agreed CHECK ((data -> 'agreed') = 'true'::jsonb)
);
CREATE INDEX talk_version ON talk (office_id, version);

CREATE TABLE usage (
	LIKE synced INCLUDING ALL,
	language text NOT NULL GENERATED ALWAYS AS (data ->> 'language') STORED,
	mode text NOT NULL GENERATED ALWAYS AS (data ->> 'mode') STORED,
	minutes integer NOT NULL GENERATED ALWAYS AS ((data ->> 'minutes')::integer) STORED,
	PRIMARY KEY (office_id, id),
	CONSTRAINT usage_within_a_day CHECK (minutes BETWEEN 0 AND 480)
);
CREATE INDEX usage_version ON usage (office_id, version);
CREATE INDEX usage_counted ON usage (day, language, mode);

-- A record only grows: every item that was kept is in the new row as it was, whatever a rule says.
CREATE FUNCTION talk_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT (NEW.data -> 'items') @> (OLD.data -> 'items') THEN
		RAISE EXCEPTION 'a kept item of a talk would change'
			USING ERRCODE = 'check_violation', CONSTRAINT = 'talk_items_are_kept';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER talk_only_grows BEFORE UPDATE ON talk
	FOR EACH ROW EXECUTE FUNCTION talk_only_grows();
