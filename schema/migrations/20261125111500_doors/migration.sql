-- Through which door whoever decided came in: console, link, key or commandLine, with the public id of the session, link
-- or key. Events from before doors were told have none, and stay as their hashes say.
ALTER TABLE event ADD COLUMN door text;
ALTER TABLE event ADD CONSTRAINT event_door_check CHECK ((actor_id IS NULL) = (door IS NULL)) NOT VALID;
