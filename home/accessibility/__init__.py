"""What the site declares of its accessibility: audits that persons led, and the state that the last one allows."""
