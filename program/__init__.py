"""What every program of the house uses, hall and terminals alike: files, secrets, durable writes, systemd, logs.

No rule of a hall, nothing of MQTT, nothing with a window. Nothing here knows which program uses it.
"""

from program.start.late_import import no_plugins_of_pydantic

no_plugins_of_pydantic()
