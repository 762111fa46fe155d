"""What others see of the hall: snapshots, the catalogue, answers to requests and queries. Decides nothing."""
