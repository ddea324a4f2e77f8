-- Intake: forms on their way through two operators, the templates they are read by, and their
-- pictures, which come in parts and never change.

CREATE TABLE template (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX template_version ON template (office_id, version);
CREATE TABLE blank (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX blank_version ON blank (office_id, version);
INSERT INTO reference_table VALUES ('template'), ('blank');

CREATE TABLE confirming (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX confirming_version ON confirming (office_id, version);

CREATE TABLE form (
	LIKE synced INCLUDING ALL,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	due_on text NOT NULL GENERATED ALWAYS AS (data ->> 'dueOn') STORED,
	PRIMARY KEY (office_id, id)
);
CREATE INDEX form_version ON form (office_id, version);

-- Nothing disappears from the list of unfinished forms, and what an operator once wrote stays as it
-- was written: entries only grow, pictures stay the same.
CREATE FUNCTION form_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a form stays'; END IF;
	IF EXISTS (
		SELECT 1 FROM jsonb_each(OLD.data -> 'fields') AS field,
			LATERAL (SELECT field.value -> 'entries' AS was,
				NEW.data -> 'fields' -> field.key -> 'entries' AS now) AS entries
		WHERE was IS DISTINCT FROM (
			SELECT coalesce(jsonb_agg(item ORDER BY place), '[]')
			FROM jsonb_array_elements(now) WITH ORDINALITY AS list (item, place)
			WHERE place <= jsonb_array_length(was)
		)
	) THEN RAISE EXCEPTION 'an entry of a form would change'; END IF;
	IF (SELECT jsonb_agg(page ->> 'hash') FROM jsonb_array_elements(OLD.data -> 'pages') AS page)
		IS DISTINCT FROM
		(SELECT jsonb_agg(page ->> 'hash') FROM jsonb_array_elements(NEW.data -> 'pages') AS page)
	THEN RAISE EXCEPTION 'a picture of a form would change'; END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER form_only_grows BEFORE UPDATE OR DELETE ON form
	FOR EACH ROW EXECUTE FUNCTION form_only_grows();

-- Parts of a picture until all are here.
CREATE TABLE blob_part (
	office_id text NOT NULL,
	hash text NOT NULL,
	part integer NOT NULL,
	data bytea NOT NULL,
	device_id text NOT NULL,
	received_at timestamptz NOT NULL,
	PRIMARY KEY (office_id, hash, part)
);

-- Whole pictures whose SHA-256 is their name.
CREATE TABLE blob (
	office_id text NOT NULL,
	hash text NOT NULL,
	form_id text NOT NULL,
	data bytea NOT NULL,
	device_id text NOT NULL,
	stored_at timestamptz NOT NULL,
	PRIMARY KEY (office_id, hash),
	CONSTRAINT blob_is_named_by_its_hash CHECK (hash = encode(sha256(data), 'hex'))
);
CREATE FUNCTION blob_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a stored picture never changes';
END $$;
CREATE TRIGGER blob_never_changes BEFORE UPDATE OR DELETE ON blob
	FOR EACH ROW EXECUTE FUNCTION blob_never_changes();

-- The dictionary of postal codes that an administrator brought in; public data, one at a time.
CREATE TABLE towns (
	only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
	hash text NOT NULL,
	data bytea NOT NULL,
	lines integer NOT NULL,
	at timestamptz NOT NULL
);
