"""Commands that ask a running hall from a shell, and how they find the hall, so that a person need not look it up."""
