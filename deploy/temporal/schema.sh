#!/bin/sh
# Creates or updates Temporal's two databases; nothing to do when they are current.
set -eu

prepare() {
  database=$1
  versions=/etc/temporal/schema/postgresql/v12/$2/versioned
  tool="temporal-sql-tool --plugin postgres12 --endpoint $SQL_HOST --port 5432 --user $SQL_USER --database $database"
  $tool create
  $tool setup-schema --version 0.0
  $tool update-schema --schema-dir "$versions"
}

prepare temporal temporal
prepare temporal_visibility visibility
