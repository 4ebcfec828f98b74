"""What members propose, who supports it, how it comes to a ballot, and what was decided."""
