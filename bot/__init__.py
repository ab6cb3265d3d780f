"""The running program: command line, settings, composition root, jobs, clock, logs."""
