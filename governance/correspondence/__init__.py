"""What was sent to whom, how, and the proof of service."""
