"""When things run, the configuration, and the one console command."""
