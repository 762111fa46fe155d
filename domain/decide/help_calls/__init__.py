"""Deciding over calls for help (找人帮忙): who may call, who goes, who is called next, and when nobody is needed."""
