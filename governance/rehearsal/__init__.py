"""A whole decision played through on a scripted clock, from founding to declaration, leaving the evidence."""
