"""Dated facts: values of law and their source, as editors keep them; pages and the estimator read them."""
