"""The server process: granian, the RSGI bridge, limits on requests, response cache, logs, metrics, reload."""
