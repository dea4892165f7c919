"""Who is quoted: names, mentions, the choice among candidates, and how sure it is."""
