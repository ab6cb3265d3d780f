"""One module a step. Their numbers are the schema's versions; a step that has been published is never changed."""
