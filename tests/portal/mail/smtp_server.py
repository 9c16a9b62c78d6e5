"""A real SMTP server in a process of its own: ``python -m tests.portal.mail.smtp_server PORT FOLDER``.

What it does is read from FOLDER/mode at every command, so that a test may change it at any moment:

- accept: take everything
- refuse: 451 to every sender
- stall: answer MAIL only once the mode changes
- hold: take everything, but withhold the first answer until the mode changes
- reject: 554 to every content

Some recipients have a fate of their own, by the start of their address: `inconnu` (550), `plein` (452),
`ferme` (421), `deborde` (552). All that happens is appended to FOLDER/events.jsonl before it is answered.
"""

from __future__ import annotations

import asyncio
import json
import sys
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP

FATES = {
    "inconnu": "550 5.1.1 No such user",
    "plein": "452 4.2.2 Mailbox full for now",
    "deborde": "552 5.2.2 Mailbox full",
    "ferme": "421 4.3.2 Shutting down",
}
LOOK_SECONDS = 0.01


class Handler:
    """Answers by mode and writes down everything."""

    def __init__(self, folder: Path) -> None:
        self.mode_file = folder / "mode"
        self.has_held = False
        self.events = (folder / "events.jsonl").open("a", encoding="utf-8")

    @property
    def mode(self) -> str:
        """What the test wants now."""
        return self.mode_file.read_text(encoding="utf-8")

    def note(self, kind: str, **facts: object) -> None:
        """Append one event, complete and at once."""
        self.events.write(json.dumps({"kind": kind, **facts}) + "\n")
        self.events.flush()

    async def while_mode_is(self, mode: str) -> None:
        """Wait for the test to want something else."""
        while self.mode == mode:
            await asyncio.sleep(LOOK_SECONDS)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.mode == "refuse":
            self.note("refused")
            return "451 4.3.0 Try again later"
        if self.mode == "stall":
            self.note("stalled")
            await self.while_mode_is("stall")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        for start, answer in FATES.items():
            if address.startswith(start):
                self.note("recipient refused")
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.mode == "reject":
            self.note("rejected")
            return "554 5.7.1 Content refused"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.note(
            "delivered",
            recipients=envelope.rcpt_tos,
            message_id=mail["Message-ID"],
            subject=mail["Subject"],
            content=envelope.content.decode("utf-8"),
        )
        if not self.has_held:
            self.has_held = self.mode == "hold"
            await self.while_mode_is("hold")
        return "250 OK"


async def serve(port: int, folder: Path) -> None:
    """Listen until killed."""
    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="smtp.example"), "127.0.0.1", port)
    handler.note("ready")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
