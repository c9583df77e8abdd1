-- A record changed by hand is kept like one that an import changed; the door says how whoever changed it came in. Of
-- imports before doors were told nothing is known.
ALTER TABLE import_run ADD COLUMN door text;
