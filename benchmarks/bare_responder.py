"""The floor of the wire: a plain paho program that answers every request, with or without one FULL commit a batch.

`python -m benchmarks.bare_responder PORT HALL DATABASE|-`: with `-` it echoes at once and commits nothing.
"""

from __future__ import annotations

import queue
import sqlite3
import sys
from socket import IPPROTO_TCP, TCP_NODELAY, socket

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from kiosk.mqtt.topics import Topics


def main(port: int, hall: str, database: str) -> None:
    inbox: queue.SimpleQueue[paho.MQTTMessage] = queue.SimpleQueue()
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="bare", protocol=paho.MQTTv5)
    client.max_inflight_messages_set(0)
    client.on_message = lambda _c, _u, message: inbox.put(message)
    client.on_connect = lambda *_: client.subscribe(Topics(hall).command("+"), qos=1)
    client.on_subscribe = lambda *_: print("ready", flush=True)

    def opened(_client: paho.Client, _userdata: object, sock: socket) -> None:
        sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    client.on_socket_open = opened
    client.connect("127.0.0.1", port)
    client.loop_start()
    store = None
    if database != "-":
        store = sqlite3.connect(database, isolation_level=None)
        store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e (body BLOB)")
    while True:
        batch = [inbox.get()]
        while not inbox.empty():
            batch.append(inbox.get())
        if store:
            store.execute("BEGIN IMMEDIATE")
            store.executemany("INSERT INTO e VALUES (?)", [(message.payload,) for message in batch])
            store.execute("COMMIT")
        for message in batch:
            properties = Properties(PacketTypes.PUBLISH)
            properties.CorrelationData = message.properties.CorrelationData
            answer = message.payload[:-1] + b', "ok": true}'
            client.publish(message.properties.ResponseTopic, answer, qos=1, properties=properties)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
