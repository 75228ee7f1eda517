"""Pages and files: the button, the demo, share pages, feeds."""
