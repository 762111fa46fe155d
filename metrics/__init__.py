"""`xiaochuang metrics`: a hall in numbers for Prometheus. A device that may ask for counts and no more."""
