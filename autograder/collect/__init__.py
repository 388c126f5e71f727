"""What a learning platform gives, put into submitted/: archives, folders, names of Canvas and Moodle.

Nothing in here trusts a file: names are checked, links and devices refused, sizes bounded, and nothing is
ever extracted by the libraries: a member is copied, in pieces, to a name of our own making.
"""
