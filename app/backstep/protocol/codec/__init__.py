"""Bytes and JSON: the safetensors format, and numbers that JSON cannot express."""
