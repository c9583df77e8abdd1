-- Since when, why and for which lines a paper is not in force any more, and what stands in its place.
ALTER TABLE document ADD COLUMN revocations jsonb NOT NULL DEFAULT '[]';
