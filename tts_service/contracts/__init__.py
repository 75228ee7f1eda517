"""What the service and its workers both know: plain values and ports. Each side imports this room, and
neither imports the other."""
