"""Configuration of a production on one machine: what ops/ has, at other addresses and in other folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.settings import env
from tests.harness.on_postgres import free_port
from tests.harness.system_packages import SERVERS, brotli_module

ROOT = Path(__file__).resolve().parents[3]
OPS = ROOT / "ops"
NAME = "portail.example"
SECRET_KEY = "nothing-to-protect-here-but-long-enough-to-please-the-checks-0123"


def variables(values: dict[str, str]) -> dict[str, str]:
    """The variables of the example (ops/portail.env), and those given instead."""
    lines = [line for line in (OPS / "portail.env").read_text().splitlines() if line and not line.startswith("#")]
    example = {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}
    assert set(example) <= set(env.VARIABLES) | {"DJANGO_SETTINGS_MODULE"}
    return example | {"SECRET_KEY": SECRET_KEY, "ELASTICSEARCH_URL": "", "EMAIL_URL": ""} | values


def with_programs(values: dict[str, str]) -> dict[str, str]:
    """The environment of a process: these variables, programs of this virtual environment first, servers last."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], SERVERS])
    return os.environ | values | {"PATH": path}


def procfile() -> dict[str, str]:
    """Commands by name."""
    return dict(line.split(": ", 1) for line in (OPS / "Procfile").read_text().splitlines())


def certificate(folder: Path, name: str) -> None:
    """A certificate that nobody signed but its own key, good for a week: fullchain.pem and privkey.pem."""
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj", f"/CN={name}"]
    names = ["-addext", f"subjectAltName=DNS:{name},DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run([*asked, *names, *files], check=True, capture_output=True)


def nginx(
    folder: Path,
    web: int,
    first: int,
    https: int,
    http: int,
    public: str = f"https://{NAME}",
    *,
    has_brotli: bool = True,
) -> Path:
    """The example within the least that nginx asks around it: its file. `public` is where plain HTTP leads.

    nginx reads as a user of its own, who may not look into a home where a clone lies: it gets a copy of ops/.
    """
    certificate(folder, NAME)
    shutil.copytree(OPS, folder / "ops", dirs_exist_ok=True)
    (folder / "portail.d").mkdir(exist_ok=True)
    module = brotli_module() if has_brotli else None
    if module:
        shutil.copy(OPS / "nginx" / "brotli.conf", folder / "portail.d")
    server = (OPS / "nginx" / "portail.conf").read_text()
    for ours, theirs in {
        "127.0.0.1:8001": f"127.0.0.1:{web}",
        "127.0.0.1:8002": f"127.0.0.1:{free_port()}",
        "127.0.0.1:8003": f"127.0.0.1:{first}",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "return 301 https://portail.example": f"return 301 {public}",
        "/etc/ssl/portail": str(folder),
        "/srv/portail/var": f"{folder}/var",
        "/srv/portail/ops": f"{folder}/ops",
        "/var/log/nginx": str(folder),
        "/run/nginx-portail": f"{folder}/second",
    }.items():
        assert ours in server, ours
        server = server.replace(ours, theirs)
    compression = folder / "ops" / "nginx" / "compression.conf"
    compression.write_text(compression.read_text().replace("/etc/nginx/portail.d", f"{folder}/portail.d"))
    folders = "".join(
        f"{kind}_temp_path {folder}/nginx-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    load = f"load_module {module};\n" if module else ""
    file.write_text(
        f"{load}daemon off; pid {folder}/nginx.pid; worker_processes 1; events {{ worker_connections 4096; }}\n"
        f"http {{ include /etc/nginx/mime.types; {folders}\n{server}\n}}\n"
    )
    return file
