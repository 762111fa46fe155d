"""What the e-screens draw. The board they draw from is made in `e_screen/board.py`."""
