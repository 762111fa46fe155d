"""Silent calling: the hall's big screen and the screen above each window. They only listen."""
