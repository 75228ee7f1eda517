"""WebSub (W3C Recommendation, 2018), both sides: subscribing to feeds, and notifying our own hub."""
