-- Who may come in and how: accounts of staff, sessions, links in letters, keys of programs, one-time tokens, codes.
-- Of every secret only the sha256 is kept. Times are the server's; a link is good until an instant of business time.
CREATE TABLE account (
  person_id text NOT NULL,
  institution_id text NOT NULL,
  password_hash text,
  password_at timestamptz(3),
  totp_secret text,
  totp_since timestamptz(3),
  totp_step bigint NOT NULL DEFAULT 0,
  recovery_hashes text[] NOT NULL DEFAULT ARRAY[]::text[],
  issuer text,
  subject text,
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT account_pkey PRIMARY KEY (person_id)
);
ALTER TABLE account ADD CONSTRAINT account_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE account ADD CONSTRAINT account_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX account_institution_id_issuer_subject_key ON account (institution_id, issuer, subject);

CREATE TABLE link (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  task_id text,
  message_id text,
  -- Where it was sent: a person whose address is another one by now has not got it.
  address text NOT NULL,
  token_hash text NOT NULL,
  good_until timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  opened_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT link_pkey PRIMARY KEY (id)
);
ALTER TABLE link ADD CONSTRAINT link_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE link ADD CONSTRAINT link_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE link ADD CONSTRAINT link_task_id_fkey
  FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE link ADD CONSTRAINT link_message_id_fkey
  FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX link_token_hash_key ON link (token_hash);
CREATE INDEX link_institution_id_idx ON link (institution_id);
CREATE INDEX link_person_id_idx ON link (person_id);
CREATE INDEX link_task_id_idx ON link (task_id);
CREATE INDEX link_message_id_idx ON link (message_id);

CREATE TABLE session (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  -- The link that was opened; null where somebody signed in.
  link_id text,
  token_hash text NOT NULL,
  agent text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  authenticated_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT session_pkey PRIMARY KEY (id)
);
ALTER TABLE session ADD CONSTRAINT session_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE session ADD CONSTRAINT session_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE session ADD CONSTRAINT session_link_id_fkey
  FOREIGN KEY (link_id) REFERENCES link (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX session_token_hash_key ON session (token_hash);
CREATE INDEX session_institution_id_idx ON session (institution_id);
CREATE INDEX session_person_id_idx ON session (person_id);
CREATE INDEX session_link_id_idx ON session (link_id);

CREATE TABLE api_key (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  name text NOT NULL,
  key_hash text NOT NULL,
  -- Of its person's roles only these; null where it has all of them.
  roles text[],
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_key_pkey PRIMARY KEY (id)
);
ALTER TABLE api_key ADD CONSTRAINT api_key_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE api_key ADD CONSTRAINT api_key_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX api_key_key_hash_key ON api_key (key_hash);
CREATE INDEX api_key_institution_id_idx ON api_key (institution_id);
CREATE INDEX api_key_person_id_idx ON api_key (person_id);

-- Opens one page once: setting a password for the first time, or another one.
CREATE TABLE one_time (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  message_id text,
  purpose text NOT NULL CONSTRAINT one_time_purpose_check CHECK (purpose IN ('setUp', 'invitation', 'reset')),
  address text NOT NULL,
  token_hash text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  CONSTRAINT one_time_pkey PRIMARY KEY (id)
);
ALTER TABLE one_time ADD CONSTRAINT one_time_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE one_time ADD CONSTRAINT one_time_person_id_fkey
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE one_time ADD CONSTRAINT one_time_message_id_fkey
  FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX one_time_token_hash_key ON one_time (token_hash);
CREATE INDEX one_time_institution_id_idx ON one_time (institution_id);
CREATE INDEX one_time_person_id_idx ON one_time (person_id);
CREATE INDEX one_time_message_id_idx ON one_time (message_id);

-- Six digits to a person's own address before something weighty; code_hash is null until its letter is composed.
CREATE TABLE code (
  id text NOT NULL,
  institution_id text NOT NULL,
  session_id text NOT NULL,
  task_id text NOT NULL,
  message_id text NOT NULL,
  code_hash text,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  CONSTRAINT code_pkey PRIMARY KEY (id)
);
ALTER TABLE code ADD CONSTRAINT code_institution_id_fkey
  FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE code ADD CONSTRAINT code_session_id_fkey
  FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE code ADD CONSTRAINT code_task_id_fkey
  FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE code ADD CONSTRAINT code_message_id_fkey
  FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX code_message_id_key ON code (message_id);
CREATE INDEX code_institution_id_idx ON code (institution_id);
CREATE INDEX code_session_id_task_id_idx ON code (session_id, task_id);
CREATE INDEX code_task_id_idx ON code (task_id);

DO $$
DECLARE
  walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['account', 'link', 'session', 'api_key', 'one_time', 'code'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY one_institution ON %I TO bitim_application USING (
      institution_id = current_setting(''bitim.institution'', true)
      OR current_setting(''bitim.institution'', true) = ''*'')', walled);
  END LOOP;
END $$;

-- How often somebody who may not be known yet has tried: by account, address of the network and token. The table is
-- as rate-limiter-flexible wants it, and the one table of which the application may take rows away.
CREATE TABLE rate_limit (
  key varchar(255) NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT rate_limit_pkey PRIMARY KEY (key)
);
GRANT DELETE ON rate_limit TO bitim_application;

-- A letter of an invitation, a lost password or a code belongs to no process.
ALTER TABLE message ALTER COLUMN process_id DROP NOT NULL;
