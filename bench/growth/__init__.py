"""What pages and jobs cost as content grows: `.venv/bin/python -m bench.growth`. See bench/README.md."""
