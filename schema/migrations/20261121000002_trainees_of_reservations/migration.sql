-- A reservation names who comes, so that two cycles never plan the same trainee for the same days.
ALTER TABLE reservation ADD COLUMN trainee_ids text[] NOT NULL DEFAULT '{}';

UPDATE reservation SET trainee_ids = ARRAY(
  SELECT trainee
  FROM process, schedule_line, jsonb_array_elements(process.state -> 'lines') AS line,
       jsonb_array_elements_text(line -> 'trainees') AS trainee
  WHERE process.id = process_id AND schedule_line.id = schedule_line_id AND line ->> 'code' = schedule_line.code
    AND coalesce(process.state -> 'outcomes' ->> trainee, '') NOT IN ('withdrawn', 'didNotShow')
);

ALTER TABLE reservation ALTER COLUMN trainee_ids DROP DEFAULT;

DROP INDEX reservation_institution_id_idx;
CREATE INDEX reservation_institution_id_end_on_idx ON reservation (institution_id, end_on);

ALTER TABLE schedule_line DROP CONSTRAINT schedule_line_practice_type_check;
ALTER TABLE schedule_line ADD CONSTRAINT schedule_line_practice_type_check CHECK (practice_type IN (
  'educational', 'production', 'technological', 'preDiploma', 'pedagogical', 'field'
));
