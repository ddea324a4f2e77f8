-- Reception: visits with their tickets, booths, how the queue is ordered, how long things take.
CREATE TABLE visit (
	LIKE synced INCLUDING ALL,
	ticket text NOT NULL GENERATED ALWAYS AS (data ->> 'ticket') STORED,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	booking_id text GENERATED ALWAYS AS (data ->> 'bookingId') STORED,
	watch_key text NOT NULL GENERATED ALWAYS AS (data ->> 'watchKey') STORED,
	PRIMARY KEY (office_id, id),
	CONSTRAINT visit_times_in_order CHECK (
		(data ->> 'arrivedAt')::numeric <= coalesce((data ->> 'calledAt')::numeric, (data ->> 'arrivedAt')::numeric)
		AND coalesce((data ->> 'calledAt')::numeric, 0) <= coalesce((data ->> 'startedAt')::numeric, 1e15)
		AND coalesce((data ->> 'startedAt')::numeric, 0) <= coalesce((data ->> 'endedAt')::numeric, 1e15)
	)
);
-- A ticket stands for one visit of a day, and a booking arrives once.
CREATE UNIQUE INDEX visit_ticket_taken ON visit (office_id, day, ticket);
CREATE UNIQUE INDEX visit_already_arrived ON visit (office_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX visit_version ON visit (office_id, version);
CREATE INDEX visit_watch_key ON visit (office_id, watch_key) WHERE watch_key <> '';

CREATE TABLE booth (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX booth_version ON booth (office_id, version);
CREATE TABLE pace (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX pace_version ON pace (office_id, version);
CREATE TABLE policy (LIKE synced INCLUDING ALL, PRIMARY KEY (office_id, id));
CREATE INDEX policy_version ON policy (office_id, version);

INSERT INTO guard VALUES
	('visit_ticket_taken', 'ticket-taken', ''),
	('visit_already_arrived', 'already-arrived', '');
