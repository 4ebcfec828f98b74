"""The register: who is a member, of which class, from when until when."""
