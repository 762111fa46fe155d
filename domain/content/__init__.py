"""Content: what people read at a hall's machines besides their number: guides, themes, open documents, forms, the plan.

The classes are what the files of a content folder are read into (`content/source/`) and what a terminal shows. The
rules are pure: which materials are needed for several items together, where the answers of a theme lead, what is out of
date, what a search finds. Nothing here knows of a queue or a person.
"""
