-- Every list that is read page by page has an index in each of its orders.
CREATE INDEX task_institution_id_due_at_id_idx ON task (institution_id, due_at, id);
CREATE INDEX task_institution_id_opened_at_id_idx ON task (institution_id, opened_at, id);
CREATE INDEX task_open_due_idx ON task (institution_id, due_at, id) WHERE state IN ('open', 'escalated');
CREATE INDEX task_open_opened_idx ON task (institution_id, opened_at, id) WHERE state IN ('open', 'escalated');
CREATE INDEX process_institution_id_kind_opened_at_id_idx ON process (institution_id, kind, opened_at, id);
CREATE INDEX event_institution_id_recorded_at_idx ON event (institution_id, recorded_at);
CREATE INDEX message_institution_id_at_id_idx ON message (institution_id, at, id);
CREATE INDEX document_institution_id_at_id_idx ON document (institution_id, at, id);
CREATE INDEX person_institution_id_full_name_id_idx ON person (institution_id, full_name, id);
CREATE INDEX partner_institution_id_name_id_idx ON partner (institution_id, name, id);
