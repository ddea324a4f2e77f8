-- Foundation: spaces with a version counter, devices' clients and results, audit, tombstones.

CREATE TABLE centre (
	name text PRIMARY KEY,
	value jsonb NOT NULL
);

-- One row per office and one for `ref`. Locked until commit, so commit order = version order.
CREATE TABLE space (
	office_id text PRIMARY KEY,
	version bigint NOT NULL DEFAULT 0,
	-- Rows that went before this version are forgotten: older cursors start anew.
	horizon bigint NOT NULL DEFAULT 0,
	audit_seq bigint NOT NULL DEFAULT 0,
	audit_hash text NOT NULL DEFAULT ''
);

-- The shape every travelling table has; `data` holds the row as the tablets know it.
CREATE TABLE synced (
	office_id text NOT NULL,
	id text NOT NULL,
	version bigint NOT NULL,
	day date,
	data jsonb NOT NULL
);

CREATE TABLE tombstone (
	office_id text NOT NULL,
	table_name text NOT NULL,
	id text NOT NULL,
	version bigint NOT NULL,
	gone_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (office_id, table_name, id)
);
CREATE INDEX tombstone_version ON tombstone (office_id, version);

CREATE TABLE client (
	office_id text NOT NULL,
	client_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	device_id text NOT NULL,
	last_mid bigint NOT NULL DEFAULT 0,
	unsent integer NOT NULL DEFAULT 0,
	unsent_oldest timestamptz,
	seen_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (office_id, client_id)
);

CREATE TABLE mutation_result (
	office_id text NOT NULL,
	client_id text NOT NULL,
	mid bigint NOT NULL,
	version bigint NOT NULL,
	hash text NOT NULL,
	result jsonb NOT NULL,
	received_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (office_id, client_id, mid)
);

CREATE TABLE audit (
	office_id text NOT NULL,
	seq bigint NOT NULL,
	at timestamptz NOT NULL,
	actor_id text NOT NULL,
	device_id text NOT NULL,
	action text NOT NULL,
	subject text NOT NULL,
	previous_hash text NOT NULL,
	hash text NOT NULL,
	PRIMARY KEY (office_id, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
