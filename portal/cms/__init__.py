"""What every page and editor shares: base page, blocks, navigation, partial dates, lists and their filters."""
