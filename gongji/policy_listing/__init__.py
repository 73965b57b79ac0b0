"""The parameters in force somewhere on some day, for anybody to read."""
