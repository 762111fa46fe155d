"""Who works in a hall and proves it: people and their roles, the ways to prove, what each role may do, how wrong tries
slow down. Nothing of files, hashes or windows lives here.
"""
