"""The demo's content: packed into a set when its files have changed, then handed out like `xiaochuang content serve`.

python -m demo.content_server SOURCE --into DIR --key FILE --listen HOST:PORT

A program of its own, so that nobody waits for it: a kiosk shows what it fetched in an earlier run meanwhile.
"""
