"""A quotation -> the passage of many texts, or of a library, that is nearest to it."""
