"""Text messages: an outbox with states, and gateways behind one port. Which events send one is `hall/notices.py`."""
