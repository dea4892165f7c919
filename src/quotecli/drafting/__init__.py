"""From a plain article to its quotations and who said them, by rules alone."""
