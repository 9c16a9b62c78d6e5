"""Mails written byte by byte, as programs that no library imitates send them."""

from __future__ import annotations


def raw(head: str, body: bytes = b"Bonjour") -> bytes:
    """A mail of these headers, one a line, and this body."""
    return head.strip().replace("\n", "\r\n").encode("utf-8") + b"\r\n\r\n" + body


def typed(kind: str, body: bytes) -> bytes:
    """A mail of one part; `kind` is its Content-Type."""
    return raw(f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit", body)
