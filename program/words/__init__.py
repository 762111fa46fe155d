"""Sentences that several programs say alike: on screens, on paper and on the page for phones."""
