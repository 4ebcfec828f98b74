"""What the rules say of pooled money: who decides, how it is held, divided, given back (P-240 to P-250)."""
