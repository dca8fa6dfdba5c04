"""Two services as two kinds of feed have them, in full. The shapes are real, the content is made up."""

from typing import Any


def by_the_book() -> dict[str, Any]:
    """As the UK profile 3.0 has it, with every part that is kept here."""
    return {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Tuesday Breathers",
        "description": "<p>Gentle exercise for people with a lung condition.</p><ul><li>Bring water</li></ul>",
        "url": "https://breathers.example.net/tuesday",
        "email": "hello@breathers.example.net",
        "status": "active",
        "application_process": "Ring first, or ask your GP.",
        "fees_description": "The first session is free.",
        "eligibility_description": "Anybody with a lung condition",
        "minimum_age": 18,
        "maximum_age": 100,
        "assured_date": "2026-01-15",
        "assurer_email": "somebody@council.example.net",
        "alert": "No session on 7 April",
        "last_modified": "2026-01-15T10:30:45.123Z",
        "schedules": [
            {"id": "1", "freq": "MONTHLY", "byday": "1TU,3TU", "opens_at": "14:00:00", "closes_at": "15:30:00Z",
             "valid_from": "2026-01-01", "dtstart": "2026-01-06", "interval": 1, "timezone": 0,
             "description": "Not in August"},
        ],
        "service_areas": [
            {"id": "2", "name": "Westhaven", "extent_type": "text", "uri": "http://www.example.com"},
            {"id": "3", "name": "Salford", "uri": "http://statistics.data.gov.uk/id/statistical-geography/E08000006"},
        ],
        "service_at_locations": [
            {"id": "4", "schedules": [{"freq": "WEEKLY", "byday": "FR", "opens_at": "10:00", "closes_at": "11:00"}],
             "location": {
                "id": "5", "location_type": "physical", "name": "Mill Hall", "latitude": 53.48, "longitude": -2.29,
                "transportation": "Bus 41 stops outside",
                "addresses": [
                    {"address_1": "PO Box 1", "postal_code": "WH9 9ZZ", "address_type": "postal"},
                    {"address_1": "1 Mill Lane", "city": "Westhaven", "postal_code": "wh11aa", "country": "GB",
                     "address_type": "physical"}],
                "accessibility": [{"description": "Step-free", "details": "Ramp at the side"}],
             }},
            {"id": "6", "location": {"id": "7", "location_type": "virtual", "name": "By video"}},
        ],
        "languages": [{"id": "8", "name": "Urdu", "code": "ur"}, {"id": "9"}],
        "organization": {"id": "d9d5e0f5", "name": "Breathers UK", "description": "A charity", "uri": "https://b.example.net",
                         "email": "office@b.example.net", "phones": [{"number": "0161 496 0000"}]},
        "cost_options": [
            {"id": "10", "option": "Over 60s", "amount": 2.5, "amount_description": "a session", "currency": "gbp",
             "valid_from": "2026-01-01"},
            {"id": "11"},
        ],
        "contacts": [{"id": "12", "name": "Ann Fictional", "title": "Leader", "phones": [{"number": "0161 496 0002"}]}],
        "phones": [{"number": "0161 496 0001", "languages": [{"name": "Urdu"}], "type": "voice", "extension": 12}],
        "attributes": [
            {"id": "13", "link_type": "service_type",
             "taxonomy_term": {"id": "14", "name": "Exercise", "taxonomy": "esdServiceTypes", "code": "esd:1",
                               "term_uri": "https://standards.example.net/1"}},
            {"id": "15", "taxonomy_term": {"name": "Long-term condition", "taxonomy": "Circumstances", "code": "c:2"}},
        ],
    }  # fmt: skip


def vendors_own() -> dict[str, Any]:
    """As a publisher has it that keeps much in fields of its own, and fills others with what the software came with."""
    return {
        "id": 4711,
        "name": "Night Shelter &amp; Advice",
        "description": "&lt;p&gt;A bed and&nbsp;a hot meal.&lt;/p&gt;<script>steal()</script>",
        "url": "www.shelter.example.net",
        "status": "Active",
        "minimum_age": -1,
        "maximum_age": -1,
        "service_areas": [{"name": "Bristol", "uri": "http://www.example.com"}, {"name": "South Gloucestershire"}],
        "pc_targetAudience": [{"audienceType": "Homeless", "id": "80424"}, {"audienceType": "Care leavers"}],
        "pc_metadata": {"assured_by": "somebody@council.example.net", "date_assured": "2025-09-02"},
        "regular_schedules": [{"byday": "MO,TU", "freq": "WEEKLY", "opens_at": "20:00", "closes_at": "08:00"}],
        "service_at_locations": [
            {
                "location": {
                    "latitude": "51.45",
                    "longitude": "-2.58",
                    "physical_addresses": [{"address_1": "2 Quay Street"}],
                }
            }
        ],
        "organization": {"name": "Shelter Fictional", "url": "https://shelter.example.net"},
        "service_taxonomys": [],
        "cost_options": [{"amount": 0, "option": ""}],
        "attributes": None,
        "reviews": [{"score": 5}],
    }
