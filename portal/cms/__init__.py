"""What every page and editor shares: base page, blocks, menus."""
