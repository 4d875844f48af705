"""The heads: values in, values out. No network, no database, no clock, no Flask."""
