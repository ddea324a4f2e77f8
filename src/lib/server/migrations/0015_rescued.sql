-- Somebody looked after what a tablet could not send: it leaves the list, the row stays.
ALTER TABLE quarantine ADD COLUMN done_at timestamptz, ADD COLUMN done_by text;
