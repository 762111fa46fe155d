"""Makes a signed set of a content folder that has no mistakes: for the hall's server, which hands it out."""
