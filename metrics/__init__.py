"""`xiaochuang metrics`: a hall in numbers for Prometheus. It is a device that may ask for counts only."""
