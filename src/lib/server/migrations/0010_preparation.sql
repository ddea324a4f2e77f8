-- Preparation of visits, who holds which of them, and wishes to swap.

CREATE TABLE preparation (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX preparation_version ON preparation (office_id, version);

-- One person at one start time: the key itself keeps anybody from being promised twice, and no
-- visit is held by two people at one time.
CREATE TABLE assignment (
	LIKE synced INCLUDING ALL,
	person_id text NOT NULL GENERATED ALWAYS AS (data ->> 'personId') STORED,
	slot_id text NOT NULL GENERATED ALWAYS AS (data ->> 'slotId') STORED,
	booking_id text GENERATED ALWAYS AS (data ->> 'bookingId') STORED,
	PRIMARY KEY (office_id, id),
	CONSTRAINT assignment_is_named_after_both CHECK (id = person_id || '.' || slot_id),
	CONSTRAINT assignment_once_a_visit UNIQUE (office_id, slot_id, booking_id)
);
CREATE INDEX assignment_version ON assignment (office_id, version);

CREATE TABLE swap (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX swap_version ON swap (office_id, version);

INSERT INTO guard VALUES
	('assignment_is_named_after_both', 'bad-arguments', 'slotIds'),
	('assignment_once_a_visit', 'stale-version', 'bookingId');

-- A row that does not exist yet cannot be locked, so two tablets could decide on the same nothing.
-- Each change carries the next turn; one that was decided on an older state is decided again.
CREATE FUNCTION change_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.data ->> 'turn')::integer <> (OLD.data ->> 'turn')::integer + 1 THEN
		RAISE EXCEPTION '% % was decided on an older state', TG_TABLE_NAME, NEW.id
			USING ERRCODE = 'serialization_failure';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER preparation_in_turn BEFORE UPDATE ON preparation
	FOR EACH ROW EXECUTE FUNCTION change_in_turn();
CREATE TRIGGER assignment_in_turn BEFORE UPDATE ON assignment
	FOR EACH ROW EXECUTE FUNCTION change_in_turn();
CREATE TRIGGER swap_in_turn BEFORE UPDATE ON swap
	FOR EACH ROW EXECUTE FUNCTION change_in_turn();

-- What was prepared goes with a visit to its new day: rows of past days leave the tablets.
CREATE FUNCTION preparation_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE preparation SET day = NEW.day, version = NEW.version,
			data = data || jsonb_build_object('date', NEW.day::text, 'turn', (data ->> 'turn')::integer + 1)
		WHERE office_id = NEW.office_id AND id = NEW.id;
	RETURN NULL;
END $$;
CREATE TRIGGER preparation_follows AFTER UPDATE ON booking
	FOR EACH ROW WHEN (OLD.day IS DISTINCT FROM NEW.day) EXECUTE FUNCTION preparation_follows();

-- People who exist get no skills, at a new version, so that tablets fetch them.
DO $$
DECLARE
	v_space record;
BEGIN
	FOR v_space IN SELECT DISTINCT office_id FROM person ORDER BY office_id LOOP
		PERFORM commit_rows(v_space.office_id, '[]', now(), 'centre', 'centre', 'migration.0010', v_space.office_id);
		UPDATE person SET data = '{"skills": []}'::jsonb || data,
			version = (SELECT version FROM space WHERE office_id = v_space.office_id)
			WHERE office_id = v_space.office_id;
	END LOOP;
END $$;
