"""Remote provisioning of terminals: identity, configuration, releases. Not built yet; see README.md."""
