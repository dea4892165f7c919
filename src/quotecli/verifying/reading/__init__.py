"""An article of any kind -> its quotations, each with its place and its speaker."""
