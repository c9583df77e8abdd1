-- Names and addresses in further languages, by language; the registered one stays where it is and serves the others.
ALTER TABLE institution
  ADD COLUMN legal_addresses jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN bank_names jsonb NOT NULL DEFAULT '{}';
ALTER TABLE partner
  ADD COLUMN names jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN legal_addresses jsonb NOT NULL DEFAULT '{}';
ALTER TABLE site
  ADD COLUMN names jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN addresses jsonb NOT NULL DEFAULT '{}';
UPDATE partner SET names = jsonb_build_object('en', name_en) WHERE name_en IS NOT NULL;
