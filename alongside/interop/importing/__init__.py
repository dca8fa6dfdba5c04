"""Taking FHIR R4 records in: `run.import_files`."""
