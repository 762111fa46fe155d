#!/bin/sh
# mosquitto 2.0.11 (Debian 12) publishes no will when a client id is taken over and the session lives on.
#
# Two clients connect with one client id. The broker lets the second in and closes the first one's connection. MQTT 5
# (3.1.2.5, 3.1.4) says that the first one's will is sent then, unless its Will Delay Interval is above zero and the
# second resumes the session. Here the delay is 0. If the session is resumed (clean start off, with an expiry), no will
# comes; with clean start it does. The first client gets no DISCONNECT with a reason (0x8E, session taken over) in
# either case, only a closed socket, so it cannot tell a twin from a bad cable.
#
# Who meets it: everybody who watches devices by their wills. Two devices made from one memory card push each other off
# for days, and the retained state of "the device" never changes. What helps: a word of one's own in each birth that
# says which start of which machine it is, and a watcher that notices when an earlier one comes back.
set -eu
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
apt-get -qq download mosquitto=2.0.11-1.2+deb12u2 libdlt2=2.18.8-6 libwrap0=7.6.q-32
for package in ./*.deb; do dpkg-deb -x "$package" root; done
LD_LIBRARY_PATH="$(dirname "$(find "$PWD/root" -name 'libdlt.so.2')"):$(dirname "$(find "$PWD/root" -name 'libwrap.so.0')")"
export LD_LIBRARY_PATH
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install paho-mqtt==2.1.0
venv/bin/python - <<'PYTHON'
import contextlib
import re
import socket
import subprocess
import sys
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
    port = free.getsockname()[1]
with open("broker.conf", "w") as file:
    file.write(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
broker = subprocess.Popen(["root/usr/sbin/mosquitto", "-c", "broker.conf"], stderr=subprocess.PIPE, text=True)
version = next(found[1] for found in (re.search(r"version (\S+)", line) for line in broker.stderr) if found)


def until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


class Client:
    def __init__(self, name, clean, will=True):
        self.ended, self.heard = [], []
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, name, protocol=mqtt.MQTTv5, reconnect_on_failure=False)
        self.client.on_disconnect = lambda _c, _u, flags, _r, _p: self.ended.append(flags.is_disconnect_packet_from_server)
        self.client.on_message = lambda _c, _u, message: self.heard.append(message.payload)
        if will:
            self.client.will_set("will", name, qos=1)
        session = Properties(PacketTypes.CONNECT)
        session.SessionExpiryInterval = 3600
        for _ in range(100):  # the broker may not listen yet
            with contextlib.suppress(ConnectionRefusedError):
                self.client.connect("127.0.0.1", port, clean_start=clean, properties=session)
                break
            time.sleep(0.05)
        self.client.loop_start()
        assert until(self.client.is_connected)


try:
    watcher = Client("watcher", clean=True, will=False)
    watcher.client.subscribe("#", qos=1)
    seen = {}
    for clean in (False, True):
        name = "with clean start" if clean else "session resumed"
        first, second = Client(name, clean), Client(name, clean)
        assert until(lambda: first.ended)
        second.client.publish("mark", name, qos=1)  # what the broker had to say of the first came before it
        assert until(lambda: watcher.heard.count(name.encode()) > 0) and until(lambda: True)
        time.sleep(1)
        seen[name] = (watcher.heard.count(name.encode()) - 1, first.ended[0])
        second.client.disconnect()
    print("mosquitto", version)
    for name, (wills, reason) in seen.items():
        print(f"{name}: {wills} will, {'a' if reason else 'no'} DISCONNECT from the broker to the first client")
finally:
    broker.terminate()
    broker.wait(10)
same = version == "2.0.11" and seen == {"session resumed": (0, False), "with clean start": (1, False)}
print("as described" if same else "CHANGED")
sys.exit(not same)
PYTHON
