"""Everything held about a person, as FHIR R4 and as a page to read."""
