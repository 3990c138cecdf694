#!/bin/bash
# The health check of docker-compose.yml: `--bootstrap-server host:port`. Whether it listens is all.
exec 3<>"/dev/tcp/${2%:*}/${2##*:}"
