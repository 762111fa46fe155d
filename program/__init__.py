"""What all programs share, hall and terminals alike: files, secrets, durable writes, systemd, logs.

No rule of a hall is here, no MQTT and no window. Nothing here knows which program uses it.
"""

from program.start import quick_dataclasses
from program.start.late_import import no_plugins_of_pydantic

quick_dataclasses.begin()  # before any class of the house is made
no_plugins_of_pydantic()
