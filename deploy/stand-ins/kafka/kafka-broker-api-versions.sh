#!/bin/sh
# The health check of docker-compose.yml: `--bootstrap-server host:port`. Whether it listens is all.
exec python3 -c 'import socket, sys; socket.create_connection(sys.argv[1].rsplit(":", 1), 5)' "$2"
