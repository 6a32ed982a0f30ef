"""Does this address answer 200? Exit status 1 when not: the health check of a container without curl."""

import sys
import urllib.error
import urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=4).close()  # noqa: S310 (the address is in docker-compose.yml)
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"{sys.argv[1]}: {error}")
