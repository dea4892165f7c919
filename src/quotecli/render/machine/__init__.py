"""What programs and documents take: JSON, CSV, TSV and Markdown."""
