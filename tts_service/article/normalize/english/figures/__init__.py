"""Numbers of every kind: dates, times, sums, measures, scores."""
