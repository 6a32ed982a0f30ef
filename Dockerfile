# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home kipp \
 && install -d -o kipp -g kipp /var/lib/kipp
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/kipp STATIC_ROOT=/srv/static BIND=0.0.0.0:8000
WORKDIR /srv/kipp
COPY --from=packages /venv /venv
COPY . .
# Collected and compiled while building, with no secret: the key made here stays in this throw-away folder.
RUN VAR_DIR=/tmp/build python manage.py prepare && rm -rf /tmp/build
USER kipp
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py", "kipp.wsgi"]
