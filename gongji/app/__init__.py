"""The base of every use case and route: context, runtime, HTTP, schemas, paging."""
