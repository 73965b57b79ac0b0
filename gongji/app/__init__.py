"""What every use case and route stands on: context, transactions at work, HTTP, schemas, paging."""
