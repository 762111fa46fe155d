"""The words of the record of a one-time notice (一次性告知): what a machine tells of one that it gave, what is kept."""
