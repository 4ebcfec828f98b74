"""The organisation: its people, meetings, decisions, support and money."""
