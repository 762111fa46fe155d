"""How a citizen writes on a screen: a board for each way (handwriting, pinyin, keys, sentences), and the bar of ways.

What is being composed stays on the board until it is a word, and is wiped when the board is left. The engines behind
them are in `kiosk/writing`.
"""
