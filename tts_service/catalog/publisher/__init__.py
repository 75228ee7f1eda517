"""What publishers have decided, where the service has it and no folder."""
