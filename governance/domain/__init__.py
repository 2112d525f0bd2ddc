"""Rules and enumerations of governance: values in, values out."""
