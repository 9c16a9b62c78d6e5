"""Health report of a deployment: what this site still lacks, for `manage.py doctor` and its page in the admin."""
