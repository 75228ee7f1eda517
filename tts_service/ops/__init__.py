"""Running the service: supervisor, checks of the machine, backup, retention, and the parts that every
process needs."""
