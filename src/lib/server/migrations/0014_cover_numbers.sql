-- A picture in which a My Number was seen gives way to one without it: the form names the picture
-- that was covered, and the centre deletes what it had of it, in the same transaction.

CREATE OR REPLACE FUNCTION form_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
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
	IF EXISTS (
		SELECT 1
		FROM jsonb_array_elements(OLD.data -> 'pages') WITH ORDINALITY AS was (page, place)
			FULL JOIN jsonb_array_elements(NEW.data -> 'pages') WITH ORDINALITY AS now (page, place)
			USING (place)
		WHERE was.page ->> 'hash' IS DISTINCT FROM now.page ->> 'hash'
			AND NOT coalesce((now.page -> 'covers') ? (was.page ->> 'hash'), false)
	) THEN RAISE EXCEPTION 'a picture of a form would change'; END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION blob_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND EXISTS (
		SELECT 1 FROM form, jsonb_array_elements(form.data -> 'pages') AS page
		WHERE form.office_id = OLD.office_id AND form.id = OLD.form_id
			AND (page -> 'covers') ? OLD.hash
	) THEN RETURN OLD; END IF;
	RAISE EXCEPTION 'a stored picture never changes';
END $$;

CREATE FUNCTION delete_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE covered text[] := ARRAY(
	SELECT was.page ->> 'hash'
	FROM jsonb_array_elements(OLD.data -> 'pages') WITH ORDINALITY AS was (page, place)
		JOIN jsonb_array_elements(NEW.data -> 'pages') WITH ORDINALITY AS now (page, place)
		USING (place)
	WHERE was.page ->> 'hash' <> now.page ->> 'hash'
);
BEGIN
	DELETE FROM blob
		WHERE office_id = NEW.office_id AND form_id = NEW.id AND hash = ANY (covered);
	DELETE FROM blob_part WHERE office_id = NEW.office_id AND hash = ANY (covered);
	RETURN NULL;
END $$;
CREATE TRIGGER form_deletes_covered AFTER UPDATE ON form
	FOR EACH ROW EXECUTE FUNCTION delete_covered();
