"""What commands that a person types at a shell know of a hall by themselves, so that nobody has to look it up."""
