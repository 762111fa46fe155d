"""What is wrong in a configuration file, for people: on which line, of what, in which words, in Chinese or English."""
