"""The businesses of a kiosk that show content: guides, events of life, open documents, the plan. They need neither
staff nor the hall, because the content is on the kiosk's own disk."""
