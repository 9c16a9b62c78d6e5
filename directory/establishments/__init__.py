"""Establishments of the prison service and their workshops: where there is work in prison."""
