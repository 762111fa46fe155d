"""The businesses of a kiosk that show content: guides, events of life, open documents, the map. They need nobody, and
no hall: what they show lies on the kiosk's own disk."""
