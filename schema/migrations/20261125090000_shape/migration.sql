-- Which version's form a process is recorded in: one of an earlier form is started again from its record, with the code
-- of this version, so that no version has to replay what another one did.
ALTER TABLE process ADD COLUMN IF NOT EXISTS shape integer NOT NULL DEFAULT 0;
CREATE INDEX process_shape_idx ON process (shape) WHERE open OR pending_effects > 0;
