"""Data model, ids, schema and the only writer of the database."""
