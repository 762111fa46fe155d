"""Packs the demo's content into a set when its files have changed, then serves it like `xiaochuang content serve`.

python -m demo.content_server SOURCE --into DIR --key FILE --listen HOST:PORT

It is a program of its own, so that nobody waits for it: meanwhile a kiosk shows what it fetched in an earlier run.
"""
