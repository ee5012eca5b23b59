#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Sets Meer in Beeld up and starts it; needs nothing but Python 3.11 or newer.

    python3 start.py            set up what is missing, then serve on http://127.0.0.1:8000
    python3 start.py test       install what the tests need, then run all of them

This file uses the standard library only, and no syntax newer than Python 3.8, so that it can say
itself which Python it needs.
"""

import argparse
import ctypes
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

#: What it says at the end counts from here, so that a first start tells all that it took.
BEGAN = time.monotonic()
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "meerinbeeld"
# Not the one in .venv, which goes when that is made anew.
SYSTEM_PYTHON = getattr(sys, "_base_executable", sys.executable)
REQUIREMENTS = ROOT / "requirements"
SOURCE = ROOT / "src" / "meerinbeeld"
OLDEST = (3, 11)
HOST = "127.0.0.1"
SIGN_IN = "inloggen/"
DEMO_SIGN_IN = "inloggen/proef/"
DEMO_PEOPLE = (
    ("Anouk Veldman", "focal officer (aandachtsfunctionaris) of Zwolle"),
    ("Carlijn Meester", "care coordinator (zorgcoördinator) of the region"),
    ("Petra Lankhorst", "police"),
    ("Fleur Boerema", "privacy officer"),
    ("Hugo Staal", "administrator"),
)
SECONDS_TO_ANSWER = 120
SECONDS_TO_END = 15


class Problem(Exception):
    """Something the person at the keyboard can mend; the message says how."""


# --- The machine -------------------------------------------------------------------------------


def check_machine():
    """Name what is missing, with the line that adds it."""
    if sys.version_info < OLDEST:
        raise Problem(
            "Python 3.11 or newer is needed; this is Python {}.{}.\n"
            "U hebt Python 3.11 of nieuwer nodig.\n"
            "Debian or Ubuntu:  sudo apt install python3 python3-venv\n"
            "Is a newer one installed next to it? Then: python3.11 start.py".format(
                *sys.version_info[:2]
            )
        )
    if os.name != "posix":
        raise Problem("Meer in Beeld runs on Linux and macOS. On Windows, use WSL.")


def check_port(port):
    """Refuse a port that another program holds, and name one that is free."""
    if not 1 <= port <= 65535:
        raise Problem(f"A port is a number from 1 to 65535, and not {port}.")
    if not is_free(port):
        free = next(p for p in range(port + 1, 65536) if is_free(p))
        raise Problem(
            f"Port {port} on {HOST} is in use by another program, or Meer in Beeld runs already.\n"
            f"Poort {port} is bezet.\n"
            f"Try:  python3 start.py --port {free}"
        )


def is_free(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


# --- The environment ---------------------------------------------------------------------------


def fingerprint(paths, extra=""):
    """One short value that changes when one of the files does."""
    digest = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_stamp(path):
    try:
        stamp = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(path, stamp):
    """Write to the side and rename, so that a power cut leaves no half stamp."""
    side = path.with_suffix(".new")
    side.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n")
    side.replace(path)


def ensure_environment(wanted):
    """Make .venv and install what `requirements/<wanted>.txt` pins, unless that is done."""
    stamp_file = VENV / "installed.json"
    stamp = read_stamp(stamp_file)
    now = {
        "root": str(ROOT),
        "python": "{}.{}".format(*sys.version_info[:2]),
        "project": fingerprint([ROOT / "pyproject.toml"]),
        "run": fingerprint([REQUIREMENTS / "run.txt"]),
    }
    if wanted == "test":
        now["test"] = fingerprint([REQUIREMENTS / "test.txt"])
    if PYTHON.exists() and COMMAND.exists() and all(stamp.get(k) == v for k, v in now.items()):
        return
    if stamp and (stamp.get("root"), stamp.get("python")) != (now["root"], now["python"]):
        say("The environment in .venv was made for another place or another Python: making it anew")
        shutil.rmtree(str(VENV))
    uv = shutil.which("uv")
    if not PYTHON.exists():
        make_environment(uv)
    stamp_file.unlink(missing_ok=True)
    install(uv, REQUIREMENTS / (wanted + ".txt"))
    install_project(uv)
    # The packages of the tests contain those of the platform, pinned the same.
    write_stamp(stamp_file, dict(now, test=now.get("test", "")))


def make_environment(uv):
    say("Making a place for the packages in .venv")
    if uv:
        quietly([uv, "venv", "--quiet", "--allow-existing", "--python", SYSTEM_PYTHON, str(VENV)])
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Problem(
            "Python's own 'venv' is missing on this machine. Add it with:\n"
            "    sudo apt install python3-venv\n"
            "and start again. (Het onderdeel 'venv' ontbreekt.)"
        ) from None
    quietly([SYSTEM_PYTHON, "-m", "venv", str(VENV)])


def install(uv, lock):
    """Install exactly what the lock pins; a file with another hash is refused."""
    names = [line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line]
    say(f"Installing {len(set(names))} packages, each checked by its hash")
    pinned = ["--require-hashes", "-r", str(lock)]
    if uv:
        quietly([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *pinned])
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    count_along([*pip, "--progress-bar", "off", *pinned], len(set(names)))


def install_project(uv):
    """Make `meerinbeeld` a command; nothing is downloaded for it."""
    if uv:
        run = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        run = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    quietly(run + ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def quietly(command):
    """Run a program; show what it said only when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT))
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip().splitlines()
        raise Problem(
            "This did not work:\n    {}\nIt said:\n    {}".format(
                " ".join(map(str, command)), "\n    ".join(said[-15:])
            )
        )


