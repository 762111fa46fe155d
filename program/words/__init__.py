"""Sentences that several programs share: on screens, on paper and on the phone page."""
