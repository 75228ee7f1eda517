"""What every request passes: the worker, access, bodies, problems, logs."""
