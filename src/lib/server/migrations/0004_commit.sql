-- One round trip reads what a rule needs, one more writes what it decided.

-- Rows by [table, id], locked where the decision depends on them, in the order given.
CREATE FUNCTION read_facts(p_office text, p_reads jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	item jsonb;
	found_row jsonb;
	facts jsonb := '[]';
	name text;
BEGIN
	FOR item IN SELECT * FROM jsonb_array_elements(p_reads) LOOP
		found_row := NULL;
		name := item ->> 0;
		IF name IN ('office', 'topic', 'holiday') THEN
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

-- A booking sits on exactly one seat of its slot, or on none when it is cancelled.
CREATE FUNCTION settle_seat(p_office text, p_booking jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_id text := p_booking ->> 'bookingId';
	v_slot text := p_booking ->> 'slotId';
	v_lease text := p_booking ->> 'leaseId';
BEGIN
	UPDATE seat SET booking_id = NULL
		WHERE office_id = p_office AND booking_id = v_id
		AND (slot_id <> v_slot OR p_booking ->> 'status' = 'cancelled');
	IF p_booking ->> 'status' = 'cancelled' OR EXISTS (
		SELECT 1 FROM seat WHERE office_id = p_office AND booking_id = v_id
	) THEN
		RETURN;
	END IF;
	IF v_lease IS NOT NULL THEN
		UPDATE seat SET lease_id = NULL, booking_id = v_id
			WHERE office_id = p_office AND lease_id = v_lease AND slot_id = v_slot;
		IF FOUND THEN RETURN; END IF;
	END IF;
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
END $$;

-- Writes rows ({table, id, day, data}; data null removes) at the next version of their office.
-- The counter is locked here, after everything else: commit order is version order.
CREATE FUNCTION commit_rows(
	p_office text, p_rows jsonb, p_at timestamptz, p_actor text, p_device text, p_action text, p_subject text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	v_version bigint;
	v_seq bigint;
	v_previous text;
	v_hash text;
	item jsonb;
BEGIN
	SELECT version + 1, audit_seq + 1, audit_hash INTO v_version, v_seq, v_previous
		FROM space WHERE office_id = p_office FOR UPDATE;
	IF NOT FOUND THEN RAISE EXCEPTION 'unknown space %', p_office; END IF;
	v_hash := encode(sha256(convert_to(concat_ws(E'\n', v_previous, v_seq, p_at, p_actor, p_device, p_action, p_subject), 'UTF8')), 'hex');
	UPDATE space SET version = v_version, audit_seq = v_seq, audit_hash = v_hash WHERE office_id = p_office;
	INSERT INTO audit (office_id, seq, at, actor_id, device_id, action, subject, previous_hash, hash)
		VALUES (p_office, v_seq, p_at, p_actor, p_device, p_action, p_subject, v_previous, v_hash);
	FOR item IN SELECT * FROM jsonb_array_elements(p_rows) LOOP
		IF jsonb_typeof(item -> 'data') = 'null' THEN
			EXECUTE format('DELETE FROM %I WHERE office_id = $1 AND id = $2', item ->> 'table')
				USING p_office, item ->> 'id';
			INSERT INTO tombstone (office_id, table_name, id, version)
				VALUES (p_office, item ->> 'table', item ->> 'id', v_version)
				ON CONFLICT (office_id, table_name, id) DO UPDATE SET version = v_version, gone_at = now();
		ELSE
			EXECUTE format(
				'INSERT INTO %I (office_id, id, version, day, data) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (office_id, id) DO UPDATE
				SET version = EXCLUDED.version, day = EXCLUDED.day, data = EXCLUDED.data', item ->> 'table'
			) USING p_office, item ->> 'id', v_version, (item ->> 'day')::date, item -> 'data';
			IF item ->> 'table' = 'booking' THEN
				PERFORM settle_seat(p_office, item -> 'data');
			ELSIF item ->> 'table' = 'lease' AND item -> 'data' ->> 'state' = 'returned' THEN
				UPDATE seat SET lease_id = NULL WHERE office_id = p_office AND lease_id = item ->> 'id';
			END IF;
		END IF;
	END LOOP;
	RETURN v_version;
END $$;

-- Stores the answer to a mutation and, when it was applied, its rows. What the tables do not
-- admit is answered by name and stores nothing: no seat was left, or the receipt number is used.
CREATE FUNCTION commit_mutation(
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
		WHEN SQLSTATE 'MD001' OR check_violation THEN
			RETURN 'slot-taken';
		WHEN unique_violation THEN
			GET STACKED DIAGNOSTICS v_constraint = CONSTRAINT_NAME;
			RETURN CASE WHEN v_constraint LIKE '%receipt%' THEN 'receipt-taken' ELSE 'slot-taken' END;
	END;
	INSERT INTO mutation_result (office_id, client_id, mid, version, hash, result, received_at)
		VALUES (p_home, p_client, p_mid, v_version, p_hash, p_result, p_at);
	UPDATE client SET last_mid = p_mid WHERE office_id = p_home AND client_id = p_client;
	RETURN 'done';
END $$;
