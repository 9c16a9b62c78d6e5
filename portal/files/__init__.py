"""Uploaded files: which kinds are let in, checked by content (SVG, PDF), and how they are served."""
