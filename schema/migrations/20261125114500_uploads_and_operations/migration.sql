-- A file that somebody sent: the scan of a signed paper, an employer's own order, a report. Kept by its hash; what it is
-- was found from its content.
CREATE TABLE upload (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  door text NOT NULL,
  name text NOT NULL,
  media text NOT NULL,
  bytes integer NOT NULL
    CONSTRAINT upload_bytes_check CHECK (bytes > 0),
  sha256 text NOT NULL
    CONSTRAINT upload_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  file text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT upload_pkey PRIMARY KEY (id)
);
ALTER TABLE upload ADD CONSTRAINT upload_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE upload ADD CONSTRAINT upload_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX upload_institution_id_at_id_idx ON upload (institution_id, at, id);
CREATE INDEX upload_institution_id_sha256_idx ON upload (institution_id, sha256);
CREATE INDEX upload_person_id_idx ON upload (person_id);

-- Work that takes longer than somebody waits: how far it is and what came of it. One that nobody has seen at work for a
-- while was lost with its server.
CREATE TABLE operation (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL
    CONSTRAINT operation_state_check CHECK (state IN ('running', 'done', 'failed')),
  result jsonb,
  error text,
  started_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ended_at timestamptz(3),
  CONSTRAINT operation_pkey PRIMARY KEY (id)
);
ALTER TABLE operation ADD CONSTRAINT operation_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE operation ADD CONSTRAINT operation_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX operation_institution_id_started_at_id_idx ON operation (institution_id, started_at, id);
CREATE INDEX operation_person_id_idx ON operation (person_id);

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['upload', 'operation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY one_institution ON %I TO bitim_application USING (
      institution_id = current_setting(''bitim.institution'', true)
      OR current_setting(''bitim.institution'', true) = ''*'')', kept);
  END LOOP;
END $$;
REVOKE UPDATE ON upload FROM bitim_application;

CREATE INDEX import_run_institution_id_recorded_at_id_idx ON import_run (institution_id, recorded_at, id);
