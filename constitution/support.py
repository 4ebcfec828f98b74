"""What the rules say of personal assistance: who employs, what is checked, what may vary (P-260 to P-275)."""
