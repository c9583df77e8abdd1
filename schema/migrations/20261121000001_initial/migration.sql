-- Facts, lists and search of Bitim. Every row belongs to exactly one institution; policies are shared.
-- Instants are timestamptz(3), days are date, free data is jsonb, identifiers are text.

-- The university, college or school that runs Bitim.
CREATE TABLE institution (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  code text NOT NULL,
  names jsonb NOT NULL,
  city text NOT NULL,
  legal_address text NOT NULL,
  tax_id text NOT NULL,
  bank_account text NOT NULL,
  treasury_account text,
  bank_name text NOT NULL,
  bank_mfo text NOT NULL,
  phone text NOT NULL,
  email text NOT NULL,
  time_zone text NOT NULL,
  country text NOT NULL,
  default_language text NOT NULL
    CONSTRAINT institution_default_language_check CHECK (default_language IN (
      'uz-Latn', 'uz-Cyrl', 'ru', 'en'
    )),
  languages text[] NOT NULL,
  rector_person_id text,
  practice_office_person_id text,
  calendar_overrides jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT institution_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX institution_code_key ON institution (code);
CREATE INDEX institution_rector_person_id_idx ON institution (rector_person_id);
CREATE INDEX institution_practice_office_person_id_idx ON institution (practice_office_person_id);

-- A register of numbered orders; form holds the pattern of a number ({n}, {yy}).
CREATE TABLE register (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  code text NOT NULL,
  title text NOT NULL,
  form text NOT NULL,
  CONSTRAINT register_pkey PRIMARY KEY (id),
  CONSTRAINT register_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX register_institution_id_code_key ON register (institution_id, code);

-- The last number taken in a register in a calendar year: gapless, moved in the issuing transaction.
CREATE TABLE number_series (
  institution_id text NOT NULL,
  register text NOT NULL,
  year integer NOT NULL
    CONSTRAINT number_series_year_check CHECK (year BETWEEN 2000 AND 2200),
  last integer NOT NULL
    CONSTRAINT number_series_last_check CHECK (last >= 0),
  CONSTRAINT number_series_pkey PRIMARY KEY (institution_id, register, year),
  CONSTRAINT number_series_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

-- A department of the institution.
CREATE TABLE department (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  code text NOT NULL,
  names jsonb NOT NULL,
  head_person_id text,
  CONSTRAINT department_pkey PRIMARY KEY (id),
  CONSTRAINT department_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX department_institution_id_code_key ON department (institution_id, code);
CREATE INDEX department_head_person_id_idx ON department (head_person_id);

-- A study programme; profession is the occupation trained for.
CREATE TABLE programme (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  code text NOT NULL,
  names jsonb NOT NULL,
  department_id text NOT NULL,
  level text NOT NULL,
  profession text NOT NULL,
  final_year_course integer NOT NULL
    CONSTRAINT programme_final_year_course_check CHECK (final_year_course BETWEEN 1 AND 10),
  CONSTRAINT programme_pkey PRIMARY KEY (id),
  CONSTRAINT programme_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT programme_department_id_fkey
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX programme_institution_id_code_key ON programme (institution_id, code);
CREATE INDEX programme_institution_id_profession_idx ON programme (institution_id, profession);
CREATE INDEX programme_department_id_idx ON programme (department_id);

-- An enterprise, association, public body, scientific organisation or another educational institution.
CREATE TABLE partner (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  name_en text,
  category text NOT NULL
    CONSTRAINT partner_category_check CHECK (category IN (
      'industrialEnterprise', 'commercialOrganisation', 'oilAndGas', 'employersAssociation',
      'publicBody', 'college', 'scientificOrganisation'
    )),
  sector text NOT NULL,
  region text NOT NULL,
  legal_address text NOT NULL,
  tax_id text NOT NULL,
  bank_account text NOT NULL,
  bank_mfo text NOT NULL,
  employees integer
    CONSTRAINT partner_employees_check CHECK (employees >= 0),
  trade_union text NOT NULL
    CONSTRAINT partner_trade_union_check CHECK (trade_union IN ('yes', 'no', 'unknown')),
  main_directions text,
  regional_plan_role text,
  interests text,
  prospects text,
  forms_existing text[] NOT NULL DEFAULT ARRAY[]::text[],
  forms_prospective text[] NOT NULL DEFAULT ARRAY[]::text[],
  status text NOT NULL
    CONSTRAINT partner_status_check CHECK (status IN ('prospective', 'existing', 'dormant')),
  CONSTRAINT partner_pkey PRIMARY KEY (id),
  CONSTRAINT partner_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX partner_institution_id_code_key ON partner (institution_id, code);
CREATE INDEX partner_institution_id_status_idx ON partner (institution_id, status);

-- A member of staff, a contact at a partner or a student; the same person never has two rows.
CREATE TABLE person (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  code text NOT NULL,
  kind text NOT NULL
    CONSTRAINT person_kind_check CHECK (kind IN ('staff', 'contact', 'student')),
  full_name text NOT NULL,
  surname text NOT NULL,
  given_name text NOT NULL,
  patronymic text,
  post text,
  rank integer
    CONSTRAINT person_rank_check CHECK (rank BETWEEN 1 AND 6),
  email text,
  phone text,
  language text NOT NULL
    CONSTRAINT person_language_check CHECK (language IN ('uz-Latn', 'uz-Cyrl', 'ru', 'en')),
  roles text[] NOT NULL DEFAULT ARRAY[]::text[],
  partner_id text,
  department_id text,
  programme_id text,
  course integer
    CONSTRAINT person_course_check CHECK (course BETWEEN 1 AND 10),
  study_group text,
  graduation_year integer
    CONSTRAINT person_graduation_year_check CHECK (graduation_year BETWEEN 2000 AND 2200),
  max_trainees integer
    CONSTRAINT person_max_trainees_check CHECK (max_trainees > 0),
  superior_person_id text,
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT person_pkey PRIMARY KEY (id),
  CONSTRAINT person_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT person_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT person_department_id_fkey
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT person_programme_id_fkey
    FOREIGN KEY (programme_id) REFERENCES programme (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT person_superior_person_id_fkey
    FOREIGN KEY (superior_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT person_contact_partner_check CHECK ((kind = 'contact') = (partner_id IS NOT NULL)),
  CONSTRAINT person_student_programme_check
    CHECK (kind <> 'student' OR (programme_id IS NOT NULL AND study_group IS NOT NULL)),
  CONSTRAINT person_superior_is_another_check CHECK (superior_person_id <> id)
);
CREATE UNIQUE INDEX person_institution_id_code_key ON person (institution_id, code);
CREATE INDEX person_institution_id_study_group_idx ON person (institution_id, study_group);
CREATE INDEX person_institution_id_email_idx ON person (institution_id, email);
CREATE INDEX person_partner_id_idx ON person (partner_id);
CREATE INDEX person_department_id_idx ON person (department_id);
CREATE INDEX person_programme_id_idx ON person (programme_id);
CREATE INDEX person_superior_person_id_idx ON person (superior_person_id);

-- A place of a partner where people practise; capacity counts trainees at one time.
CREATE TABLE site (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  partner_id text NOT NULL,
  code text NOT NULL,
  kind text NOT NULL
    CONSTRAINT site_kind_check CHECK (kind IN ('workshop', 'site', 'object', 'office', 'laboratory')),
  name text NOT NULL,
  address text NOT NULL,
  professions text[] NOT NULL DEFAULT ARRAY[]::text[],
  capacity integer NOT NULL
    CONSTRAINT site_capacity_check CHECK (capacity > 0),
  hazards text[] NOT NULL DEFAULT ARRAY[]::text[],
  safety_officer_person_id text,
  CONSTRAINT site_pkey PRIMARY KEY (id),
  CONSTRAINT site_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT site_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT site_safety_officer_person_id_fkey
    FOREIGN KEY (safety_officer_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX site_institution_id_code_key ON site (institution_id, code);
CREATE INDEX site_partner_id_idx ON site (partner_id);
CREATE INDEX site_safety_officer_person_id_idx ON site (safety_officer_person_id);

-- One line of the practice schedule of an academic year.
CREATE TABLE schedule_line (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  partner_id text NOT NULL,
  academic_year text NOT NULL
    CONSTRAINT schedule_line_academic_year_check CHECK (academic_year ~ '^20[0-9]{2}-20[0-9]{2}$'),
  code text NOT NULL,
  site_id text NOT NULL,
  programme_id text NOT NULL,
  course integer NOT NULL
    CONSTRAINT schedule_line_course_check CHECK (course BETWEEN 1 AND 10),
  study_group text NOT NULL,
  practice_type text NOT NULL
    CONSTRAINT schedule_line_practice_type_check CHECK (practice_type IN (
      'educational', 'production', 'technological', 'preDiploma'
    )),
  start_on date NOT NULL,
  end_on date NOT NULL,
  planned integer NOT NULL
    CONSTRAINT schedule_line_planned_check CHECK (planned > 0),
  supervisor_person_id text NOT NULL,
  mentor_person_ids text[] NOT NULL DEFAULT ARRAY[]::text[],
  CONSTRAINT schedule_line_pkey PRIMARY KEY (id),
  CONSTRAINT schedule_line_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT schedule_line_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT schedule_line_site_id_fkey
    FOREIGN KEY (site_id) REFERENCES site (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT schedule_line_programme_id_fkey
    FOREIGN KEY (programme_id) REFERENCES programme (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT schedule_line_supervisor_person_id_fkey
    FOREIGN KEY (supervisor_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT schedule_line_days_check CHECK (start_on <= end_on)
);
CREATE UNIQUE INDEX schedule_line_institution_id_academic_year_code_key
  ON schedule_line (institution_id, academic_year, code);
CREATE INDEX schedule_line_partner_id_academic_year_idx ON schedule_line (partner_id, academic_year);
CREATE INDEX schedule_line_site_id_idx ON schedule_line (site_id);
CREATE INDEX schedule_line_programme_id_idx ON schedule_line (programme_id);
CREATE INDEX schedule_line_supervisor_person_id_idx ON schedule_line (supervisor_person_id);

-- A planned final certification session; year is the year of the plan that names it.
CREATE TABLE attestation_session (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  year integer NOT NULL
    CONSTRAINT attestation_session_year_check CHECK (year BETWEEN 2000 AND 2200),
  code text NOT NULL,
  programme_id text NOT NULL,
  held_on date NOT NULL,
  partner_ids text[] NOT NULL DEFAULT ARRAY[]::text[],
  expert_person_ids text[] NOT NULL DEFAULT ARRAY[]::text[],
  secretary_person_id text NOT NULL,
  groups text[] NOT NULL DEFAULT ARRAY[]::text[],
  CONSTRAINT attestation_session_pkey PRIMARY KEY (id),
  CONSTRAINT attestation_session_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attestation_session_programme_id_fkey
    FOREIGN KEY (programme_id) REFERENCES programme (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attestation_session_secretary_person_id_fkey
    FOREIGN KEY (secretary_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX attestation_session_institution_id_year_code_key
  ON attestation_session (institution_id, year, code);
CREATE INDEX attestation_session_programme_id_idx ON attestation_session (programme_id);
CREATE INDEX attestation_session_secretary_person_id_idx ON attestation_session (secretary_person_id);

-- What the commission decided about one graduate.
CREATE TABLE attestation_result (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  session_id text NOT NULL,
  graduate_person_id text NOT NULL,
  score integer
    CONSTRAINT attestation_result_score_check CHECK (score BETWEEN 0 AND 100),
  grade text,
  qualification boolean NOT NULL DEFAULT false,
  honours boolean NOT NULL DEFAULT false,
  absent boolean NOT NULL DEFAULT false,
  CONSTRAINT attestation_result_pkey PRIMARY KEY (id),
  CONSTRAINT attestation_result_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attestation_result_session_id_fkey
    FOREIGN KEY (session_id) REFERENCES attestation_session (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attestation_result_graduate_person_id_fkey
    FOREIGN KEY (graduate_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attestation_result_absent_check
    CHECK (NOT absent OR (score IS NULL AND NOT qualification AND NOT honours))
);
CREATE UNIQUE INDEX attestation_result_session_id_graduate_person_id_key
  ON attestation_result (session_id, graduate_person_id);
CREATE INDEX attestation_result_institution_id_idx ON attestation_result (institution_id);
CREATE INDEX attestation_result_graduate_person_id_idx ON attestation_result (graduate_person_id);

-- A planned internship of a teacher at a site of a partner.
CREATE TABLE staff_internship (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  partner_id text NOT NULL,
  site_id text NOT NULL,
  start_on date NOT NULL,
  end_on date NOT NULL,
  topic text NOT NULL,
  CONSTRAINT staff_internship_pkey PRIMARY KEY (id),
  CONSTRAINT staff_internship_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT staff_internship_person_id_fkey
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT staff_internship_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT staff_internship_site_id_fkey
    FOREIGN KEY (site_id) REFERENCES site (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT staff_internship_days_check CHECK (start_on <= end_on)
);
CREATE UNIQUE INDEX staff_internship_institution_id_person_id_site_id_start_on_key
  ON staff_internship (institution_id, person_id, site_id, start_on);
CREATE INDEX staff_internship_person_id_idx ON staff_internship (person_id);
CREATE INDEX staff_internship_partner_id_idx ON staff_internship (partner_id);
CREATE INDEX staff_internship_site_id_idx ON staff_internship (site_id);

-- Demand for a profession; sources repeat themselves, occurrence counts the repetitions.
CREATE TABLE labour_demand (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  year integer NOT NULL
    CONSTRAINT labour_demand_year_check CHECK (year BETWEEN 2000 AND 2200),
  region text NOT NULL,
  profession text NOT NULL,
  level text NOT NULL,
  demand integer NOT NULL
    CONSTRAINT labour_demand_demand_check CHECK (demand > 0),
  partner_id text,
  source text NOT NULL,
  occurrence integer NOT NULL
    CONSTRAINT labour_demand_occurrence_check CHECK (occurrence > 0),
  CONSTRAINT labour_demand_pkey PRIMARY KEY (id),
  CONSTRAINT labour_demand_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT labour_demand_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX labour_demand_institution_id_profession_year_idx
  ON labour_demand (institution_id, profession, year);
CREATE INDEX labour_demand_partner_id_idx ON labour_demand (partner_id);
CREATE UNIQUE INDEX labour_demand_source_key
  ON labour_demand (institution_id, year, region, profession, level, partner_id, source, occurrence)
  NULLS NOT DISTINCT;

-- A graduate who found work; still_employed_at_6_months is null until asked.
CREATE TABLE employment (
  id text NOT NULL DEFAULT gen_random_uuid()::text,
  institution_id text NOT NULL,
  graduate_code text NOT NULL,
  full_name text NOT NULL,
  programme_id text NOT NULL,
  graduation_year integer NOT NULL
    CONSTRAINT employment_graduation_year_check CHECK (graduation_year BETWEEN 2000 AND 2200),
  partner_id text,
  profession text NOT NULL,
  hired_on date NOT NULL,
  position text NOT NULL,
  still_employed_at_6_months boolean,
  CONSTRAINT employment_pkey PRIMARY KEY (id),
  CONSTRAINT employment_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT employment_programme_id_fkey
    FOREIGN KEY (programme_id) REFERENCES programme (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT employment_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX employment_institution_id_graduate_code_key ON employment (institution_id, graduate_code);
CREATE INDEX employment_institution_id_graduation_year_idx ON employment (institution_id, graduation_year);
CREATE INDEX employment_programme_id_idx ON employment (programme_id);
CREATE INDEX employment_partner_id_idx ON employment (partner_id);

-- Versioned data that steers processes; shared by all institutions, never changed in place.
CREATE TABLE policy (
  id text NOT NULL,
  version integer NOT NULL
    CONSTRAINT policy_version_check CHECK (version > 0),
  data jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT policy_pkey PRIMARY KEY (id, version)
);

-- The head of one durable process: its state, its last event and what it waits for next.
CREATE TABLE process (
  id text NOT NULL,
  institution_id text NOT NULL,
  kind text NOT NULL
    CONSTRAINT process_kind_check CHECK (kind IN (
      'partnership', 'agreement', 'practiceCycle', 'placement', 'attestation'
    )),
  seq integer NOT NULL
    CONSTRAINT process_seq_check CHECK (seq >= 0),
  head text NOT NULL,
  stage text NOT NULL,
  outcome text,
  open boolean NOT NULL,
  state jsonb NOT NULL,
  next_due timestamptz(3),
  pending_effects integer NOT NULL DEFAULT 0
    CONSTRAINT process_pending_effects_check CHECK (pending_effects >= 0),
  policy_id text NOT NULL,
  policy_version integer NOT NULL,
  parent_id text,
  book jsonb,
  clock_offset_ms bigint NOT NULL DEFAULT 0,
  opened_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT process_pkey PRIMARY KEY (id),
  CONSTRAINT process_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX process_institution_id_kind_stage_idx ON process (institution_id, kind, stage);
CREATE INDEX process_parent_id_idx ON process (parent_id);
CREATE INDEX process_open_due_idx ON process (next_due) WHERE open AND next_due IS NOT NULL;
CREATE INDEX process_open_effects_idx ON process (id) WHERE pending_effects > 0;

-- One immutable fact of a process; at is business time, recorded_at the database clock, hash chains on
-- prev_hash.
CREATE TABLE event (
  process_id text NOT NULL,
  seq integer NOT NULL
    CONSTRAINT event_seq_check CHECK (seq > 0),
  institution_id text NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  actor_id text,
  on_behalf_of text,
  command_id text NOT NULL,
  at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (process_id, seq),
  CONSTRAINT event_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT event_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX event_institution_id_type_at_idx ON event (institution_id, type, at);

-- One step awaited from one person or role by a date.
CREATE TABLE task (
  id text NOT NULL,
  institution_id text NOT NULL,
  process_id text NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  owner_id text,
  owner_role text,
  state text NOT NULL
    CONSTRAINT task_state_check CHECK (state IN ('open', 'done', 'cancelled', 'expired', 'escalated')),
  opened_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  closed_by text,
  on_behalf boolean NOT NULL DEFAULT false,
  decision text,
  data jsonb NOT NULL,
  evidence jsonb,
  escalates_to text,
  CONSTRAINT task_pkey PRIMARY KEY (id),
  CONSTRAINT task_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT task_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT task_owner_id_fkey
    FOREIGN KEY (owner_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT task_closed_by_fkey
    FOREIGN KEY (closed_by) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT task_escalates_to_fkey
    FOREIGN KEY (escalates_to) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT task_closing_check CHECK ((state IN ('open', 'escalated')) = (closed_at IS NULL))
);
CREATE INDEX task_process_id_key_idx ON task (process_id, key);
CREATE INDEX task_institution_id_state_due_at_idx ON task (institution_id, state, due_at);
CREATE INDEX task_owner_id_idx ON task (owner_id);
CREATE INDEX task_closed_by_idx ON task (closed_by);
CREATE INDEX task_escalates_to_idx ON task (escalates_to);
CREATE INDEX task_open_owner_due_idx ON task (owner_id, due_at) WHERE state IN ('open', 'escalated');

-- One planned rung of a task's reminder ladder and what became of it.
CREATE TABLE contact (
  id text NOT NULL,
  institution_id text NOT NULL,
  task_id text NOT NULL,
  person_id text NOT NULL,
  rung integer NOT NULL
    CONSTRAINT contact_rung_check CHECK (rung >= 0),
  planned_at timestamptz(3) NOT NULL,
  channel text NOT NULL,
  state text NOT NULL
    CONSTRAINT contact_state_check CHECK (state IN (
      'planned', 'sent', 'delivered', 'failed', 'suppressed', 'cancelled'
    )),
  reason text,
  message_id text,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT contact_pkey PRIMARY KEY (id),
  CONSTRAINT contact_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT contact_task_id_fkey
    FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT contact_person_id_fkey
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX contact_task_id_rung_idx ON contact (task_id, rung);
CREATE INDEX contact_person_id_planned_at_idx ON contact (person_id, planned_at);
CREATE INDEX contact_institution_id_idx ON contact (institution_id);
CREATE INDEX contact_planned_idx ON contact (planned_at) WHERE state = 'planned';

-- One message to one person; at is business time, sent_at the moment it left.
CREATE TABLE message (
  id text NOT NULL,
  institution_id text NOT NULL,
  person_id text NOT NULL,
  process_id text NOT NULL,
  task_id text,
  contact_id text,
  template text NOT NULL,
  data jsonb NOT NULL,
  language text NOT NULL
    CONSTRAINT message_language_check CHECK (language IN ('uz-Latn', 'uz-Cyrl', 'ru', 'en')),
  at timestamptz(3) NOT NULL,
  state text NOT NULL
    CONSTRAINT message_state_check CHECK (state IN ('queued', 'sent', 'failed', 'suppressed')),
  attempts integer NOT NULL DEFAULT 0
    CONSTRAINT message_attempts_check CHECK (attempts >= 0),
  reply text,
  message_id_header text,
  sent_at timestamptz(3),
  CONSTRAINT message_pkey PRIMARY KEY (id),
  CONSTRAINT message_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT message_person_id_fkey
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT message_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT message_task_id_fkey
    FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT message_contact_id_fkey
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX message_person_id_at_idx ON message (person_id, at);
CREATE INDEX message_process_id_at_idx ON message (process_id, at);
CREATE INDEX message_institution_id_idx ON message (institution_id);
CREATE INDEX message_task_id_idx ON message (task_id);
CREATE INDEX message_contact_id_idx ON message (contact_id);
CREATE INDEX message_queued_idx ON message (at) WHERE state = 'queued';

-- A rendered paper; immutable once issued. One effect of a process makes one document.
CREATE TABLE document (
  id text NOT NULL,
  institution_id text NOT NULL,
  process_id text NOT NULL,
  effect_key text NOT NULL,
  kind text NOT NULL,
  language text NOT NULL
    CONSTRAINT document_language_check CHECK (language IN ('uz-Latn', 'uz-Cyrl', 'ru', 'en')),
  number text,
  dated_on date,
  register text,
  side text NOT NULL
    CONSTRAINT document_side_check CHECK (side IN ('institution', 'partner', 'both', 'system')),
  version integer NOT NULL
    CONSTRAINT document_version_check CHECK (version > 0),
  state text NOT NULL
    CONSTRAINT document_state_check CHECK (state IN ('draft', 'issued', 'revoked')),
  title text NOT NULL,
  pages integer NOT NULL
    CONSTRAINT document_pages_check CHECK (pages > 0),
  bytes integer NOT NULL
    CONSTRAINT document_bytes_check CHECK (bytes > 0),
  sha256 text NOT NULL
    CONSTRAINT document_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  file text NOT NULL,
  data jsonb NOT NULL,
  subject_person_id text,
  line_code text,
  verification_code text,
  at timestamptz(3) NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (id),
  CONSTRAINT document_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT document_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT document_subject_person_id_fkey
    FOREIGN KEY (subject_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT document_register_check
    CHECK (register IS NULL OR state = 'draft' OR (number IS NOT NULL AND dated_on IS NOT NULL)),
  CONSTRAINT document_draft_check CHECK (state <> 'draft' OR number IS NULL)
);
CREATE UNIQUE INDEX document_process_id_effect_key_key ON document (process_id, effect_key);
CREATE UNIQUE INDEX document_verification_code_key ON document (verification_code);
CREATE INDEX document_institution_id_kind_dated_on_idx ON document (institution_id, kind, dated_on);
CREATE INDEX document_subject_person_id_idx ON document (subject_person_id);
-- Two papers never carry the same number in one register and year; a revoked paper keeps its own.
CREATE UNIQUE INDEX document_register_number_key
  ON document (institution_id, register, EXTRACT(year FROM dated_on), number) WHERE register IS NOT NULL;

-- Places of a site held for a schedule line from start_on to end_on, both days included.
CREATE TABLE reservation (
  id text NOT NULL,
  institution_id text NOT NULL,
  site_id text NOT NULL,
  schedule_line_id text NOT NULL,
  process_id text NOT NULL,
  start_on date NOT NULL,
  end_on date NOT NULL,
  places integer NOT NULL
    CONSTRAINT reservation_places_check CHECK (places > 0),
  state text NOT NULL
    CONSTRAINT reservation_state_check CHECK (state IN ('reserved', 'waitlisted', 'released')),
  at timestamptz(3) NOT NULL,
  CONSTRAINT reservation_pkey PRIMARY KEY (id),
  CONSTRAINT reservation_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT reservation_site_id_fkey
    FOREIGN KEY (site_id) REFERENCES site (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT reservation_schedule_line_id_fkey
    FOREIGN KEY (schedule_line_id) REFERENCES schedule_line (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT reservation_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT reservation_days_check CHECK (start_on <= end_on)
);
CREATE UNIQUE INDEX reservation_process_id_schedule_line_id_key ON reservation (process_id, schedule_line_id);
CREATE INDEX reservation_site_id_start_on_end_on_idx ON reservation (site_id, start_on, end_on);
CREATE INDEX reservation_institution_id_idx ON reservation (institution_id);
CREATE INDEX reservation_schedule_line_id_idx ON reservation (schedule_line_id);

-- The relation of the institution and one partner, as lists show it.
CREATE TABLE partnership (
  id text NOT NULL,
  institution_id text NOT NULL,
  partner_id text NOT NULL,
  stage text NOT NULL,
  administrator_id text,
  forms text[] NOT NULL DEFAULT ARRAY[]::text[],
  declined_reason text,
  closed_reason text,
  CONSTRAINT partnership_pkey PRIMARY KEY (id),
  CONSTRAINT partnership_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT partnership_partner_id_fkey
    FOREIGN KEY (partner_id) REFERENCES partner (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT partnership_administrator_id_fkey
    FOREIGN KEY (administrator_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX partnership_institution_id_stage_idx ON partnership (institution_id, stage);
CREATE INDEX partnership_partner_id_idx ON partnership (partner_id);
CREATE INDEX partnership_administrator_id_idx ON partnership (administrator_id);

-- An agreement as lists show it.
CREATE TABLE agreement (
  id text NOT NULL,
  institution_id text NOT NULL,
  partnership_id text NOT NULL,
  kind text NOT NULL,
  stage text NOT NULL,
  number text,
  signed_on date,
  valid_from date,
  valid_to date,
  language text NOT NULL
    CONSTRAINT agreement_language_check CHECK (language IN ('uz-Latn', 'uz-Cyrl', 'ru', 'en')),
  forms text[] NOT NULL DEFAULT ARRAY[]::text[],
  CONSTRAINT agreement_pkey PRIMARY KEY (id),
  CONSTRAINT agreement_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT agreement_partnership_id_fkey
    FOREIGN KEY (partnership_id) REFERENCES partnership (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT agreement_term_check CHECK (valid_from <= valid_to)
);
CREATE INDEX agreement_institution_id_stage_idx ON agreement (institution_id, stage);
CREATE INDEX agreement_institution_id_valid_to_idx ON agreement (institution_id, valid_to);
CREATE INDEX agreement_partnership_id_idx ON agreement (partnership_id);

-- One numbered version of an agreement; content_hash is what is approved and signed.
CREATE TABLE agreement_version (
  agreement_id text NOT NULL,
  version integer NOT NULL
    CONSTRAINT agreement_version_version_check CHECK (version > 0),
  institution_id text NOT NULL,
  content_hash text NOT NULL,
  document_id text,
  author_id text,
  at timestamptz(3) NOT NULL,
  terms jsonb NOT NULL,
  CONSTRAINT agreement_version_pkey PRIMARY KEY (agreement_id, version),
  CONSTRAINT agreement_version_agreement_id_fkey
    FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT agreement_version_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT agreement_version_author_id_fkey
    FOREIGN KEY (author_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX agreement_version_institution_id_idx ON agreement_version (institution_id);
CREATE INDEX agreement_version_author_id_idx ON agreement_version (author_id);

-- Who is bound by an agreement, with the requisites given.
CREATE TABLE party (
  id text NOT NULL,
  institution_id text NOT NULL,
  agreement_id text NOT NULL,
  side text NOT NULL
    CONSTRAINT party_side_check CHECK (side IN ('institution', 'partner')),
  requisites jsonb,
  given_by text,
  on_behalf boolean NOT NULL DEFAULT false,
  CONSTRAINT party_pkey PRIMARY KEY (id),
  CONSTRAINT party_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT party_agreement_id_fkey
    FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT party_given_by_fkey
    FOREIGN KEY (given_by) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX party_agreement_id_side_key ON party (agreement_id, side);
CREATE INDEX party_institution_id_idx ON party (institution_id);
CREATE INDEX party_given_by_idx ON party (given_by);

-- Who signs for a party, on what authority and how.
CREATE TABLE signatory (
  id text NOT NULL,
  institution_id text NOT NULL,
  agreement_id text NOT NULL,
  person_id text NOT NULL,
  side text NOT NULL
    CONSTRAINT signatory_side_check CHECK (side IN ('institution', 'partner')),
  group_no integer NOT NULL
    CONSTRAINT signatory_group_no_check CHECK (group_no > 0),
  route text,
  state text NOT NULL
    CONSTRAINT signatory_state_check CHECK (state IN (
      'waiting', 'asked', 'paperSubmitted', 'signed', 'declined', 'replaced'
    )),
  signed_at timestamptz(3),
  reason text,
  authority jsonb,
  CONSTRAINT signatory_pkey PRIMARY KEY (id),
  CONSTRAINT signatory_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT signatory_agreement_id_fkey
    FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT signatory_person_id_fkey
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX signatory_agreement_id_group_no_idx ON signatory (agreement_id, group_no);
CREATE INDEX signatory_institution_id_idx ON signatory (institution_id);
CREATE INDEX signatory_person_id_idx ON signatory (person_id);

-- One approver's answer to one version.
CREATE TABLE approval (
  id text NOT NULL,
  institution_id text NOT NULL,
  agreement_id text NOT NULL,
  version integer NOT NULL
    CONSTRAINT approval_version_check CHECK (version > 0),
  stage_no integer NOT NULL
    CONSTRAINT approval_stage_no_check CHECK (stage_no > 0),
  role text NOT NULL,
  person_id text,
  decision text,
  remarks text,
  at timestamptz(3),
  CONSTRAINT approval_pkey PRIMARY KEY (id),
  CONSTRAINT approval_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT approval_agreement_id_fkey
    FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT approval_person_id_fkey
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX approval_agreement_id_version_stage_no_idx ON approval (agreement_id, version, stage_no);
CREATE INDEX approval_institution_id_idx ON approval (institution_id);
CREATE INDEX approval_person_id_idx ON approval (person_id);

-- One agreement in one academic year.
CREATE TABLE practice_cycle (
  id text NOT NULL,
  institution_id text NOT NULL,
  agreement_id text NOT NULL,
  academic_year text NOT NULL
    CONSTRAINT practice_cycle_academic_year_check CHECK (academic_year ~ '^20[0-9]{2}-20[0-9]{2}$'),
  stage text NOT NULL,
  CONSTRAINT practice_cycle_pkey PRIMARY KEY (id),
  CONSTRAINT practice_cycle_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT practice_cycle_agreement_id_fkey
    FOREIGN KEY (agreement_id) REFERENCES agreement (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX practice_cycle_agreement_id_academic_year_idx ON practice_cycle (agreement_id, academic_year);
CREATE INDEX practice_cycle_institution_id_stage_idx ON practice_cycle (institution_id, stage);

-- One trainee, with mentor and supervisor, on a schedule line or a staff internship.
CREATE TABLE placement (
  id text NOT NULL,
  institution_id text NOT NULL,
  cycle_id text,
  code text NOT NULL,
  trainee_id text NOT NULL,
  schedule_line_id text,
  mentor_id text,
  supervisor_id text,
  stage text NOT NULL,
  outcome text,
  start_on date,
  end_on date,
  total integer
    CONSTRAINT placement_total_check CHECK (total BETWEEN 0 AND 100),
  reason text,
  CONSTRAINT placement_pkey PRIMARY KEY (id),
  CONSTRAINT placement_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_cycle_id_fkey
    FOREIGN KEY (cycle_id) REFERENCES practice_cycle (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_trainee_id_fkey
    FOREIGN KEY (trainee_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_schedule_line_id_fkey
    FOREIGN KEY (schedule_line_id) REFERENCES schedule_line (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_mentor_id_fkey
    FOREIGN KEY (mentor_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_supervisor_id_fkey
    FOREIGN KEY (supervisor_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT placement_days_check CHECK (start_on <= end_on)
);
CREATE UNIQUE INDEX placement_institution_id_code_key ON placement (institution_id, code);
CREATE INDEX placement_institution_id_stage_idx ON placement (institution_id, stage);
CREATE INDEX placement_cycle_id_idx ON placement (cycle_id);
CREATE INDEX placement_trainee_id_idx ON placement (trainee_id);
CREATE INDEX placement_schedule_line_id_idx ON placement (schedule_line_id);
CREATE INDEX placement_mentor_id_idx ON placement (mentor_id);
CREATE INDEX placement_supervisor_id_idx ON placement (supervisor_id);

-- A trainee's week in own words and the mentor's confirmation.
CREATE TABLE diary_entry (
  placement_id text NOT NULL,
  week integer NOT NULL
    CONSTRAINT diary_entry_week_check CHECK (week > 0),
  institution_id text NOT NULL,
  text text NOT NULL,
  hours integer NOT NULL
    CONSTRAINT diary_entry_hours_check CHECK (hours BETWEEN 0 AND 168),
  written_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  confirmed_by text,
  CONSTRAINT diary_entry_pkey PRIMARY KEY (placement_id, week),
  CONSTRAINT diary_entry_placement_id_fkey
    FOREIGN KEY (placement_id) REFERENCES placement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT diary_entry_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT diary_entry_confirmed_by_fkey
    FOREIGN KEY (confirmed_by) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX diary_entry_institution_id_idx ON diary_entry (institution_id);
CREATE INDEX diary_entry_confirmed_by_idx ON diary_entry (confirmed_by);

-- A week of attendance, confirmed by the employer.
CREATE TABLE attendance_week (
  placement_id text NOT NULL,
  week integer NOT NULL
    CONSTRAINT attendance_week_week_check CHECK (week > 0),
  institution_id text NOT NULL,
  present_days integer NOT NULL
    CONSTRAINT attendance_week_present_days_check CHECK (present_days BETWEEN 0 AND 7),
  absent_days integer NOT NULL
    CONSTRAINT attendance_week_absent_days_check CHECK (absent_days BETWEEN 0 AND 7),
  confirmed_at timestamptz(3),
  confirmed_by text,
  CONSTRAINT attendance_week_pkey PRIMARY KEY (placement_id, week),
  CONSTRAINT attendance_week_placement_id_fkey
    FOREIGN KEY (placement_id) REFERENCES placement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attendance_week_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT attendance_week_confirmed_by_fkey
    FOREIGN KEY (confirmed_by) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX attendance_week_institution_id_idx ON attendance_week (institution_id);
CREATE INDEX attendance_week_confirmed_by_idx ON attendance_week (confirmed_by);

-- The mentor's evaluation of a placement.
CREATE TABLE evaluation (
  placement_id text NOT NULL,
  institution_id text NOT NULL,
  competences jsonb NOT NULL,
  host_score integer
    CONSTRAINT evaluation_host_score_check CHECK (host_score BETWEEN 0 AND 100),
  text jsonb,
  employment_offer boolean,
  at timestamptz(3) NOT NULL,
  by text,
  CONSTRAINT evaluation_pkey PRIMARY KEY (placement_id),
  CONSTRAINT evaluation_placement_id_fkey
    FOREIGN KEY (placement_id) REFERENCES placement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT evaluation_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT evaluation_by_fkey
    FOREIGN KEY (by) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX evaluation_institution_id_idx ON evaluation (institution_id);
CREATE INDEX evaluation_by_idx ON evaluation (by);

-- What a graduate answers so many months after graduation.
CREATE TABLE follow_up (
  placement_id text NOT NULL,
  months integer NOT NULL
    CONSTRAINT follow_up_months_check CHECK (months > 0),
  institution_id text NOT NULL,
  due_on date NOT NULL,
  answer text,
  data jsonb,
  at timestamptz(3),
  CONSTRAINT follow_up_pkey PRIMARY KEY (placement_id, months),
  CONSTRAINT follow_up_placement_id_fkey
    FOREIGN KEY (placement_id) REFERENCES placement (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT follow_up_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX follow_up_institution_id_due_on_idx ON follow_up (institution_id, due_on);

-- A duty from an agreement or a meeting: who, what, by when.
CREATE TABLE commitment (
  id text NOT NULL,
  institution_id text NOT NULL,
  process_id text NOT NULL,
  source text NOT NULL,
  what text NOT NULL,
  owner_id text,
  due_on date,
  state text NOT NULL
    CONSTRAINT commitment_state_check CHECK (state IN ('open', 'done', 'cancelled')),
  evidence text,
  CONSTRAINT commitment_pkey PRIMARY KEY (id),
  CONSTRAINT commitment_institution_id_fkey
    FOREIGN KEY (institution_id) REFERENCES institution (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT commitment_process_id_fkey
    FOREIGN KEY (process_id) REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT commitment_owner_id_fkey
    FOREIGN KEY (owner_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX commitment_institution_id_state_due_on_idx ON commitment (institution_id, state, due_on);
CREATE INDEX commitment_process_id_idx ON commitment (process_id);
CREATE INDEX commitment_owner_id_idx ON commitment (owner_id);

-- Tables that name each other.
ALTER TABLE institution ADD CONSTRAINT institution_rector_person_id_fkey
  FOREIGN KEY (rector_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE institution ADD CONSTRAINT institution_practice_office_person_id_fkey
  FOREIGN KEY (practice_office_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE department ADD CONSTRAINT department_head_person_id_fkey
  FOREIGN KEY (head_person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- An event is an immutable fact: the chain of hashes is worth nothing if a row can change.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER event_refuses_change BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
CREATE TRIGGER event_refuses_truncate BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();

-- The triggers also hold while replication roles apply rows.
ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_change;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_truncate;

-- Business time minus server time of the one-machine stack; no row means time is the server's.
CREATE TABLE business_clock (
  id text NOT NULL
    CONSTRAINT business_clock_id_check CHECK (id = 'embedded'),
  offset_ms bigint NOT NULL,
  CONSTRAINT business_clock_pkey PRIMARY KEY (id)
);
