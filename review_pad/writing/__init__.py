"""Chinese writing on the citizen's pad: pinyin and handwriting, each an engine behind one port (docs/adr/0015)."""
