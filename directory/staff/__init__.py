"""What the team does in the admin: keep the sheets, invite, ask for a check, leave, import and export."""
