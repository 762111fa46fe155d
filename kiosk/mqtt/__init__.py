"""The wire of all our programs: topics, messages, link, client, outbox, presence.

It knows the form of messages, not the rules: what a request does is decided in `domain/decide`.
"""

from program.start.late_import import late

for _module in ("urllib.request", "ssl"):  # paho imports them: the first for proxies, with all of HTTP and e-mail
    late(_module)
