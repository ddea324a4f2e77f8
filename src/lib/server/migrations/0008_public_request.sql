-- The public door. A process that serves the public keeps no personal data longer than it takes
-- to hand it over: the transfer empties `form` and `wish` in the transaction that writes the
-- office's row. What stays is a stub to answer the visitor by receipt number and telephone.
CREATE SEQUENCE public_receipt MAXVALUE 9999999;

CREATE TABLE public_request (
	-- Made by the visitor's device: the same request sent again is the same row.
	request_id text PRIMARY KEY,
	receipt_no text NOT NULL UNIQUE,
	office_id text NOT NULL,
	phone_mac text NOT NULL,
	received_at timestamptz NOT NULL,
	form jsonb,
	wish jsonb,
	transferred_at timestamptz,
	state text NOT NULL DEFAULT 'received'
		CHECK (state IN ('received', 'booked', 'declined', 'withdrawn')),
	reason text,
	day date,
	start text,
	-- What the visitor asked for afterwards, while it is not settled: change or cancel.
	wished text CHECK (wished IN ('change', 'cancel')),
	closed_on date,
	-- The version of the office's row that this stub says.
	version bigint NOT NULL DEFAULT 0,
	CONSTRAINT form_until_transferred CHECK ((form IS NULL) = (transferred_at IS NOT NULL))
);
CREATE INDEX public_request_waiting ON public_request (received_at)
	WHERE form IS NOT NULL OR wish IS NOT NULL;

CREATE TABLE request (
	LIKE synced INCLUDING ALL,
	receipt_no text NOT NULL GENERATED ALWAYS AS (data ->> 'receiptNo') STORED,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	PRIMARY KEY (office_id, id),
	UNIQUE (office_id, receipt_no)
);
CREATE INDEX request_version ON request (office_id, version);

CREATE TABLE message (
	LIKE synced INCLUDING ALL,
	state text NOT NULL GENERATED ALWAYS AS (data ->> 'state') STORED,
	PRIMARY KEY (office_id, id)
);
CREATE INDEX message_version ON message (office_id, version);
CREATE INDEX message_approved ON message (office_id, id) WHERE state = 'approved';

-- A letter is a mail or an SMS; its id is that of the message, so none is put in twice.
ALTER TABLE mailbox ADD COLUMN kind text NOT NULL DEFAULT 'mail' CHECK (kind IN ('mail', 'sms'));
