"""Holds an article's quotations against sources: are the words there, and whose are they?"""
