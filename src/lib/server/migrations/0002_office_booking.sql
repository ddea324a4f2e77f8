-- Offices, their days and seats, bookings. `office_id` leads every key: it is also the
-- distribution key of a sharded PostgreSQL.

CREATE TABLE office (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE TABLE topic (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE TABLE holiday (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));

CREATE TABLE slot (
	LIKE synced INCLUDING ALL,
	capacity integer NOT NULL GENERATED ALWAYS AS ((data ->> 'capacity')::integer) STORED,
	taken integer NOT NULL GENERATED ALWAYS AS ((data ->> 'taken')::integer) STORED,
	PRIMARY KEY (office_id, id),
	CONSTRAINT slot_never_oversold CHECK (taken BETWEEN 0 AND capacity)
);

CREATE TABLE lease (
	LIKE synced INCLUDING ALL,
	slot_id text NOT NULL GENERATED ALWAYS AS (data ->> 'slotId') STORED,
	device_id text NOT NULL GENERATED ALWAYS AS (data ->> 'deviceId') STORED,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	not_after bigint NOT NULL GENERATED ALWAYS AS ((data ->> 'notAfter')::bigint) STORED,
	PRIMARY KEY (office_id, id)
);
CREATE INDEX lease_open ON lease (office_id, not_after) WHERE state = 'open';
CREATE INDEX lease_device ON lease (office_id, device_id) WHERE state = 'open';

CREATE TABLE booking (
	LIKE synced INCLUDING ALL,
	slot_id text NOT NULL GENERATED ALWAYS AS (data ->> 'slotId') STORED,
	status text NOT NULL GENERATED ALWAYS AS (data ->> 'status') STORED,
	receipt_no text NOT NULL GENERATED ALWAYS AS (data ->> 'receiptNo') STORED,
	device_id text NOT NULL GENERATED ALWAYS AS (data ->> 'deviceId') STORED,
	PRIMARY KEY (office_id, id),
	UNIQUE (office_id, receipt_no),
	CONSTRAINT booking_is_decided CHECK (status IN ('confirmed', 'cancelled'))
);

-- Each seat is a row: two bookings can never sit on one, whatever a rule says.
CREATE TABLE seat (
	office_id text NOT NULL,
	slot_id text NOT NULL,
	seat_no integer NOT NULL,
	booking_id text,
	lease_id text,
	PRIMARY KEY (office_id, slot_id, seat_no),
	UNIQUE (office_id, booking_id),
	UNIQUE (office_id, lease_id),
	CONSTRAINT seat_has_one_owner CHECK (booking_id IS NULL OR lease_id IS NULL)
);

CREATE INDEX office_version ON office (office_id, version);
CREATE INDEX topic_version ON topic (office_id, version);
CREATE INDEX holiday_version ON holiday (office_id, version);
CREATE INDEX slot_version ON slot (office_id, version);
CREATE INDEX lease_version ON lease (office_id, version);
CREATE INDEX booking_version ON booking (office_id, version);
CREATE INDEX slot_day ON slot (office_id, day);
CREATE INDEX booking_day ON booking (office_id, day);
