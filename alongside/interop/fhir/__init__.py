"""Reading and writing the parts of FHIR R4 we use. No database."""
