"""Signed links of the mails: the team's, the employer's, the confirmation page's."""
