"""What tests of all features stand on: databases, servers, and a family seen from outside."""
