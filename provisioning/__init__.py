"""What brings a hall and its terminals to their machines: certificates, the broker's files. See README.md."""
