-- For whom somebody acted stands in on_behalf_of; what shows that it is what he decided stands beside it.
ALTER TABLE event ADD COLUMN evidence text;

-- A command is known for ever, not only while the process remembers it.
CREATE INDEX event_process_id_command_id_idx ON event (process_id, command_id);
