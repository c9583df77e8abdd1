-- Whoever listens hears at once what was recorded: of which institution, of which process, up to where, and when. Nothing
-- of what it was: that is read by who may read it.
CREATE FUNCTION tell_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bitim_recorded', json_build_object(
      'institution', institution_id, 'process', process_id, 'seq', max(seq),
      'at', floor(extract(epoch FROM max(recorded_at)) * 1000))::text)
  FROM recorded GROUP BY institution_id, process_id;
  RETURN NULL;
END;
$$;

CREATE TRIGGER event_tells_recorded AFTER INSERT ON event
  REFERENCING NEW TABLE AS recorded FOR EACH STATEMENT EXECUTE FUNCTION tell_recorded();
