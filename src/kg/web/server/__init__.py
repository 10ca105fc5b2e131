"""The server process: granian, the RSGI bridge, response cache, logs, metrics, reload."""
