-- Guidance: how often something was answered, per day; nobody's answer, nobody's device.
CREATE TABLE guidance_count (
	day date NOT NULL,
	what text NOT NULL,
	topic text NOT NULL,
	lang text NOT NULL,
	answer text NOT NULL,
	count integer NOT NULL DEFAULT 0,
	PRIMARY KEY (day, what, topic, lang, answer)
);
