"""How speech is asked for over the network: paced, retried, within a time limit, and not at all while the
service keeps failing. Shared by the engines whose voices are elsewhere."""
