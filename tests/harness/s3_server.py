"""A real server that speaks S3 and verifies signatures: S3Proxy (Apache licence), which Maven brings as one archive."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import boto3
from botocore.config import Config
from django.conf import settings

from portal.settings import media
from tests.harness.on_postgres import free_port
from tests.harness.skipping import leave_out, need

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "2.7.0"
DIGEST = "f3ff95bd78a7afbbcd5da56f8f6180ef71ad00601392f7e2f5a220c97ad69eef"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
ARCHIVE = f"org.gaul:s3proxy:{VERSION}:jar:jar-with-dependencies"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m")
START_SECONDS = 60
KEY, SECRET, BUCKET = "portail", "secret+/of the tests", "portail-media"


def program() -> Path:
    """The archive, fetched once for all tests; the test is left out where it cannot be had."""
    need("maven", "default-jre-headless")
    home = Path(settings.BASE_DIR) / ".venv" / "s3proxy"
    home.mkdir(parents=True, exist_ok=True)
    jar = home / f"s3proxy-{VERSION}-jar-with-dependencies.jar"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two workers of the tests may ask at once
        if not jar.exists():
            fetched = home / "fetched"
            command = ["mvn", "--batch-mode", "--quiet", COPY, f"-Dartifact={ARCHIVE}", f"-DoutputDirectory={fetched}"]
            with contextlib.suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
                subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=300)
                file = fetched / jar.name
                assert hashlib.sha256(file.read_bytes()).hexdigest() == DIGEST, "not the archive that is named here"
                file.replace(jar)
            shutil.rmtree(fetched, ignore_errors=True)
    if not jar.exists():
        leave_out(f"Maven does not bring {ARCHIVE}", "let Maven reach its repository, then run the tests again")
    return jar


class S3Server:
    """A server with one empty, private bucket. `address` is what MEDIA_STORAGE_URL takes."""

    def __init__(self, folder: Path, *, is_open: bool = False) -> None:
        self.port, self.folder, self.is_open = free_port(), folder, is_open
        self.process: subprocess.Popen[bytes] | None = None

    def address(self, secret: str = SECRET, bucket: str = BUCKET) -> str:
        """Of a bucket, for who has such a secret."""
        return f"s3+http://{KEY}:{quote(secret, safe='')}@127.0.0.1:{self.port}/{bucket}"

    def start(self) -> None:
        """Start it, and return when it answers; what it holds lies in its folder, also for the next start."""
        options, kept = self.folder / "s3proxy.properties", self.folder / "kept"
        (kept / BUCKET).mkdir(mode=0o700, parents=True, exist_ok=True)  # else outsiders may list it
        told = {
            "s3proxy.endpoint": f"http://127.0.0.1:{self.port}",
            "s3proxy.authorization": "none" if self.is_open else "aws-v2-or-v4",
            "s3proxy.identity": KEY,
            "s3proxy.credential": SECRET,
            "jclouds.provider": "filesystem-nio2",
            "jclouds.filesystem.basedir": str(kept),
            "jclouds.identity": "none",
            "jclouds.credential": "none",
        }
        options.write_text("".join(f"{name}={value}\n" for name, value in told.items()))
        with (self.folder / "s3proxy.log").open("wb") as log:
            self.process = subprocess.Popen(
                ["java", *QUICK, "-jar", str(program()), "--properties", str(options)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                self.client().head_bucket(Bucket=BUCKET)
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "s3proxy.log").read_text())

    def client(self):
        """An administrator of the server."""
        options = media.storage(self.address())["OPTIONS"]
        return boto3.client(
            "s3",
            endpoint_url=options["endpoint_url"],
            region_name=options["region_name"],
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            config=Config(
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def names(self) -> list[str]:
        """Every key of the bucket."""
        return sorted(each["Key"] for each in self.client().list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def empty(self) -> None:
        """Forget all files."""
        for name in self.names():
            self.client().delete_object(Bucket=BUCKET, Key=name)

    def signal(self, number: int) -> None:
        """SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self.process
        os.kill(self.process.pid, number)

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(timeout=20)
            self.process = None


@contextlib.contextmanager
def running_s3(folder: Path, *, is_open: bool = False) -> Iterator[S3Server]:
    """A server that runs, stopped at the end; one that `is_open` asks nobody for a key."""
    server = S3Server(folder, is_open=is_open)
    program()
    try:
        server.start()
        yield server
    finally:
        server.stop()
