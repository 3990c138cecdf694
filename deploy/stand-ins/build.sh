#!/bin/sh
# Images for a machine that reaches package registries but no registry of images. They answer like
# apache/kafka, mongo and chrislusf/seaweedfs as far as docker-compose.yml and the tests use them:
#   suara-stand-in/kafka      Apache Kafka itself, from its Maven artifacts
#   suara-stand-in/mongo      SecantusDB behind the commands `mongod` and `mongosh`
#   suara-stand-in/seaweedfs  SeaweedFS itself, from its wheel
#   suara-stand-in/python     what the services' Dockerfile takes as BASE_IMAGE
# Needs root, Docker, debootstrap, Java and Maven, and the .venv of `make setup`. Debian's packages
# come from wherever this machine's apt gets them.
set -eu
cd "$(dirname "$0")/../.."
release=bookworm # its Python, 3.11, is the one that the wheels below are chosen for
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! docker image inspect suara-stand-in/python >/dev/null 2>&1; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $release" | head -n 1)
  test -n "$mirror" || { echo "stand-ins: this machine's apt knows no Debian $release"; exit 1; }
  debootstrap --variant=minbase \
    --include=ca-certificates,openjdk-17-jre-headless,python3,python3-venv,wget \
    "$release" "$work/tree" "$mirror" >"$work/debootstrap.log" || { tail "$work/debootstrap.log"; exit 1; }
  rm -rf "$work"/tree/var/cache/apt/archives/*.deb "$work"/tree/var/lib/apt/lists/*
  cp /etc/ssl/certs/ca-certificates.crt "$work/tree/etc/ssl/certs/" # it trusts whom we trust
  tar -C "$work/tree" -c . | docker import - suara-stand-in/python
fi

for image in kafka mongo seaweedfs; do cp -r "deploy/stand-ins/$image" "$work/$image"; done

servers=deploy/local/src/suara_local/servers
cp "$servers/java/pom.xml" "$servers/java/log4j2.properties" "$work/kafka/"
mvn -q -B -f "$work/kafka/pom.xml" -DoutputDirectory="$work/kafka/libs" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies

.venv/bin/uv pip install -q --python .venv/bin/python --python-version 3.11 --only-binary :all: \
  -c requirements.lock --target "$work/mongo/packages" secantusdb

cp .venv/bin/weed "$work/seaweedfs/"

for image in kafka mongo seaweedfs; do docker build -q -t "suara-stand-in/$image" "$work/$image"; done

echo "Built. Now: SUARA_TEST_KAFKA_IMAGE=suara-stand-in/kafka \\"
echo "  SUARA_TEST_MONGO_IMAGE=suara-stand-in/mongo SUARA_TEST_S3_IMAGE=suara-stand-in/seaweedfs \\"
echo "  make test-containers"
echo "make test-compose takes them by itself."
