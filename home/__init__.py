"""What frames and composes the site: home page, pages of text, regions, site map, open data, set-up, demonstration."""
