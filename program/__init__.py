"""What all programs share, hall and terminals alike: files, secrets, durable writes, systemd, logs.

No rule of a hall is here, no MQTT and no window. Nothing here knows which program uses it.
"""

from program.start.late_import import late, no_plugins_of_pydantic

late("inspect")  # `dataclasses` imports it, and Python 3.11 uses it only for classes without a docstring
from program.start import quick_dataclasses  # noqa: E402 - after the line above

quick_dataclasses.begin()  # before any class of the house is made
no_plugins_of_pydantic()
