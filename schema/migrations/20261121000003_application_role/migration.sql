-- Whoever migrates owns the tables; workers and commands act in a role that can neither delete nor change a table, and
-- of an event can neither change nor empty anything, whatever becomes of the triggers.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bitim_application') THEN
    CREATE ROLE bitim_application NOLOGIN;
  END IF;
EXCEPTION
  -- The role belongs to the whole server: another database of it was migrated at this moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
  IF NOT pg_has_role(CURRENT_USER, 'bitim_application', 'SET') THEN
    GRANT bitim_application TO CURRENT_USER;
  END IF;
END $$;

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO bitim_application;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO bitim_application;
REVOKE UPDATE ON event FROM bitim_application;
REVOKE INSERT, UPDATE ON policy FROM bitim_application;

DO $$
BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM bitim_application;
  END IF;
END $$;
