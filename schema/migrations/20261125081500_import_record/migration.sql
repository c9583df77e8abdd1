-- What is kept of every import: who brought which files in, when, and every field of a record that became another.
CREATE TABLE import_run (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text,
  at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT import_run_pkey PRIMARY KEY (id)
);
ALTER TABLE import_run ADD CONSTRAINT import_run_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE import_run ADD CONSTRAINT import_run_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX import_run_institution_id_at_idx ON import_run (institution_id, at);
CREATE INDEX import_run_person_id_idx ON import_run (person_id);

CREATE TABLE import_file (
  run_id text NOT NULL,
  no integer NOT NULL,
  institution_id text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  sha256 text NOT NULL,
  outcome text NOT NULL
    CONSTRAINT import_file_outcome_check CHECK (outcome IN ('imported', 'empty', 'asked', 'refused', 'skipped')),
  inserted integer NOT NULL,
  changed integer NOT NULL,
  unchanged integer NOT NULL,
  confirmed text,
  CONSTRAINT import_file_pkey PRIMARY KEY (run_id, no)
);
ALTER TABLE import_file ADD CONSTRAINT import_file_run_id_fkey
  FOREIGN KEY (run_id) REFERENCES import_run (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE import_file ADD CONSTRAINT import_file_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX import_file_institution_id_idx ON import_file (institution_id);

CREATE TABLE import_change (
  run_id text NOT NULL,
  no integer NOT NULL,
  institution_id text NOT NULL,
  file text NOT NULL,
  "row" integer,
  record text NOT NULL,
  field text NOT NULL,
  was text NOT NULL,
  became text NOT NULL,
  CONSTRAINT import_change_pkey PRIMARY KEY (run_id, no)
);
ALTER TABLE import_change ADD CONSTRAINT import_change_run_id_fkey
  FOREIGN KEY (run_id) REFERENCES import_run (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE import_change ADD CONSTRAINT import_change_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX import_change_institution_id_record_idx ON import_change (institution_id, record);

-- Like an event, what an import did is a fact that never changes; like every table, these are walled.
CREATE FUNCTION refuse_import_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['import_run', 'import_file', 'import_change'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_refuses_change BEFORE UPDATE OR DELETE ON %1$I
      FOR EACH ROW EXECUTE FUNCTION refuse_import_change()', kept);
    EXECUTE format('CREATE TRIGGER %1$s_refuses_truncate BEFORE TRUNCATE ON %1$I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_import_change()', kept);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_refuses_change', kept);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_refuses_truncate', kept);
    EXECUTE format('REVOKE UPDATE ON %1$I FROM bitim_application', kept);
    EXECUTE format('ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY one_institution ON %1$I TO bitim_application USING (
      institution_id = current_setting(''bitim.institution'', true)
      OR current_setting(''bitim.institution'', true) = ''*'')', kept);
  END LOOP;
END $$;
