-- What a request that changes something was answered, by the key its sender gave it: repeated, it gets the same answer.
-- Without a status it is still being answered, or whoever answered it died on the way.
CREATE TABLE request_answer (
  institution_id text NOT NULL,
  person_id text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL
    CONSTRAINT request_answer_request_hash_check CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  status integer
    CONSTRAINT request_answer_status_check CHECK (status BETWEEN 200 AND 499),
  media text,
  body text,
  started_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT request_answer_pkey PRIMARY KEY (institution_id, person_id, key)
);
ALTER TABLE request_answer ADD CONSTRAINT request_answer_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE request_answer ADD CONSTRAINT request_answer_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX request_answer_person_id_idx ON request_answer (person_id);
ALTER TABLE request_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON request_answer TO bitim_application USING (
  institution_id = current_setting('bitim.institution', true) OR current_setting('bitim.institution', true) = '*');
