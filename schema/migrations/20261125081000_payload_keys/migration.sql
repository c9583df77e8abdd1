-- The fingerprints of the keys that encrypt what the engine keeps. A key that is not among them is refused before
-- anything is encrypted with it; a worker that lacks one of them does not start.
CREATE TABLE payload_key (
  id text PRIMARY KEY,
  since timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
REVOKE UPDATE ON payload_key FROM bitim_application;
