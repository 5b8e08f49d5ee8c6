"""web -> Article: what fetches coverage, reads it, and leaves it in the database."""