def count_along(command, total):
    """Run pip and count the packages it comes to."""
    said, done = [], 0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT), text=True
    )
    for line in process.stdout:
        said = (said + [line.rstrip()])[-15:]
        if line.startswith("Collecting "):
            done += 1
            progress("  {} of {}: {}".format(done, total, line.split()[1].split("==")[0]))
        elif line.startswith("Installing collected"):
            progress("  all here; putting them in place")
    end_progress()
    if process.wait():
        raise Problem(
            "The packages could not be installed. Is there a connection to your package index?\n"
            "De pakketten konden niet worden opgehaald. pip said:\n    " + "\n    ".join(said)
        )


# --- The data ----------------------------------------------------------------------------------


def surroundings(data, port, mode):
    """What the started programs are told. A setting of the person who starts us wins."""
    env = dict(os.environ)
    env.setdefault("MIB_ORIGIN", f"http://{HOST}:{port}")
    env.update(MIB_DATA=str(data), PYTHONUNBUFFERED="1")
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # to compile all takes half a second of each start
    if mode == "demo":
        env.setdefault("MIB_DEMO", "1")
        env.setdefault("MIB_SECOND_FACTOR_REQUIRED", "0")
    return env


def choose_mode(data, no_demo):
    """`demo` or `real`, chosen once per data folder: demo people may never enter real data."""
    known = read_stamp(data / "start.json").get("mode")
    if not known and (data / "secret.key").exists():
        known = "real"  # somebody made this folder with the commands of an operator
    if known == "demo" and no_demo:
        raise Problem(
            f"{data} holds the demo region. Choose another folder for real work:\n"
            f"    python3 start.py --no-demo --data {data}-own"
        )
    return known or ("real" if no_demo else "demo")


def prepare_data(data, mode, env):
    """Keys, tables, translations and the demo region, unless nothing changed since last time."""
    stamp_file = data / "start.json"
    sources = [*SOURCE.glob("*/migrations/*.py"), *SOURCE.glob("*/locale/*/LC_MESSAGES/*.po")]
    state = fingerprint([*sources, REQUIREMENTS / "run.txt"], env.get("MIB_DATABASE_URL", ""))
    stamp = read_stamp(stamp_file)
    compiled = all(path.with_suffix(".mo").exists() for path in sources if path.suffix == ".po")
    if stamp.get("state") == state and compiled and (data / "secret.key").exists():
        return
    write_stamp(stamp_file, {"mode": mode})
    step("Making the secret key and the keys that seal content", ["setup"], env)
    step("Bringing the database up to date", ["migrate"], env)
    step("Compiling the translations", ["translations"], env)
    if mode == "demo":
        say("Filling the synthetic region, when the database is empty")
        loudly([str(COMMAND), "demo", "fill"], env)
    else:
        step("Making the region and its municipalities", ["region"], env)
    write_stamp(stamp_file, {"mode": mode, "state": state})


