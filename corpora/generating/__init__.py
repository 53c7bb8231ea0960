"""Writes a province that does not exist: its communes, their CCHC reports, and the truth about every line of them."""
