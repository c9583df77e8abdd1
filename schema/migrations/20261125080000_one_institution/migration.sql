-- The second wall between institutions: whatever a statement asks, workers and commands see and write the rows of the
-- institution their connection is bound to, and none where it is bound to nothing. '*' is for work that is truly for
-- all of them. The owner of the tables, who migrates and backs up, is not bound.
DO $$
DECLARE
  bound record;
BEGIN
  FOR bound IN
    SELECT relname AS name, CASE relname WHEN 'institution' THEN 'id' ELSE 'institution_id' END AS part
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND (relname = 'institution' OR EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'institution_id'))
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', bound.name);
    EXECUTE format(
      'CREATE POLICY one_institution ON %I TO bitim_application USING (
         %I = current_setting(''bitim.institution'', true) OR current_setting(''bitim.institution'', true) = ''*'')',
      bound.name, bound.part);
  END LOOP;
END $$;
