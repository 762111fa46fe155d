"""Sets up a hall and its terminals on their machines: certificates, broker files, installation, packages. See
README.md."""
