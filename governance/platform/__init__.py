"""The plumbing, which knows no co-operative word."""
