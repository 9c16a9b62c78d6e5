"""Content checks: what an editor may have overlooked on a page; advice before publication, never a refusal."""
