"""A real IMAP server for tests: Dovecot with a configuration, a certificate and a folder of its own, on local ports."""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness import system_packages
from tests.harness.on_postgres import free_port
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "portail", "secret/à@garder"
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
imap_capability = {capability}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
# Without MOVE and UIDPLUS, as older servers.
PLAIN = "IMAP4rev1"


class ImapServer:
    """A running server with one mailbox."""

    def __init__(self, folder: Path, *, capability: str = "") -> None:
        self.folder, self.port, self.secure_port = folder, free_port(), free_port()
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        names = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
        if os.geteuid() != 0:
            names = dict.fromkeys(names, owner.pw_name)
        (folder / "mail").mkdir()
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        certificate(folder)
        text = CONFIGURATION.format(
            folder=folder,
            port=self.port,
            secure_port=self.secure_port,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            password=PASSWORD,
            capability=capability,
            **names,
        )
        (folder / "dovecot.conf").write_text(text, encoding="utf-8")

    def append(self, *mails: bytes) -> None:
        """Deliver mails into the inbox."""
        with self.client() as client:
            for each in mails:
                assert client.append("INBOX", None, None, each)[0] == "OK"

    def count(self, folder: str = "INBOX") -> int:
        """Mails in a folder; 0 when there is no such folder."""
        with self.client() as client:
            kind, (line, *_) = client.select(f'"{folder}"')
            return int(line) if kind == "OK" else 0

    @contextlib.contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        """A connection as the mailbox's owner."""
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        try:
            yield client
        finally:
            client.logout()

    def answers(self) -> bool:
        """Whether it listens."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that nobody knows."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)


@contextlib.contextmanager
def running(*, capability: str = "") -> Iterator[ImapServer]:
    """Start a server in a folder of its own; stop and forget it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-imap-"))
    folder.chmod(0o755)
    server = ImapServer(folder, capability=capability)
    process = subprocess.Popen(
        [system_packages.imap_server(), "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: server.answers() or process.poll() is not None, "Dovecot")
        assert process.poll() is None, "Dovecot ended"
        yield server
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
