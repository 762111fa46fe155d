"""What the hall service has for reviews beside the rules: the waits after wrong review codes.

The rules themselves are in `domain/decide/rating_by_phone.py`.
"""
