#!/bin/sh
# Runs once, when the database cluster is created: one role and database for Bitim, one role for Temporal.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
  -v bitim_password="$BITIM_DB_PASSWORD" -v temporal_password="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE bitim LOGIN CREATEROLE PASSWORD :'bitim_password';
CREATE DATABASE bitim OWNER bitim;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';
SQL
