"""Import of text documents (.docx, .odt, HTML) as drafts of pages, with a report of what was left out."""