def step(words, arguments, env):
    say(words)
    loudly([str(COMMAND), *arguments, "--quiet"], env)


def loudly(command, env):
    if subprocess.run(command, env=env, cwd=str(ROOT)).returncode:
        raise Problem("That step did not work; the lines above say why. Nothing was started.")


# --- Serving -----------------------------------------------------------------------------------


def serve(port, env, mode):
    """Start web and worker, and end both when one of them or the person ends."""
    # Also SIGINT: started from a script, it may have been told to ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    running = {}
    try:
        running["web"] = begin(["serve", "--host", HOST, "--port", str(port)], env)
        wait_until_it_answers(running, port)
        running["worker"] = begin(["worker"], env)
        welcome(port, mode)
        return watch(running)
    except KeyboardInterrupt:
        print()
        say("Ending / Afsluiten ...")
        return 0
    finally:
        end(running)


def interrupted(number, frame):
    raise KeyboardInterrupt


def begin(arguments, env):
    return subprocess.Popen([str(COMMAND), *arguments], env=env, cwd=str(ROOT), preexec_fn=bound)


def bound():
    """On Linux the kernel ends a child whose parent was killed, so that no port stays taken."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def wait_until_it_answers(running, port):
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        fallen(running)
        status = ask_health(port)
        if status >= 500:
            raise Problem("The web server answers with an error; the lines above say which.")
        if status:
            return
        time.sleep(0.05)
    raise Problem(f"The web server did not answer within {SECONDS_TO_ANSWER} seconds.")


def ask_health(port):
    """The status of the answer, or 0 as long as there is none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def fallen(running):
    for name, process in running.items():
        if process.poll() is not None:
            raise Problem(
                f"The {name} process ended by itself (status {process.returncode}); "
                "the lines above say why. The other one is ended too."
            )


def watch(running):
    while True:
        fallen(running)
        time.sleep(0.5)


def end(running):
    """Ask first, insist after a while. A second Ctrl-C insists at once."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + SECONDS_TO_END
    for process in running.values():
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()


def welcome(port, mode):
    address = f"http://{HOST}:{port}/"
    took = time.monotonic() - BEGAN
    lines = ["", f"Meer in Beeld runs; all of it took {took:.1f} s.  Open  {address}", ""]
    if mode == "demo":
        lines += [
            f"  To report something, without an account:  {address}",
            f"  To work on reports, sign in with a click: {address}{DEMO_SIGN_IN}",
            *(f"      {name:<17} {role}" for name, role in DEMO_PEOPLE),
            "",
            "  Everything in it is made up. / Alles hierin is verzonnen.",
        ]
    else:
        lines += [
            f"  People sign in at {address}{SIGN_IN}",
            "  Make the first account with:  .venv/bin/meerinbeeld person add --help",
        ]
    print("\n".join(lines + ["  Ctrl-C ends it. / Ctrl-C sluit af.", ""]), flush=True)


# --- Talking -----------------------------------------------------------------------------------


def say(words):
    print("- " + words, flush=True)


def progress(words):
    if sys.stdout.isatty():
        print("\r\x1b[2K" + words, end="", flush=True)


def end_progress():
    if sys.stdout.isatty():
        print("\r\x1b[2K", end="", flush=True)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Sets Meer in Beeld up and starts it on this machine.",
        epilog="'python3 start.py test [arguments for pytest]' runs every test.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default: 8000)")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "data", metavar="DIR", help="data, keys (default: data)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="start empty, without the synthetic region"
    )
    return parser.parse_args(arguments)


def main(arguments):
    if arguments[:1] == ["test"]:
        check_machine()
        ensure_environment("test")
        return subprocess.run(
            [str(PYTHON), str(ROOT / "tests" / "run.py"), *arguments[1:]]
        ).returncode
    options = parse(arguments)
    check_machine()
    check_port(options.port)
    data = options.data.expanduser().resolve()
    mode = choose_mode(data, options.no_demo)
    ensure_environment("run")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = surroundings(data, options.port, mode)
    prepare_data(data, mode, env)
    return serve(options.port, env, mode)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(f"\n{problem}\n")
    except KeyboardInterrupt:
        sys.exit(130)
