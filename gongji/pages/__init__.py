"""Pages for people with a browser: the sandbox's start page, the API document, the refusals."""
