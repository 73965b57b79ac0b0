"""gongji (共济): sharing a personal medical-insurance account inside the family, in Hunan."""
