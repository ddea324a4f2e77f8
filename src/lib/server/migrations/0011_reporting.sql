-- Hard-to-book offices: the figures of the last night for everybody, the nights before for the
-- centre, and what offices decided to do about it.

CREATE TABLE scarcity (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX scarcity_version ON scarcity (office_id, version);
INSERT INTO reference_table VALUES ('scarcity');

-- One row for an office and a day; it does not travel. `fill` columns are the day's own seats as
-- they were in the end, the others what the night before the day found. No personal data.
CREATE TABLE scarcity_day (
	office_id text NOT NULL,
	day date NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	seats integer,
	taken integer,
	measured boolean NOT NULL DEFAULT false,
	first_days integer,
	long_days integer,
	is_hard boolean,
	PRIMARY KEY (office_id, day),
	CONSTRAINT scarcity_day_never_oversold CHECK (taken BETWEEN 0 AND seats)
);
CREATE INDEX scarcity_day_day ON scarcity_day (day);

-- The log of remedies only grows: a row is never removed, and only its end is written later, once.
CREATE TABLE remedy (
	LIKE synced INCLUDING ALL,
	kind text NOT NULL GENERATED ALWAYS AS (data ->> 'kind') STORED,
	PRIMARY KEY (office_id, id),
	CONSTRAINT remedy_is_one_of_four CHECK (kind IN ('same-day', 'post', 'phone', 'quota')),
	CONSTRAINT remedy_ends_after_its_start CHECK (
		coalesce(data ->> 'until', '9999') >= (data ->> 'from')
		AND coalesce(data -> 'ended' ->> 'on', '9999') >= (data ->> 'from')
	)
);
CREATE INDEX remedy_version ON remedy (office_id, version);

CREATE FUNCTION remedy_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a remedy stays in the log'; END IF;
	IF (NEW.data - 'ended') <> (OLD.data - 'ended')
		OR (OLD.data -> 'ended' <> 'null'::jsonb AND NEW.data -> 'ended' <> OLD.data -> 'ended') THEN
		RAISE EXCEPTION 'a remedy in the log would change';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER remedy_only_grows BEFORE UPDATE OR DELETE ON remedy
	FOR EACH ROW EXECUTE FUNCTION remedy_only_grows();
