"""What is for members only: which articles, and the listeners who may hear them by feed token."""
