"""The control API: the hands of tests and of the page, under /control."""
