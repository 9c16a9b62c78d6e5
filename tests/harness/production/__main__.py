"""Bring a production up with the demonstration, say where it is, stop it at Ctrl-C (make production-demo)."""

from __future__ import annotations

import argparse
import signal
import socket
import sys

from tests.harness.production.whole import ACCOUNT, Production, missing, production


def welcome(running: Production, http: int) -> str:
    """Where everything is."""
    states = running.supervisor.states()
    lines = [
        f"Le portail est ouvert : {running.url}/ (certificat signé par lui-même ; http://localhost:{http}/ y mène)",
        f"Administration : {running.url}/admin/ ({ACCOUNT}, {running.password})",
        f"Santé : {running.url}/sante/pret",
        f"Courriers partis : {running.mailbox}/new",
        f"Journaux : {running.folder}/*.log",
        "Processus : " + ", ".join(f"{name} {number}" for name, (_, number) in sorted(states.items())),
        f"Arrêter ou relancer l’un d’eux : .venv/bin/supervisorctl -c {running.supervisor.file}",
        "Ctrl-C pour tout arrêter.",
    ]
    return "\n".join(["", *(f"  {line}" for line in lines), ""])


def main() -> None:
    """Say what is missing, or serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--https", type=int, default=8443)
    parser.add_argument("--http", type=int, default=8080)
    options = parser.parse_args()
    if lacking := missing():
        sys.exit(f"Not on this machine: {', '.join(lacking)}. On Debian, as root: apt-get install {' '.join(lacking)}")
    for port in (options.https, options.http):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                sys.exit(f"Port {port} is taken. Try: make production-demo HTTPS=9443 HTTP=9080")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell had it ignored: `make … &`
    try:
        with production(options.https, options.http, lambda text: print(f"→ {text}", flush=True)) as running:
            print(welcome(running, options.http), flush=True)
            running.supervisor.process.wait()
            sys.exit("The supervisor has ended.")
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
