"""What the hall says to phones: the texts of its messages. Which are due, and how they are sent, is the hall's own."""
