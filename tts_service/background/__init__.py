"""What runs beside requests: the sweeper, the watcher of feeds, the delivery of hooks."""
