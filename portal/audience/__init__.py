"""The audience: how often each page is read and from which sites readers come, in numbers a day."""
