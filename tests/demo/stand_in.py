"""A program of the demo in two lines: announces itself on the wire as the real one does, then waits to be ended.

python stand_in.py PORT TOPIC BIRTH
"""

import signal
import sys

import paho.mqtt.client as mqtt

port, topic, birth = int(sys.argv[1]), sys.argv[2], sys.argv[3]
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
client.on_connect = lambda *_: client.publish(topic, birth, qos=1, retain=True)
client.connect("127.0.0.1", port)
client.loop_start()
signal.sigwait({signal.SIGTERM})
