"""Rules about HTML as it is written."""
