"""Articles in, mentions and events out, and what people read."""
