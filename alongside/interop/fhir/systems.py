"""The addresses that say which numbers and codes are meant."""

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
# Names a row of ours in what we export, so that reading it back finds the row.
ROW = "urn:alongside:row"
# Carries where an imported row first came from.
SOURCE = "urn:alongside:source"
# Codes of our own, for which no published code is known.
CODES = "urn:alongside:codes"
