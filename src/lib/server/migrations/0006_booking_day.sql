-- Bookings as a busy counter needs them: longer visits over two start times, interpreter lines as
-- a scarce thing of a start time, offers to a waiting list, and what reception says of a visit.

ALTER TABLE booking DROP CONSTRAINT booking_is_decided;
ALTER TABLE booking ADD CONSTRAINT booking_is_decided CHECK (status <> 'requested');

-- Rows that exist get the plain values, at a new version, so that tablets fetch them.
DO $$
DECLARE
	v_space record;
BEGIN
	FOR v_space IN SELECT office_id FROM space ORDER BY office_id LOOP
		PERFORM commit_rows(v_space.office_id, '[]', now(), 'centre', 'centre', 'migration.0006', v_space.office_id);
		UPDATE office SET data = jsonb_build_object(
				'interpreterLines', greatest(1, (data ->> 'booths')::integer / 4)) || data,
			version = (SELECT version FROM space WHERE office_id = 'ref')
			WHERE office_id = v_space.office_id;
		UPDATE topic SET data = '{"interpreterMinutes": 30}'::jsonb || data,
			version = (SELECT version FROM space WHERE office_id = 'ref')
			WHERE office_id = v_space.office_id;
		UPDATE slot SET data = jsonb_build_object('linesTaken', 0,
				'lines', least((data ->> 'capacity')::integer, greatest(1, (data ->> 'capacity')::integer / 4))) || data,
			version = (SELECT version FROM space WHERE office_id = v_space.office_id)
			WHERE office_id = v_space.office_id;
		UPDATE lease SET data = '{"interpreter": false, "standbyId": null}'::jsonb || data,
			version = (SELECT version FROM space WHERE office_id = v_space.office_id)
			WHERE office_id = v_space.office_id;
		UPDATE booking SET data = '{"extraSlotId": null, "extraLeaseId": null, "line": false, "origin": "counter",
				"proxy": null, "nonDisclosure": false, "held": []}'::jsonb || data,
			version = (SELECT version FROM space WHERE office_id = v_space.office_id)
			WHERE office_id = v_space.office_id;
	END LOOP;
END $$;

ALTER TABLE slot
	ADD COLUMN lines integer NOT NULL GENERATED ALWAYS AS (coalesce((data ->> 'lines')::integer, 0)) STORED,
	ADD COLUMN lines_taken integer NOT NULL GENERATED ALWAYS AS (coalesce((data ->> 'linesTaken')::integer, 0)) STORED,
	ADD CONSTRAINT slot_lines_never_oversold CHECK (lines_taken BETWEEN 0 AND lines);

-- A long visit has a seat in two start times, never two in one.
ALTER TABLE seat DROP CONSTRAINT seat_office_id_booking_id_key;
ALTER TABLE seat ADD CONSTRAINT seat_once_a_slot UNIQUE (office_id, booking_id, slot_id);

-- Who waits for a seat that becomes free.
CREATE TABLE standby (
	LIKE synced INCLUDING ALL,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	PRIMARY KEY (office_id, id)
);
CREATE INDEX standby_version ON standby (office_id, version);
CREATE INDEX standby_waiting ON standby (office_id) WHERE state IN ('waiting', 'offered');

-- A booking sits on exactly one seat of each of its slots, or on none when it is cancelled.
CREATE OR REPLACE FUNCTION settle_seat(p_office text, p_booking jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_id text := p_booking ->> 'bookingId';
	v_slots text[] := array_remove(ARRAY[p_booking ->> 'slotId', p_booking ->> 'extraSlotId'], NULL);
	v_leases text[] := array_remove(ARRAY[p_booking ->> 'leaseId', p_booking ->> 'extraLeaseId'], NULL);
	v_slot text;
BEGIN
	UPDATE seat SET booking_id = NULL
		WHERE office_id = p_office AND booking_id = v_id
		AND (slot_id <> ALL (v_slots) OR p_booking ->> 'status' = 'cancelled');
	IF p_booking ->> 'status' = 'cancelled' THEN RETURN; END IF;
	FOREACH v_slot IN ARRAY v_slots LOOP
		CONTINUE WHEN EXISTS (
			SELECT 1 FROM seat WHERE office_id = p_office AND booking_id = v_id AND slot_id = v_slot
		);
		UPDATE seat SET lease_id = NULL, booking_id = v_id
			WHERE office_id = p_office AND lease_id = ANY (v_leases) AND slot_id = v_slot;
		CONTINUE WHEN FOUND;
		UPDATE seat SET booking_id = v_id
			WHERE office_id = p_office AND slot_id = v_slot AND seat_no = (
				SELECT seat_no FROM seat
				WHERE office_id = p_office AND slot_id = v_slot
					AND booking_id IS NULL AND lease_id IS NULL
				ORDER BY seat_no LIMIT 1 FOR UPDATE
			);
		IF NOT FOUND THEN
			RAISE EXCEPTION 'no seat left' USING ERRCODE = 'MD001';
		END IF;
	END LOOP;
END $$;

-- What the tables do not admit is answered by name: the rule's refusal of the same meaning, or the
-- name of the constraint, which a subject's table in `guard` translates.
CREATE TABLE guard (constraint_name text PRIMARY KEY, refusal text NOT NULL, field text NOT NULL);
INSERT INTO guard VALUES
	('slot_never_oversold', 'slot-taken', 'slotId'),
	('slot_lines_never_oversold', 'interpreter-taken', 'slotId'),
	('seat_once_a_slot', 'slot-taken', 'slotId'),
	('booking_office_id_receipt_no_key', 'receipt-taken', 'receiptNo');

CREATE OR REPLACE FUNCTION commit_mutation(
	p_home text, p_client text, p_mid bigint, p_hash text, p_result jsonb,
	p_office text, p_rows jsonb, p_at timestamptz, p_actor text, p_device text, p_action text, p_subject text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_version bigint := 0;
	v_constraint text;
BEGIN
	BEGIN
		IF p_rows IS NOT NULL THEN
			v_version := commit_rows(p_office, p_rows, p_at, p_actor, p_device, p_action, p_subject);
		END IF;
	EXCEPTION
		WHEN SQLSTATE 'MD001' THEN
			RETURN 'slot-taken slotId';
		WHEN check_violation OR unique_violation THEN
			GET STACKED DIAGNOSTICS v_constraint = CONSTRAINT_NAME;
			RETURN coalesce((SELECT refusal || ' ' || field FROM guard WHERE constraint_name = v_constraint), 'parked ');
	END;
	INSERT INTO mutation_result (office_id, client_id, mid, version, hash, result, received_at)
		VALUES (p_home, p_client, p_mid, v_version, p_hash, p_result, p_at);
	UPDATE client SET last_mid = p_mid WHERE office_id = p_home AND client_id = p_client;
	RETURN 'done';
END $$;
