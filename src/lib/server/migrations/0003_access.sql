-- People, devices, activation, sessions. Secrets stand apart from the rows that travel.

CREATE TABLE person (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE TABLE device (
	LIKE synced INCLUDING ALL,
	code text NOT NULL GENERATED ALWAYS AS (data ->> 'code') STORED,
	PRIMARY KEY (office_id, id)
);
CREATE INDEX person_version ON person (office_id, version);
CREATE INDEX device_version ON device (office_id, version);
-- A request names its device, not its office.
CREATE INDEX device_id ON device (id);
CREATE INDEX device_code ON device (code);

CREATE TABLE credential (
	office_id text NOT NULL,
	person_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	password_hash text NOT NULL,
	mail text NOT NULL,
	PRIMARY KEY (office_id, person_id)
);

CREATE TABLE activation_code (
	office_id text NOT NULL,
	code_hash text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	issued_by text NOT NULL,
	issued_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz NOT NULL,
	used_by text,
	PRIMARY KEY (office_id, code_hash)
);

CREATE TABLE sign_in_challenge (
	office_id text NOT NULL,
	challenge_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	person_id text NOT NULL,
	device_id text NOT NULL,
	password_hash text NOT NULL,
	tries integer NOT NULL DEFAULT 0,
	expires_at timestamptz NOT NULL,
	PRIMARY KEY (office_id, challenge_id)
);

CREATE TABLE session (
	office_id text NOT NULL,
	token_hash text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	person_id text NOT NULL,
	device_id text NOT NULL,
	expires_at timestamptz NOT NULL,
	PRIMARY KEY (office_id, token_hash)
);
CREATE INDEX session_device ON session (office_id, device_id);

CREATE TABLE offline_grant (
	office_id text NOT NULL,
	grant_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	person_id text NOT NULL,
	device_id text NOT NULL,
	issued_at timestamptz NOT NULL,
	not_after timestamptz NOT NULL,
	PRIMARY KEY (office_id, grant_id)
);

CREATE TABLE vault_share (
	office_id text NOT NULL,
	device_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	share bytea NOT NULL,
	PRIMARY KEY (office_id, device_id)
);

-- What lost, revoked or wiped tablets could not send any more, sealed to the centre's key.
CREATE TABLE quarantine (
	office_id text NOT NULL,
	quarantine_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	device_id text NOT NULL,
	items integer NOT NULL,
	sealed text NOT NULL,
	received_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (office_id, quarantine_id)
);

-- The local mailbox of the demonstration; a real centre's mail relay fetches from here.
CREATE TABLE mailbox (
	office_id text NOT NULL,
	mail_id text NOT NULL,
	version bigint NOT NULL DEFAULT 0,
	recipient text NOT NULL,
	subject text NOT NULL,
	body text NOT NULL,
	sent_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (office_id, mail_id)
);
