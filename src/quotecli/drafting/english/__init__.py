"""Everything about drafting that is English: word lists and the tags of words."""
