"""The screens of the e-screens. They draw the board, which is made in `e_screen/board.py`."""
