"""Everything held about a person, to take away: as FHIR and as a page to read."""
