"""The insurance code (医保码): a short-lived token that shows who a patient is."""
